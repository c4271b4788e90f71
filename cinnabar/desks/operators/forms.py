"""What an operator types."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.fields import PlainText

LEGAL_LENGTH = 60_000


class LegalForm(forms.Form):
    body = PlainText(
        most=LEGAL_LENGTH,
        lines=True,
        required=False,
        label=_("Text"),
        help_text=_(
            "A line that begins with # is a heading, lines that begin with - are a list. Empty: back to our text."
        ),
    )
