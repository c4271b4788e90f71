"""What one likes is shown on the profile only when one says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_exports")]

    operations = [
        migrations.AddField(
            model_name="person", name="shows_likes", field=models.BooleanField(default=False, db_default=False)
        ),
    ]
