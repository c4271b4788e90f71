"""What happened lately is found by its time: small block-range indexes, and notes by when they came out. No row changes."""

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notes", "0007_lately_of_a_person"),
        ("shop", "0003_editions_and_prices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="notes_comments_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="like",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="notes_likes_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["published_at"], name="notes_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="save",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="notes_saves_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="savedproduct",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="notes_goods_by_time"
            ),
        ),
    ]
