"""Cases may be answered and taken back; what was decided before has changed nothing that could be changed back."""

from django.db import migrations, models

SUBJECTS = [
    ("note", "Note"),
    ("comment", "Comment"),
    ("person", "Person"),
    ("product", "Product"),
    ("shop", "Shop"),
    ("board", "Board"),
]
STATES = [("open", "Open"), ("upheld", "Upheld"), ("dismissed", "Dismissed"), ("reversed", "Reversed")]


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0002_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="has_acted",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="case",
            name="answer",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="case",
            name="answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="reviewed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="last_words",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="decision",
            name="case_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="case",
            name="subject",
            field=models.CharField(choices=SUBJECTS, max_length=8),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(choices=STATES, default="open", max_length=10),
        ),
        migrations.AlterField(
            model_name="report",
            name="subject",
            field=models.CharField(choices=SUBJECTS, max_length=8),
        ),
    ]
