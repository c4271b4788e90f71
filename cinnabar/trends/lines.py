"""What stands on the page of trends, on the hot list and in their feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cinnabar.design.formats import pick
from cinnabar.design.jinja import url
from cinnabar.kit import sql
from cinnabar.kit.ids import encode
from cinnabar.search.safety import is_safe
from cinnabar.trends.models import Kind, Verdict, Window

# Joined with the rows that say what may be seen now: what went off sale a minute ago is left out at once.
LINES = """
SELECT s.subject_id, s.kind, s.verdict, s.people, s.usual, s.score, s.since, s.curve, s.curve_begins, s.curve_step,
    COALESCE(t.name, p.name_en, b.name, k.name_en, q.words) AS name_en,
    COALESCE(t.name, NULLIF(p.name_zh, ''), NULLIF(b.name_zh, ''), k.name_zh, q.words, p.name_en, b.name) AS name_zh,
    COALESCE(t.slug, b.slug, k.slug, '') AS slug
FROM trends_standing s
LEFT JOIN notes_topic t ON s.kind = 'topic' AND t.id = s.subject_id AND t.notes > 0
LEFT JOIN shop_productcard p ON s.kind = 'product' AND p.product_id = s.subject_id AND p.is_on_sale
LEFT JOIN shop_brand b ON s.kind = 'brand' AND b.id = s.subject_id
LEFT JOIN shop_category k ON s.kind = 'category' AND k.id = s.subject_id
LEFT JOIN trends_phrase q ON s.kind = 'query' AND q.id = s.subject_id
WHERE s."window" = ANY(%(windows)s) AND s.region = %(region)s
    AND (%(kinds)s::varchar[] IS NULL OR s.kind = ANY(%(kinds)s))
    AND (%(verdict)s = '' OR s.verdict = %(verdict)s) AND (%(channel)s = '' OR s.channel = %(channel)s)
    AND COALESCE(t.id, p.product_id, b.id, k.id, q.id) IS NOT NULL
ORDER BY array_position(%(windows)s::varchar[], s."window"), s.verdict = 'steady',
    CASE WHEN s.verdict = 'steady' THEN s.people ELSE s.score END DESC, s.subject_id
LIMIT %(most)s
"""

REGIONS = """
SELECT region FROM trends_standing WHERE "window" = %(window)s AND region <> '' GROUP BY region
ORDER BY sum(people) DESC, region LIMIT 60
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which lines; an empty value limits nothing."""

    window: Window = Window.DAY
    verdict: str = ""
    kind: str = ""
    channel: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A subject that people care about just now, with its curve."""

    subject_id: int
    kind: str
    verdict: str
    people: int
    usual: float
    score: float
    since: datetime
    curve: list[int]
    curve_begins: datetime
    curve_step: int
    name_en: str
    name_zh: str
    slug: str

    @property
    def name(self) -> str:
        """In the reader's language; a topic with its sign."""
        named = pick(self.name_en, self.name_zh)
        return f"#{named}" if self.kind == Kind.TOPIC else named

    @property
    def address(self) -> str:
        if self.kind == Kind.QUERY:
            return url("search", query={"q": self.name_en})
        if self.kind == Kind.PRODUCT:
            return url("product", product_id=self.subject_id)
        return url(self.kind, slug=self.slug)

    @property
    def is_up(self) -> bool:
        return self.verdict != Verdict.STEADY

    @property
    def points(self) -> list[tuple[datetime, int]]:
        """When each stretch of the curve begins, and how many people it had."""
        return [
            (self.curve_begins + timedelta(seconds=self.curve_step * n), people) for n, people in enumerate(self.curve)
        ]

    @property
    def key(self) -> str:
        """Names the line within its page."""
        return f"{self.kind}-{encode(self.subject_id)}"

    def path(self, *, width: int = 108, height: int = 30) -> str:
        """The curve as the path of an SVG of that size, with a pixel left above and below."""
        top, last = max(max(self.curve, default=0), 1), max(len(self.curve) - 1, 1)
        places = (
            f"{width * n / last:.1f} {height - 1 - (height - 2) * people / top:.1f}"
            for n, people in enumerate(self.curve)
        )
        return "M" + "L".join(places)


def lines(asked: Asked, *, most: int = 20) -> list[Line]:
    """What rises most comes first, then what is steady by how many people there are."""
    return _lines([asked.window], [asked.kind] if asked.kind else None, most=most, asked=asked)


def hot_list(
    *, region: str = "", limit: int = 10, kinds: Sequence[str] = (Kind.QUERY, Kind.TOPIC, Kind.BRAND)
) -> list[Line]:
    """What a box of search may offer before anything is typed: each name once, what rises in this hour first.

    Where too little is going on in an hour, what the day and the week brought follows. One query.
    """
    found = _lines([Window.HOUR, Window.DAY, Window.WEEK], list(kinds), most=limit * 6, asked=Asked(region=region))
    ordered = sorted(found, key=lambda line: not line.is_up)
    once: dict[str, Line] = {}
    for line in ordered:
        once.setdefault(line.name.removeprefix("#").casefold(), line)
    return list(once.values())[:limit]


def regions(window: Window) -> list[str]:
    """Countries and cities where enough people are heard, the liveliest first."""
    return sql.values(REGIONS, {"window": window})


def _lines(windows: Sequence[str], kinds: Sequence[str] | None, *, most: int, asked: Asked) -> list[Line]:
    limits = {"verdict": asked.verdict, "channel": asked.channel, "region": asked.region}
    found = sql.rows(Line, LINES, limits | {"windows": list(windows), "kinds": kinds, "most": most})
    return [line for line in found if line.kind != Kind.TOPIC or len(line.name_en) == 1 or is_safe(line.name_en)]
