"""How often a shop has corrected a parcel: those that are there never."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_when_put_in")]

    operations = [
        migrations.AddField("parcel", "corrections", models.PositiveIntegerField(default=0)),
    ]
