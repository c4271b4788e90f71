"""Notes may show a video; those that are there show none, so their cards are right as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0009_voices")]

    operations = [
        migrations.AddField("notepicture", "seconds", models.FloatField(default=0)),
        migrations.AddField("notecard", "seconds", models.PositiveSmallIntegerField(default=0)),
    ]
