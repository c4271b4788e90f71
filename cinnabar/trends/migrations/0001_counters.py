"""Counters of what people care about, and what they say just now. Filled by the timetable, or `rebuild-trends`."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Phrase",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("words", models.CharField(max_length=60)),
                ("channel", models.CharField(blank=True, max_length=24)),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "window", "region", "subject_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "window",
                    models.CharField(choices=[("hour", "Hour"), ("day", "Day"), ("week", "Week")], max_length=4),
                ),
                ("region", models.CharField(blank=True, max_length=63)),
                ("subject_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("topic", "Topic"),
                            ("product", "Product"),
                            ("brand", "Brand"),
                            ("query", "Query"),
                            ("category", "Category"),
                        ],
                        max_length=8,
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=24)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("rising", "Rising"), ("new", "New"), ("steady", "Steady")], max_length=6
                    ),
                ),
                ("people", models.PositiveIntegerField()),
                ("usual", models.FloatField()),
                ("score", models.FloatField()),
                ("since", models.DateTimeField()),
                (
                    "curve",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None),
                ),
                ("curve_begins", models.DateTimeField()),
                ("curve_step", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "span",
                        "subject_id",
                        "region",
                        "begins",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "span",
                    models.SmallIntegerField(choices=[(5, "Five"), (60, "Hour"), (1440, "Day"), (1441, "Last Day")]),
                ),
                ("subject_id", models.BigIntegerField()),
                ("region", models.CharField(blank=True, max_length=63)),
                ("begins", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("topic", "Topic"),
                            ("product", "Product"),
                            ("brand", "Brand"),
                            ("query", "Query"),
                            ("category", "Category"),
                        ],
                        max_length=8,
                    ),
                ),
                ("people", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["span", "begins"], name="trends_count_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("counted_until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="trends_one_progress")],
            },
        ),
    ]
