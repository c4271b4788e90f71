"""The number at the bell, on the row that every page of a signed-in person reads anyway."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person", name="unread", field=models.PositiveSmallIntegerField(default=0, db_default=0)
        ),
    ]
