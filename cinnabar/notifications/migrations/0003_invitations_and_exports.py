"""The bell tells of invitations and of copies of one's data; entries that are there stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_the_bell"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="shop_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("comment", "Comments on my notes"),
                    ("reply", "Replies to my comments"),
                    ("mention", "When somebody names me with @"),
                    ("like", "Likes of my notes and comments"),
                    ("follower", "New followers"),
                    ("order", "My orders"),
                    ("sale", "New orders in my shop"),
                    ("decision", "Decisions about what I wrote"),
                    ("report", "What came of my reports"),
                    ("invitation", "Invitations to work in a shop"),
                    ("data", "The copy of my data"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="silence",
            name="kind",
            field=models.CharField(
                choices=[
                    ("comment", "Comments on my notes"),
                    ("reply", "Replies to my comments"),
                    ("mention", "When somebody names me with @"),
                    ("like", "Likes of my notes and comments"),
                    ("follower", "New followers"),
                    ("order", "My orders"),
                    ("sale", "New orders in my shop"),
                    ("decision", "Decisions about what I wrote"),
                    ("report", "What came of my reports"),
                    ("invitation", "Invitations to work in a shop"),
                    ("data", "The copy of my data"),
                ],
                max_length=10,
            ),
        ),
    ]
