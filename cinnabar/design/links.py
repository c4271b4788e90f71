"""The web addresses in a plain text, made clickable; everything else is escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# Only what an address may be made of: a full-width comma, a bracket or a word behind it is text again.
ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
TRAILING = ".,;:!?'"
BREAK = Markup("<br>")
PAIRS = {")": "(", "]": "["}


def linked(text: str) -> Markup:
    """`text` with its line breaks, every address a link."""
    html, place = [], 0
    for found in ADDRESS.finditer(text):
        link, end = address_link(found)
        html += [in_lines(text[place : found.start()]), link]
        place = end
    return Markup("").join([*html, in_lines(text[place:])])


def in_lines(text: str) -> Markup:
    """`text` as it was written, line by line."""
    return escape(text).replace("\n", BREAK)


def address_link(found: re.Match[str]) -> tuple[Markup, int]:
    """The link that a match of ADDRESS begins with, and where in the text it ends."""
    address = _without_tail(found[0])
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
