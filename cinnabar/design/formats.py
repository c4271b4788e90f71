"""How numbers, times, money and names are shown in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date, format_interval
from babel.numbers import format_decimal, get_currency_symbol
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup

from cinnabar.kit.clock import now
from cinnabar.kit.language import spoken
from cinnabar.kit.language import text as _
from cinnabar.kit.money import Money, babel_locale

WIDTHS = (360, 720, 1440)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

# Who paid for a note, the strongest first, as every card, page, feed and preview says it.
MONEY_MARKS: dict[str, str | Promise] = {
    "paid": gettext_lazy("paid partnership"),
    "own_shop": gettext_lazy("own shop"),
    "gifted": gettext_lazy("gifted"),
    "commission": gettext_lazy("earns commission"),
}


language = spoken


def is_chinese() -> bool:
    return language().startswith("zh")


def pick(english: str, chinese: str) -> str:
    """The text in the reader's language, the other one where it is missing."""
    return (chinese or english) if is_chinese() else (english or chinese)


def disclosed(marks: Sequence[str], text: str) -> str:
    """`text` behind the money marks that belong to it: "paid partnership · gifted — My first week …"."""
    words = " · ".join(str(MONEY_MARKS[mark]) for mark in marks)
    return f"{words} — {text}" if words and text else words or text


def count(number: int) -> str:
    """999 · 1.2k · 86k · 1.2M, in Chinese 9999 · 1.2万; a zero is the caller's word instead."""
    if is_chinese():
        return _short(number, 10_000, "万") if number >= 10_000 else str(number)
    if number >= 1_000_000:
        return _short(number, 1_000_000, "M")
    return _short(number, 1000, "k") if number >= 1000 else str(number)


def _short(number: int, unit: int, sign: str) -> str:
    tenths = number * 10 // unit
    whole, rest = divmod(tenths, 10)
    return f"{whole}{sign}" if rest == 0 or whole >= 100 else f"{whole}.{rest}{sign}"


def ago(moment: datetime) -> str:
    """just now · 5 min · 3 h · yesterday 21:40 · 03-12 · 2025-03-12."""
    zone = timezone.get_current_timezone()
    here, present = moment.astimezone(zone), now().astimezone(zone)
    passed, days_ago = present - here, present.toordinal() - here.toordinal()
    if passed < MINUTE:
        return _("just now")
    if passed < HOUR:
        return _("%(minutes)s min ago") % {"minutes": passed.seconds // 60}
    if days_ago == 0:
        return _("%(hours)s h ago") % {"hours": passed.seconds // 3600}
    if days_ago == 1:
        return _("yesterday %(time)s") % {"time": here.isoformat()[11:16]}
    return here.isoformat()[5 if here.year == present.year else 0 : 10]


def clock(moment: datetime) -> str:
    """The time of its day: 21:40."""
    return f"{moment.astimezone(timezone.get_current_timezone()):%H:%M}"


def later(moment: datetime, first: datetime | None) -> str:
    """How long after `first` it was: 5 days later, 3 months later; empty within a day, or when nothing is known."""
    passed = (moment - first).days if first else 0
    if passed < 1:
        return ""
    if passed < 14:
        return ngettext("%(num)s day later", "%(num)s days later", passed) % {"num": passed}
    if passed < 60:
        return ngettext("%(num)s week later", "%(num)s weeks later", passed // 7) % {"num": passed // 7}
    months = round(passed / 30.44)
    if months < 24:
        return ngettext("%(num)s month later", "%(num)s months later", months) % {"num": months}
    return ngettext("%(num)s year later", "%(num)s years later", months // 12) % {"num": months // 12}


def exact_time(moment: datetime) -> str:
    """The full time, for the `title` of a short one."""
    here = moment.astimezone(timezone.get_current_timezone())
    return f"{here.isoformat(' ')[:16]} {here.tzname()}"


def day(moment: date | datetime) -> str:
    """A day as a reader writes it: 3 Dec, 12月3日."""
    return format_date(moment, "d MMM" if not is_chinese() else "M月d日", locale=babel_locale(language()))


def days(first: date, last: date) -> str:
    """A span of days as a reader writes it: 3–6 Dec, 12月3日至6日."""
    return day(first) if first == last else format_interval(first, last, "MMMd", locale=babel_locale(language()))


def money(minor: int, currency: str) -> str:
    """An amount as plain text: ¥189.00, NZ$24.50."""
    return Money(minor, currency).shown(language())


@lru_cache(maxsize=4096)
def _price(minor: int, currency: str, lang: str) -> Markup:
    locale = babel_locale(lang)
    amount = Money(minor, currency).decimal
    sign = get_currency_symbol(currency, locale)
    sign = {"CN¥": "¥", "CNY": "¥"}.get(sign, sign)
    whole, _point, rest = str(amount).partition(".")
    grouped = format_decimal(int(whole), locale=locale)
    part = Markup("<small>.{}</small>").format(rest) if rest and int(rest) else Markup("")
    return Markup('<span class="price"><small>{}</small>{}{}</span>').format(sign, grouped, part)


def price(minor: int, currency: str) -> Markup:
    """A price in a grid or a head: small sign, large whole part, small decimals when there are any."""
    return _price(minor, currency, language())


def country(code: str) -> str:
    """The name of an ISO 3166 country in the reader's language; empty for none."""
    return babel_locale(language()).territories.get(code, code) if code else ""


def initials(name: str) -> str:
    """One CJK character, or up to two initials."""
    name = name.strip()
    if not name or not name.isascii():
        return name[:1]
    words = [word for word in name.replace(".", " ").replace("_", " ").split() if word]
    return "".join(word[0] for word in words[:2]).upper()


def duration(seconds: float) -> str:
    """How long a video plays, as minutes and seconds: 0:15, 12:07."""
    whole = max(1, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


@lru_cache(maxsize=4096)
def widths_for(width: int) -> tuple[int, ...]:
    """The widths in which a picture of that original width is stored; never larger than it is."""
    smaller = tuple(size for size in WIDTHS if size < width)
    return (*smaller, min(width, WIDTHS[-1])) if width < WIDTHS[-1] else WIDTHS


def media(secret: str, width: int, kind: str = "webp") -> str:
    """The public address of one size of a picture."""
    return f"{settings.MEDIA_URL}{secret[:2]}/{secret}-{width}.{kind}"


@lru_cache(maxsize=8192)
def srcset(secret: str, width: int, kind: str) -> str:
    """Every stored width of a picture for `<source srcset>`."""
    return ", ".join(f"{media(secret, size, kind)} {size}w" for size in widths_for(width))


@lru_cache(maxsize=16_384)
def ems(text: str) -> float:
    """About how wide a text is in ems: a wide character is one, others 0.57, which allows for words that wrap whole."""
    return round(sum(0.57 if ord(character) < 0x2E80 else 1.0 for character in text), 1)
