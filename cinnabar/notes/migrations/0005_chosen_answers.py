"""A question's asker chooses the comment that answers it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0004_boards")]

    operations = [
        migrations.AddField("note", "chosen_comment_id", models.BigIntegerField(null=True)),
        migrations.AddField("notecard", "is_answered", models.BooleanField(default=False)),
    ]
