import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def ids() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0006_what_became_of_it"),
    ]

    operations = [
        migrations.CreateModel(
            name="Searched",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("person_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("words", models.CharField(max_length=200)),
                ("line", models.CharField(max_length=200)),
                ("found", models.PositiveIntegerField()),
                ("note_ids", ids()),
                ("product_ids", ids()),
                ("brand_ids", ids()),
                ("topic_ids", ids()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "-at"], name="activity_searched_lately"),
                    models.Index(fields=["at"], name="activity_searched_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchClick",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("subject_id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clicks",
                        to="activity.searched",
                    ),
                ),
            ],
        ),
    ]
