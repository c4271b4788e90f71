import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cinnabar.kit.clock


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="brand",
            name="keeper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="brands_kept",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="brand",
            name="verified_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="shop",
            name="contact_email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="shop",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="shop",
            name="legal_address",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="shop",
            name="legal_name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="shop",
            name="register_number",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="variant",
            name="is_withdrawn",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="ShopInvitation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("manager", "Manager"), ("support", "Support")], max_length=8
                    ),
                ),
                ("at", models.DateTimeField(default=cinnabar.kit.clock.now)),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shop_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="shop.shop",
                    ),
                ),
            ],
        ),
    ]
