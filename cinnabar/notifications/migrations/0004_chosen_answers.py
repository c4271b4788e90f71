"""The bell tells whose answer to a question was chosen."""

from django.db import migrations, models

KINDS = [
    ("comment", "Comments on my notes"),
    ("reply", "Replies to my comments"),
    ("answer", "When my answer to a question is chosen"),
    ("mention", "When somebody names me with @"),
    ("like", "Likes of my notes and comments"),
    ("follower", "New followers"),
    ("order", "My orders"),
    ("sale", "New orders in my shop"),
    ("decision", "Decisions about what I wrote"),
    ("report", "What came of my reports"),
    ("invitation", "Invitations to work in a shop"),
    ("data", "The copy of my data"),
]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_invitations_and_exports")]

    operations = [
        migrations.AlterField("entry", "kind", models.CharField(choices=KINDS, max_length=10)),
        migrations.AlterField("silence", "kind", models.CharField(choices=KINDS, max_length=10)),
    ]
