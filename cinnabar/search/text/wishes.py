"""What somebody typed, taken apart: words, "phrases", −words, #topics, @people, brand:names and prices. Pure.

Nothing that can be typed is an error: what is no operator is a word. Each operator keeps the place it came from, so
that a page can show it and take it away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cinnabar.search.text.prices import Price, price_of, prices_in

READABLE = re.compile(r"[^\W_]")
MOST_OPERATORS = 12  # of a question; more of them are words


class Is(StrEnum):
    """What a part of a question can be beside plain words."""

    PHRASE = "phrase"
    WITHOUT = "without"
    TOPIC = "topic"
    PERSON = "person"
    BRAND = "brand"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Part:
    """One operator: what it is, what it says, and the question without it."""

    kind: Is
    value: str  # a price as it was written
    rest: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted."""

    words: str  # everything that is looked for by its words, phrases among it
    parts: tuple[Part, ...] = ()
    price: Price | None = None  # all price words together

    def values(self, kind: Is) -> list[str]:
        """What the operators of one kind say."""
        return [part.value for part in self.parts if part.kind == kind]

    @property
    def is_empty(self) -> bool:
        return not (self.words.strip() or self.parts)


QUOTES = "“”„‟«»「」『』〝〞＂‹›"
DASHES = "−－﹣–—‐‑"
# One character each way, so that places stay where they are.
PLAIN = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(QUOTES, '"')
    | dict.fromkeys(DASHES, "-")
    | dict.fromkeys("～〜﹏∼", "~")
    | {"\u3000": " ", "￥": "¥", "﹟": "#", "﹫": "@", "︰": ":", "：": ":"}
)
NAME = r'[^\s"#@,，。!?、;；()（）]'
OPERATOR = re.compile(
    rf"""
    (?P<without>(?<!\S)-(?:"(?P<not_phrase>[^"]+)"|[#@]?(?P<not_word>(?![-\d]){NAME}{{1,60}})))
    | (?P<brand>(?<![^\W_])(?:brand|品牌)\s?:\s?(?:"(?P<brand_phrase>[^"]{{1,60}})"|(?P<brand_word>{NAME}{{1,60}})))
    | (?P<phrase>(?<![a-zA-Z0-9])"(?P<quoted>[^"]*[^\W_][^"]*)")
    | (?P<topic>(?<![a-zA-Z0-9&/\#])\#(?P<topic_name>(?!\d+(?:[\s#]|$)){NAME}{{1,60}})\#?)
    | (?P<person>(?<![^\s(（，。、,])@(?P<handle>[\w.-]{{2,30}}))
    """,
    re.VERBOSE | re.IGNORECASE,
)


def understand(text: str) -> Wish:
    """The wish that `text` says."""
    plain = text.translate(PLAIN)
    found = sorted(_found(plain), key=lambda one: one[2:])[:MOST_OPERATORS]
    parts = tuple(
        Part(kind, _shown(text, kind, value, begin, end), " ".join(f"{text[:begin]} {text[end:]}".split()))
        for kind, value, begin, end in found
    )
    price = price_of(plain[begin:end] for kind, _value, begin, end in found if kind == Is.PRICE)
    return Wish(_words(text, found), parts, price)


def literally(text: str) -> Wish:
    """Every word of `text` meant as a word."""
    return Wish(text)


def _found(plain: str) -> Iterator[tuple[Is, str, int, int]]:
    """Operators with their values and places, none inside another."""
    taken: list[tuple[int, int]] = []
    for match in OPERATOR.finditer(plain):
        kind, value = _kind(match), _value(match)
        if READABLE.search(value) or (value and kind == Is.TOPIC):
            yield kind, value, match.start(), match.end()
            taken.append(match.span())
    for begin, end in prices_in(plain):
        if not any(begin < other_end and end > other for other, other_end in taken):
            yield Is.PRICE, plain[begin:end], begin, end


def _kind(match: re.Match[str]) -> Is:
    return next(kind for kind in Is if kind != Is.PRICE and match[kind] is not None)


def _value(match: re.Match[str]) -> str:
    names = ("not_phrase", "not_word", "brand_phrase", "brand_word", "quoted", "topic_name", "handle")
    return next(match[name] for name in names if match[name] is not None).strip()


def _shown(text: str, kind: Is, value: str, begin: int, end: int) -> str:
    """A price stands as it was written."""
    return text[begin:end] if kind == Is.PRICE else value


def _words(text: str, found: list[tuple[Is, str, int, int]]) -> str:
    """The text with phrases bare and everything else that was understood left out."""
    said, done = [], 0
    for kind, value, begin, end in found:
        said += [text[done:begin], value if kind == Is.PHRASE else " "]
        done = end
    return " ".join(" ".join([*said, text[done:]]).split())
