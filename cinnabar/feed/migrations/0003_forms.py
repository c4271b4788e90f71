"""What somebody would rather see on their home: whatever comes, until they say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feed", "0002_a_home_that_learns"),
    ]

    operations = [
        migrations.AddField(
            model_name="dial",
            name="form",
            field=models.CharField(
                blank=True, choices=[("pictures", "Pictures"), ("words", "Words")], db_default="", max_length=8
            ),
        ),
    ]
