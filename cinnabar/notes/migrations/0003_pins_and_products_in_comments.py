"""A comment may be pinned by the note's author, and may show a product."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notes", "0002_kinds_of_notes"),
        ("shop", "0002_selling_in_the_browser"),
    ]

    operations = [
        migrations.AddField(
            model_name="note",
            name="pinned_comment_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="product",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="shop.product",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="body",
            field=models.CharField(blank=True, max_length=500),
        ),
    ]
