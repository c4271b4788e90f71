"""What a moderator says."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.fields import PlainText
from cinnabar.moderation.rulebook import TO_CHOOSE


class HidingForm(forms.Form):
    rule = forms.ChoiceField(label=_("Which rule"), choices=TO_CHOOSE)
    reason = PlainText(most=300, label=_("The reason, for its author to read"))


class RestoringForm(forms.Form):
    reason = PlainText(most=300, label=_("Why it comes back"))


class ReversalForm(forms.Form):
    reason = PlainText(most=300, label=_("Why it is taken back"))


class DismissalForm(forms.Form):
    reason = PlainText(most=300, label=_("Why it may stand"))
