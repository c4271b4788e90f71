"""What a reader reports, and what an author answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.fields import PlainText
from cinnabar.moderation.rulebook import TO_CHOOSE


class ReportForm(forms.Form):
    rule = forms.ChoiceField(label=_("What is wrong with it?"), choices=TO_CHOOSE)
    words = PlainText(most=300, lines=True, required=False, label=_("Anything that helps us see it"))


class AnswerForm(forms.Form):
    words = PlainText(most=500, lines=True, label=_("Your answer to the moderators"))
