"""What a moderator says."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.fields import PlainText

RULES = (
    ("undisclosed", _("Advertising that is not marked")),
    ("health-claims", _("A health claim that is not allowed")),
    ("not-own", _("Somebody else's pictures or words")),
    ("harm", _("Insult, hate or danger")),
    ("private", _("Somebody's private data")),
    ("fake", _("Not a genuine experience")),
)


class HidingForm(forms.Form):
    rule = forms.ChoiceField(label=_("Which rule"), choices=RULES)
    reason = PlainText(most=300, label=_("The reason, for its author to read"))


class RestoringForm(forms.Form):
    reason = PlainText(most=300, label=_("Why it comes back"))
