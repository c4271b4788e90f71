"""Impressions with their place on the wall, time spent reading, and deeds of visitors, who stay nobody."""

from django.db import migrations, models

COLUMNS = """
ALTER TABLE activity_deed ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE activity_deed ADD COLUMN position integer;
ALTER TABLE activity_deed ADD COLUMN seconds real;
ALTER TABLE activity_deed ADD COLUMN is_served boolean NOT NULL DEFAULT false;
"""
BACK = """
ALTER TABLE activity_deed DROP COLUMN position, DROP COLUMN seconds, DROP COLUMN is_served;
DELETE FROM activity_deed WHERE person_id IS NULL;
ALTER TABLE activity_deed ALTER COLUMN person_id SET NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("activity", "0002_deeds_by_day")]

    operations = [
        migrations.RunSQL(
            COLUMNS,
            BACK,
            state_operations=[
                migrations.AlterField("deed", "person_id", models.BigIntegerField(null=True)),
                migrations.AddField("deed", "position", models.IntegerField(null=True)),
                migrations.AddField("deed", "seconds", models.FloatField(null=True)),
                migrations.AddField("deed", "is_served", models.BooleanField(default=False)),
            ],
        ),
    ]
