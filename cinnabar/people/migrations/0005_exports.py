"""Copies of people's data; nobody has one yet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cinnabar.kit.clock
import cinnabar.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_keeps_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=cinnabar.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Preparing"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                            ("erased", "Erased"),
                        ],
                        default="preparing",
                        max_length=10,
                    ),
                ),
                ("secret", models.CharField(max_length=22, unique=True)),
                ("language", models.CharField(max_length=8)),
                ("asked_at", models.DateTimeField(default=cinnabar.kit.clock.now)),
                ("ready_at", models.DateTimeField(null=True)),
                ("size", models.PositiveBigIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exports", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "preparing")),
                        fields=("person",),
                        name="people_one_export_at_a_time",
                    )
                ],
            },
        ),
    ]
