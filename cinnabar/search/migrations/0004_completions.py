from django.db import migrations, models
from django.db.models.functions import Left


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_oldest_tokeniser"),
    ]

    operations = [
        migrations.CreateModel(
            name="Completion",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_id", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=8)),
                ("key", models.CharField(db_collation="C", max_length=24)),
                ("is_sound", models.BooleanField()),
                ("head", models.FloatField()),
                ("weight", models.FloatField()),
            ],
            options={
                "indexes": [
                    models.Index("kind", "key", name="search_completion_key"),
                    models.Index("kind", Left("key", 1), models.F("weight").desc(), name="search_completion_one"),
                    models.Index("kind", Left("key", 2), models.F("weight").desc(), name="search_completion_two"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PopularQuery",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("line", models.CharField(max_length=200)),
                ("words", models.CharField(max_length=200)),
                ("people", models.PositiveIntegerField()),
            ],
        ),
    ]
