from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="census",
            name="version",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
