from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_shows_likes"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="keeps_searches",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
