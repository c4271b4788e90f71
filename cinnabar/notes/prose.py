"""Plain text as HTML: line breaks, web addresses and topics, nothing else."""

from __future__ import annotations

import re

from django.urls import reverse
from markupsafe import Markup, escape

from cinnabar.notes.rules import HASHTAG, topic_slug

# Only what an address may be made of: a full-width comma, a bracket or a word behind it is text again.
ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
TRAILING = ".,;:!?'"
PAIRS = {")": "(", "]": "["}

PIECES = re.compile(f"(?P<address>{ADDRESS.pattern})|(?P<topic>{HASHTAG.pattern})")


def linked(text: str) -> Markup:
    """`text` with its addresses and #topics as links, everything else as it was written."""
    html, place = [], 0
    for found in PIECES.finditer(text):
        link, end = _address(found) if found["address"] else _topic(found)
        html += [_plain(text[place : found.start()]), link]
        place = end
    return Markup("").join([*html, _plain(text[place:])])


def _plain(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def _address(found: re.Match[str]) -> tuple[Markup, int]:
    address = _without_tail(found["address"])
    end = found.start() + len(address)
    if len(address) <= len("https://"):
        return escape(address), end
    return Markup('<a href="{0}" rel="nofollow ugc noopener">{0}</a>').format(address), end


def _without_tail(address: str) -> str:
    """Without the punctuation of the sentence around it: a bracket stays when its partner is inside."""
    while address:
        last = address[-1]
        is_lonely = last in PAIRS and address.count(last) > address.count(PAIRS[last])
        if last not in TRAILING and not is_lonely:
            break
        address = address[:-1]
    return address


def _topic(found: re.Match[str]) -> tuple[Markup, int]:
    slug = topic_slug(found["topic"])
    if not slug:
        return escape(found["topic"]), found.end()
    return Markup('<a href="{}">{}</a>').format(reverse("topic", args=[slug]), found["topic"]), found.end()
