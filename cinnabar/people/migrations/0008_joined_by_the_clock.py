"""People join at the time of our one clock; the column stays as it is."""

from django.db import migrations, models

import cinnabar.kit.clock


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_keeps_searches"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="joined_at",
            field=models.DateTimeField(default=cinnabar.kit.clock.now),
        ),
    ]
