"""Questions are a list of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0005_chosen_answers")]

    operations = [
        migrations.AddIndex(
            "notecard",
            models.Index(
                condition=models.Q(is_question=True, state="published", visibility="public"),
                fields=["-hot", "-note_id"],
                name="notes_card_questions",
            ),
        ),
    ]
