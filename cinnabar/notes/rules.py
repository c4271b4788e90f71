"""Arithmetic of notes: how hot one is, and what the words in it are. No database."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import datetime

# Tenfold engagement is worth this much age.
TENFOLD_SECONDS = 2.5 * 24 * 3600

HOT_SQL = (
    "log10((1 + {likes} + 3 * {saves} + 2 * {comments})::float8)"
    f" + extract(epoch FROM {{published_at}})::float8 / {TENFOLD_SECONDS}"
)

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# A topic in a text: "#" at a word's beginning, then letters, digits, underscores or emoji of any script.
HASHTAG = re.compile(r"(?<![\w&/#＃])[#＃]([\w\u200d\ufe0f\U0001f300-\U0001faff\u2600-\u27bf·]+)")
# An @ in the middle of a word is an e-mail address.
MENTION = re.compile(r"(?<![\w.@+-])[@＠]([\w.-]{2,24})")
MOST_MENTIONS = 10


def hot(*, likes: int, saves: int, comments: int, published_at: datetime) -> float:
    """Freshness × engagement on a scale where only the difference of two notes means something."""
    return math.log10(1 + likes + 3 * saves + 2 * comments) + published_at.timestamp() / TENFOLD_SECONDS


def language_of(text: str) -> str:
    """ "zh", "en", "mixed" when neither is below a quarter of the other, empty when there are no words."""
    chinese, latin = len(CHINESE.findall(text)) / 2, len(LATIN_WORD.findall(text))
    if chinese and latin and min(chinese, latin) * 4 >= max(chinese, latin):
        return "mixed"
    if not chinese and not latin:
        return ""
    return "zh" if chinese > latin else "en"


def topic_name(text: str) -> str:
    """A topic as it is shown: without its sign, slashes and spare spaces; empty when nothing can be read in it."""
    name = " ".join(re.sub(r"[#＃/\\?\x00-\x1f]+", " ", text).split())
    return name if any(unicodedata.category(letter)[0] in "LNS" for letter in name) else ""


def topic_slug(name: str) -> str:
    """The one address of all writings of a topic."""
    return unicodedata.normalize("NFKC", topic_name(unicodedata.normalize("NFKC", name)).casefold())


def hashtags(text: str) -> list[str]:
    """The topics named inside a text, in order."""
    return [name for found in HASHTAG.findall(text) if (name := topic_name(found))]


def handles_in(text: str) -> list[str]:
    """The handles that `text` may mean, each once, the first ten."""
    found = dict.fromkeys(name.rstrip(".-") for name in MENTION.findall(text))
    return [name for name in found if name][:MOST_MENTIONS]
