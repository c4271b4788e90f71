"""Text cards, questions, a money mark of the note's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial")]

    operations = [
        migrations.AlterField("note", "cover_words", models.CharField(blank=True, max_length=160)),
        migrations.AddField("note", "is_question", models.BooleanField(default=False)),
        migrations.AddField("note", "earns_commission", models.BooleanField(default=False)),
        migrations.AlterField("notecard", "secret", models.CharField(blank=True, max_length=22)),
        migrations.AlterField("notecard", "words", models.CharField(blank=True, max_length=160)),
        migrations.AddField("notecard", "is_question", models.BooleanField(default=False)),
    ]
