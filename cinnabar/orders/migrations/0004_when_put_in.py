"""When something was put into the basket last; of lines that are there it is the moment of this migration, of no pieces."""

from django.db import migrations, models

from cinnabar.kit.clock import now


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_several_parcels")]

    operations = [
        migrations.AddField("basketline", "put_at", models.DateTimeField(default=now)),
        migrations.AddField("basketline", "put_quantity", models.PositiveIntegerField(default=0)),
    ]
