"""Mails are plain-text templates whose first line is the subject, spoken in the receiver's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from cinnabar.kit.language import speaking


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def letter(template: str, context: Mapping[str, Any], *, language: str) -> Letter:
    """What `template` says in `language`, whoever's request or job this is."""
    with speaking(language):
        text = render_to_string(template, dict(context))
    subject, _rest, body = text.strip().partition("\n")
    return Letter(" ".join(subject.split()), body.strip() + "\n")
