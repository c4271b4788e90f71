"""The rules that a reader may name in a report and a moderator in a decision."""

from django.utils.translation import gettext_lazy as _

RULES = (
    ("undisclosed", _("Advertising that is not marked")),
    ("health-claims", _("A health claim that is not allowed")),
    ("not-own", _("Somebody else's pictures or words")),
    ("harm", _("Insult, hate or danger")),
    ("private", _("Somebody's private data")),
    ("fake", _("Not a genuine experience")),
)
TO_CHOOSE = (("", _("Please choose")), *RULES)  # nobody is accused of the first one by not looking
