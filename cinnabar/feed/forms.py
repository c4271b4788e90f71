"""What a person types about their home."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cinnabar.feed.beliefs import find_interest
from cinnabar.feed.models import Belief
from cinnabar.kit.fields import PlainText


class InterestForm(forms.Form):
    """An interest by its words: the name of a channel, or a topic that notes have."""

    name = PlainText(label=_("Add an interest"), most=60)

    def clean_name(self) -> tuple[Belief, str]:
        found = find_interest(self.cleaned_data["name"])
        if found is None:
            words = _("There are no notes about that yet. Try another word, or a topic that you saw on a note.")
            raise ValidationError(words)
        return found

    def said(self) -> tuple[Belief, str]:
        """The kind of interest and what it is about."""
        kind, about = self.cleaned_data["name"]
        return kind, about
