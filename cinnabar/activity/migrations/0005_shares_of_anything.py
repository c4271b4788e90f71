"""What else was sent to somebody: a board, a person, a shop, a brand, a topic."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activity", "0004_viewing_history")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE activity_deed ADD COLUMN subject varchar(8) NOT NULL DEFAULT '';
            ALTER TABLE activity_deed ADD COLUMN subject_id bigint;
            """,
            "ALTER TABLE activity_deed DROP COLUMN subject, DROP COLUMN subject_id",
            state_operations=[
                migrations.AddField(
                    "deed",
                    "subject",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("board", "Board"),
                            ("person", "Person"),
                            ("shop", "Shop"),
                            ("brand", "Brand"),
                            ("topic", "Topic"),
                        ],
                        max_length=8,
                    ),
                ),
                migrations.AddField("deed", "subject_id", models.BigIntegerField(null=True)),
            ],
        ),
    ]
