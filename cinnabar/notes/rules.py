"""Arithmetic of notes: how hot one is, what the words in it are, how large they stand on a card. No database."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import datetime
from functools import lru_cache

# Tenfold engagement is worth this much age.
TENFOLD_SECONDS = 2.5 * 24 * 3600

# How much of praise it is to do something with a note.
LIKED, SAVED, COMMENTED = 1, 3, 2

# `n` has what came with an import, and the praise of voices that count (voices.py).
HOT_SQL = (
    f"log10((1 + n.likes_imported + {SAVED} * n.saves_imported + n.praise)::float8)"
    f" + extract(epoch FROM n.published_at)::float8 / {TENFOLD_SECONDS}"
)

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# A topic in a text: "#" at a word's beginning, then letters, digits, underscores or emoji of any script.
HASHTAG = re.compile(r"(?<![\w&/#＃])[#＃]([\w\u200d\ufe0f\U0001f300-\U0001faff\u2600-\u27bf·]+)")
# An @ behind a Latin letter is in an e-mail address; behind a Chinese word, where no space stands, it names somebody.
MENTION = re.compile(r"(?<![A-Za-z0-9_.@+-])[@＠]([\w.-]{2,80})")
MOST_MENTIONS = 10
LONGEST_HANDLE = 24
# Scripts without spaces between words: a handle may end before or behind any of their signs.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")

# Styles of the words on a cover: over its picture, or as a card that is the cover itself.
OVER_PICTURE = (1, 2, 3)  # shade, label, poster
TEXT_CARDS = (4, 5, 6, 7)  # letter, notebook, quote, night
COVER_WORD_UNITS = 24
CARD_UNITS = 80

# Sizes of the words on a text card, the largest first, in hundredths of its width. Its words have WIDE × HIGH of them,
# a hair less than on the page.
CARD_SIZES = (16, 13, 10.5, 8.5, 7, 5.8)
WIDE, HIGH, LINE = 77, 98, 1.4
SPACE = 0.28
# What a line may be broken around: a word with the spaces behind it, and each sign of a script without spaces.
CARD_WORD = re.compile(r"[\u2600-\U0010ffff]\s*|[^\s\u2600-\U0010ffff]+\s*|\s+")
UNSEEN = (0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFE0E, 0xFE0F)


def hot(*, likes: int, saves: int, comments: int, published_at: datetime) -> float:
    """Freshness × engagement on a scale where only the difference of two notes means something."""
    praise = LIKED * likes + SAVED * saves + COMMENTED * comments
    return math.log10(1 + praise) + published_at.timestamp() / TENFOLD_SECONDS


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


def handles_meant(written: str) -> list[str]:
    """The handles that may stand at the beginning of what follows an @, the longest first: 桃子真好 may mean 桃子."""
    ends = [end for end in range(2, len(written)) if UNSPACED.search(written[end - 1 : end + 1])]
    found = dict.fromkeys(written[:end].rstrip(".-") for end in (*ends, len(written)))
    return [name for name in reversed(found) if 2 <= len(name) <= LONGEST_HANDLE]


def handle_key(handle: str) -> str:
    """What is the same in all writings of a handle: ＭＥＩ, Mei and mei."""
    return unicodedata.normalize("NFKC", handle).upper()


def mentions_in(text: str) -> list[list[str]]:
    """Who may be meant by each @ of `text`, as `handles_meant` says; the first ten."""
    if "@" not in text and "＠" not in text:
        return []
    found = [handles_meant(written) for written in MENTION.findall(text)]
    return [meant for meant in found if meant][:MOST_MENTIONS]


def cover_units(style: int) -> int:
    """How many units the words of that style may have."""
    return CARD_UNITS if style in TEXT_CARDS else COVER_WORD_UNITS


def cover_size(words: str, style: int) -> int:
    """How large the words of a cover stand when they are a text card; 0 for words on a picture, and for none."""
    return card_size(words) if style in TEXT_CARDS and words else 0


@lru_cache(maxsize=4096)
def card_size(text: str) -> int:
    """Which of the six sizes lets `text` fill a text card and still fit, the largest being 1; 0 when none does.

    Lines of the writer's own stay whole if one step smaller does it. `assets/composer/cards.ts` counts the same way.
    """
    rows = text.count("\n") + 1
    fitting = []
    for step, size in enumerate(CARD_SIZES, start=1):
        lines = _lines(text, WIDE / size, may_break=size == CARD_SIZES[-1])
        if lines is not None and lines * size * LINE <= HIGH:
            fitting.append((step, lines == rows))
    whole = [step for step, is_whole in fitting[:2] if is_whole and rows > 1]
    return (whole or [step for step, _is_whole in fitting] or [0])[0]


def _lines(text: str, wide: float, *, may_break: bool) -> int | None:
    """The lines that `text` takes when one holds `wide` ems; None when a word is longer than a line."""
    lines = 0
    for line in text.split("\n"):
        lines, place = lines + 1, 0.0
        for word in CARD_WORD.findall(line):
            ems = sum(map(_ems, word.rstrip()))
            if ems > wide and not may_break:
                return None
            if place and place + ems > wide:
                lines, place = lines + 1, 0.0
            broken = max(0, math.ceil(ems / wide) - 1)
            lines += broken
            place += ems - broken * wide + SPACE * (len(word) - len(word.rstrip()))
    return lines


def _ems(sign: str) -> float:
    """About how wide a bold sign is; a generous guess, so that a text never runs over."""
    code = ord(sign)
    if code in UNSEEN or unicodedata.combining(sign):
        return 0.0
    if code >= 0x2600:
        return 1.0
    return 0.72 if sign.isupper() or sign in "mw@%&—…" else 0.56
