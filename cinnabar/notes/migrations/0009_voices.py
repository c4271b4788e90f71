"""A note's praise, by voices that count. Until the next judgement, within the hour, all count as they did."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

AS_IT_WAS = """
UPDATE notes_note SET praise = likes + 3 * saves + 2 * comments_count WHERE likes + saves + comments_count > 0
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notes", "0008_by_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="note", name="praise", field=models.FloatField(default=0, db_default=0)),
        migrations.CreateModel(
            name="Voice",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("weight", models.FloatField()),
                ("circle", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.RunSQL(AS_IT_WAS, migrations.RunSQL.noop),
    ]
