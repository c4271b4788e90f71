"""Plain text as HTML: line breaks, web addresses, topics and people, nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from django.urls import reverse
from markupsafe import Markup, escape

from cinnabar.design.links import ADDRESS, address_link, in_lines
from cinnabar.notes.rules import HASHTAG, MENTION, handle_key, handles_meant, topic_slug

PIECES = re.compile(f"(?P<address>{ADDRESS.pattern})|(?P<topic>{HASHTAG.pattern})|(?P<person>{MENTION.pattern})")
STARTS = re.compile("[#＃@＠]|://")  # without one of these a text has no link: most comments
NOBODY: Mapping[str, str] = {}


def linked(text: str, people: Mapping[str, str] = NOBODY) -> Markup:
    """`text` with its addresses, #topics and those @people whom `mentions.handles_named_in` found as links."""
    if not STARTS.search(text):
        return in_lines(text)
    html, place = [], 0
    for found in PIECES.finditer(text):
        if found["address"]:
            link, end = address_link(found)
        else:
            link, end = _topic(found) if found["topic"] else _person(found, people)
        html += [in_lines(text[place : found.start()]), link]
        place = end
    return Markup("").join([*html, in_lines(text[place:])])


def marked(text: str, words: list[str]) -> Markup:
    """`text` with every place where one of `words` stands marked, in whatever capitals and width; no links."""
    folded, places = "", list[int]()
    for place, sign in enumerate(text):
        folded += (told := fold(sign))
        places += [place] * len(told)
    places.append(len(text))
    hits = "|".join(re.escape(fold(word)) for word in words)
    html, done = [], 0
    for found in re.finditer(f"(?:{hits})+", folded) if hits else ():
        start, end = places[found.start()], places[found.end() - 1] + 1
        html += [in_lines(text[done:start]), Markup("<mark>{}</mark>").format(text[max(start, done) : end])]
        done = end
    return Markup("").join([*html, in_lines(text[done:])])


def fold(text: str) -> str:
    """What a search compares: ＡＢＣ, Abc and abc are the same."""
    return unicodedata.normalize("NFKC", text).lower()


def _topic(found: re.Match[str]) -> tuple[Markup, int]:
    slug = topic_slug(found["topic"])
    if not slug:
        return escape(found["topic"]), found.end()
    return Markup('<a href="{}">{}</a>').format(reverse("topic", args=[slug]), found["topic"]), found.end()


def _person(found: re.Match[str], people: Mapping[str, str]) -> tuple[Markup, int]:
    for name in handles_meant(found["person"][1:]):
        if handle := people.get(handle_key(name)):
            end = found.start() + 1 + len(name)
            address = reverse("profile", args=[handle])
            return Markup('<a href="{}">{}</a>').format(address, found.string[found.start() : end]), end
    return escape(found["person"]), found.end()
