"""The web addresses in a plain text, made clickable."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# Only what an address may hold in ASCII: the full-width comma after it is the sentence's.
_ADDRESS = re.compile(r"https?://[!#-;=?-Z_a-z~%]+")
_SENTENCE_ENDS = ".,;:!?'\")"


def linked(text: str) -> Markup:
    """`text` with its line breaks, every address a link; all else is escaped."""
    parts: list[Markup] = []
    rest = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(_SENTENCE_ENDS)
        parts += [_plain(text[rest : found.start()]), Markup('<a href="{0}">{0}</a>').format(address)]
        rest = found.start() + len(address)
    return Markup("").join([*parts, _plain(text[rest:])])


def _plain(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
