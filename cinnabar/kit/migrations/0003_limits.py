"""The table of `kit/limits.py` (unlogged: losing it in a crash loses nothing)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_cache")]

    operations = [
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE kit_limit (key char(32) PRIMARY KEY, used_until timestamptz NOT NULL)",
            "DROP TABLE kit_limit",
        ),
    ]
