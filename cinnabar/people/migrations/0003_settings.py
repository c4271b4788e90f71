"""Sessions with their person, and what a profile hides."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cinnabar.kit.clock


class Migration(migrations.Migration):
    dependencies = [("people", "0002_unread")]

    operations = [
        migrations.AddField(
            model_name="person", name="hides_boards", field=models.BooleanField(default=False, db_default=False)
        ),
        migrations.CreateModel(
            name="BrowserSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                ("seen_at", models.DateTimeField(default=cinnabar.kit.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="browser_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
    ]
