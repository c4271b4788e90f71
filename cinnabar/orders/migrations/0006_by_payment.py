"""Orders are found by when they were paid. No row changes."""

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0005_corrected_parcels"),
        ("shop", "0003_editions_and_prices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["paid_at"], name="orders_by_payment"
            ),
        ),
    ]
