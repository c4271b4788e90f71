"""Products on boards, lists of what is saved and liked in order, and no count of what a viewer may not see."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cinnabar.kit.clock


class Migration(migrations.Migration):
    dependencies = [
        ("notes", "0003_pins_and_products_in_comments"),
        ("shop", "0002_selling_in_the_browser"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedProduct",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id", "product_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=cinnabar.kit.clock.now)),
                ("price_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "board",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_products",
                        to="notes.board",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_products",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="save_rows", to="shop.product"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["board", "-at", "-product"], name="notes_products_of_board")],
            },
        ),
        migrations.RemoveField(model_name="board", name="items"),
        migrations.AddIndex(
            model_name="save",
            index=models.Index(fields=["board", "-at", "-note"], name="notes_saves_of_board"),
        ),
        migrations.AlterField(
            model_name="save",
            name="board",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saves",
                to="notes.board",
            ),
        ),
        migrations.AddIndex(
            model_name="like",
            index=models.Index(fields=["person", "-at", "-note"], name="notes_likes_of_person"),
        ),
    ]
