"""Form fields that every module needs."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext, ngettext_lazy

from cinnabar.kit.text import length, tidy

# Marks that turn the direction of what follows; in a name they would disturb the words around it.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def too_many(count: int, most: int) -> str:
    """How far over a limit a text is, to stand behind the sentence that names the limit."""
    return ngettext("%(num)s too many.", "%(num)s too many.", count - most) % {"num": count - most}


class PlainText(forms.CharField):
    """Text as its author wrote it, counted as the browser's counter counts: code points, a line break is one.

    With `lines` it may have line breaks, else every run of white space becomes one space.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "too_long": ngettext_lazy(
            "At most %(most)s character; this has %(count)s.",
            "At most %(most)s characters; this has %(count)s.",
            "most",
        )
    }

    def __init__(self, *, most: int, lines: bool = False, **options: Any) -> None:
        self.most, self.lines = most, lines
        if lines:
            options.setdefault("widget", forms.Textarea)
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        text = tidy(super().to_python(value) or "")
        return text if self.lines else " ".join(_TURNS.sub("", text).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if length(value) > self.most:
            raise ValidationError(
                self.error_messages["too_long"], "too_long", {"most": self.most, "count": length(value)}
            )
