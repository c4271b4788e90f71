"""Pictures may be videos; those that are there are none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0001_initial")]

    operations = [
        migrations.AddField("picture", "is_video", models.BooleanField(default=False)),
        migrations.AddField("picture", "seconds", models.FloatField(default=0)),
        migrations.AddField("picture", "announced_bytes", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("picture", "share_done", models.PositiveSmallIntegerField(default=0)),
    ]
