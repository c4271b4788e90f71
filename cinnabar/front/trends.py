"""What is rising: the page with its curves, and the same for machines."""

from __future__ import annotations

import xml.etree.ElementTree as Xml
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from cinnabar.design.formats import country
from cinnabar.design.jinja import url
from cinnabar.front import structured
from cinnabar.front.feeds import begin_rss, tell
from cinnabar.front.listing import Link
from cinnabar.front.sitemaps import keep_in_caches
from cinnabar.kit.clock import now
from cinnabar.people.channels import CHANNELS
from cinnabar.trends.engine.detect import USUAL_MANNER
from cinnabar.trends.engine.voices import BUSIEST, DAY, OLD_ENOUGH, OTHER_DAYS
from cinnabar.trends.lines import Asked, Line, lines, regions
from cinnabar.trends.models import Kind, Verdict, Window

SECONDS = 60  # in caches of others: what is hidden must not stay
FEED = 30

Names = Mapping[str, str | Promise]
WINDOWS: Names = {
    Window.HOUR: pgettext_lazy("trends", "Hour"),
    Window.DAY: pgettext_lazy("trends", "Day"),
    Window.WEEK: pgettext_lazy("trends", "Week"),
}
VERDICTS: Names = {
    "": pgettext_lazy("trends", "All"),
    Verdict.RISING: pgettext_lazy("trends", "Rising"),
    Verdict.NEW: pgettext_lazy("trends", "New"),
    Verdict.STEADY: pgettext_lazy("trends", "Steady"),
}
KINDS: Names = {
    "": pgettext_lazy("trends", "Everything"),
    Kind.TOPIC: gettext_lazy("Topics"),
    Kind.PRODUCT: gettext_lazy("Products"),
    Kind.BRAND: gettext_lazy("Brands"),
    Kind.QUERY: pgettext_lazy("trends", "Searches"),
    Kind.CATEGORY: gettext_lazy("Categories"),
}
KIND: Names = {
    Kind.TOPIC: pgettext_lazy("kind of trend", "topic"),
    Kind.PRODUCT: pgettext_lazy("kind of trend", "product"),
    Kind.BRAND: pgettext_lazy("kind of trend", "brand"),
    Kind.QUERY: pgettext_lazy("kind of trend", "search"),
    Kind.CATEGORY: pgettext_lazy("kind of trend", "category"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    label: str | Promise
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Shown:
    """A line in the reader's words."""

    line: Line
    verdict: str | Promise
    kind: str | Promise
    sentence: str
    begins: int  # of the curve, seconds

    @classmethod
    def of(cls, line: Line, window: Window) -> Shown:
        begins = int(line.curve_begins.timestamp())
        return cls(line, VERDICTS[line.verdict], KIND[line.kind], sentence(line, window), begins)


@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """The lines that the address asks for; whatever it says that there is not asks for everything."""
    asked = _asked(request)
    context = {
        "asked": asked,
        "lines": [Shown.of(line, asked.window) for line in lines(asked)],
        "windows": [
            Link(name, _address(asked, window=Window(window)), window == asked.window)
            for window, name in WINDOWS.items()
        ],
        "choices": _choices(asked),
        "is_filtered": asked != Asked(window=asked.window),
        "everything": _address(Asked(window=asked.window)),
        "manner": USUAL_MANNER,
        "voices": {"days": OLD_ENOUGH // DAY, "other_days": OTHER_DAYS, "busiest": BUSIEST},
        "feed": _address(asked, "trends-feed"),
        "json": _address(asked, "trends-json"),
        "structured": structured.of_trends(),
    }
    return render(request, "front/trends.jinja", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """RSS of what rises and is new; an entry stays the same one as long as its rise lasts."""
    asked = _asked(request)
    here = settings.ADDRESS + _address(asked)
    root, channel = begin_rss(_("Trends"), here)
    for line in lines(asked, most=FEED):
        if line.is_up or asked.verdict:
            entry = Xml.SubElement(channel, "item")
            _tell_line(entry, line, asked.window)
    body = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return keep_in_caches(
        request, HttpResponse(body, content_type="application/rss+xml; charset=utf-8"), seconds=SECONDS
    )


def _tell_line(entry: Xml.Element, line: Line, window: Window) -> None:
    address = settings.ADDRESS + line.address
    tell(entry, title=f"{line.name} · {VERDICTS[line.verdict]}", link=address, description=sentence(line, window))
    guid = Xml.SubElement(entry, "guid", {"isPermaLink": "false"})
    guid.text = f"{address}#{window}-{line.since:%Y%m%d%H}"
    tell(entry, pubDate=format_datetime(line.since))


@require_safe
def machines(request: HttpRequest) -> HttpResponse:
    """The same as JSON, with the curves."""
    asked = _asked(request)
    told = {
        "window": asked.window,
        "region": asked.region,
        "made": now().isoformat(timespec="seconds"),
        "formula": settings.ADDRESS + url("trends") + "#formula",
        "trends": [_as_json(line) for line in lines(asked, most=FEED)],
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    return keep_in_caches(request, response, seconds=SECONDS)


def sentence(line: Line, window: Window) -> str:
    """How many people there are, and how many there usually are."""
    usual = round(line.usual)
    within = {
        Window.HOUR: _("in the last hour"),
        Window.DAY: _("in the last day"),
        Window.WEEK: _("in the last week, each counted once a day"),
    }[window]
    people = ngettext("%(num)s person", "%(num)s people", line.people) % {"num": line.people}
    if not usual:
        return _("%(people)s %(within)s, usually hardly anybody") % {"people": people, "within": within}
    return _("%(people)s %(within)s, usually about %(usual)s") % {"people": people, "within": within, "usual": usual}


def _as_json(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "name": line.name_en,
        "name_zh": line.name_zh,
        "url": settings.ADDRESS + line.address,
        "state": line.verdict,
        "people": line.people,
        "usual": line.usual,
        "score": line.score,
        "since": line.since.isoformat(timespec="seconds") if line.is_up else None,
        "curve": {"start": line.curve_begins.isoformat(), "step": line.curve_step, "people": line.curve},
    }


def _asked(request: HttpRequest) -> Asked:
    told = request.GET

    def one_of(names: Any, name: str) -> str:
        return told.get(name, "") if told.get(name, "") in names else ""

    window = Window(one_of(WINDOWS, "window") or Window.DAY)
    region = " ".join(told.get("region", "").replace("\0", "").split())[:63]
    return Asked(
        window=window,
        verdict=one_of(VERDICTS, "state"),
        kind=one_of(KINDS, "kind"),
        channel=one_of([channel.slug for channel in CHANNELS], "channel"),
        region=region,
    )


def _address(asked: Asked, name: str = "trends", **changes: Any) -> str:
    """The address of the same with some of it changed."""
    told = asdict(replace(asked, **changes))
    told["state"] = told.pop("verdict")
    return url(name, query=told | {"window": "" if told["window"] == Window.DAY else told["window"]})


def _choices(asked: Asked) -> list[Choice]:
    def links(name: str, names: Names) -> list[Link]:
        return [
            Link(word, _address(asked, **{name: value}), getattr(asked, name) == value) for value, word in names.items()
        ]

    channels = {"": pgettext_lazy("channel", "All"), **{channel.slug: channel.name for channel in CHANNELS}}
    choices = [
        Choice(pgettext_lazy("filter", "Show"), links("verdict", VERDICTS)),
        Choice(_("Of what"), links("kind", KINDS)),
        Choice(_("Category"), links("channel", channels)),
    ]
    places = _places(asked)
    return [*choices, Choice(_("Region"), links("region", places))] if len(places) > 1 else choices


def _places(asked: Asked) -> Names:
    """Everywhere, the countries, and the cities of the chosen one."""
    known = regions(asked.window)
    chosen = asked.region.partition("/")[0]
    countries = [region for region in known if "/" not in region]
    cities = [region for region in known if region.startswith(f"{chosen}/")] if chosen else []
    names = {region: country(region) for region in countries} | {region: region.partition("/")[2] for region in cities}
    if asked.region and asked.region not in names:
        names[asked.region] = asked.region.rpartition("/")[2] if "/" in asked.region else country(asked.region)
    return {"": pgettext_lazy("region", "Everywhere"), **names}
