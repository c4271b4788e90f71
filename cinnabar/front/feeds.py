"""RSS of a topic, a brand and a person: the last thirty public notes, the same for every reader.

A reader that asks again sends the ETag. There is no Last-Modified: a note that was taken away makes a feed no newer.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cinnabar.design.formats import disclosed, media, pick, widths_for
from cinnabar.front import goods, profiles, reading
from cinnabar.front.sitemaps import keep_in_caches
from cinnabar.front.structured import address_of
from cinnabar.kit import sql
from cinnabar.kit.language import spoken
from cinnabar.notes.models import Topic
from cinnabar.notes.rules import TEXT_CARDS, topic_slug
from cinnabar.notes.visibility import visible_sql
from cinnabar.people.models import Person
from cinnabar.shop.models import Brand

MOST = 30
SECONDS = 60  # no longer: what is hidden or deleted must not stay in a cache
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ITEMS = """
SELECT n.id, n.headline, n.body, n.published_at, a.name AS author, c.secret, c.width, c.money_mark,
    CASE WHEN c.words_style = ANY(%(text_cards)s) THEN c.words ELSE '' END AS card
FROM notes_note n JOIN people_person a ON a.id = n.author_id JOIN notes_notecard c ON c.note_id = n.id
WHERE {which} AND {visible} ORDER BY n.published_at DESC, n.id DESC LIMIT %(most)s
"""
OF_TOPIC = "n.id IN (SELECT t.note_id FROM notes_notetopic t WHERE t.topic_id = %(about)s)"
OF_BRAND = """n.id IN (SELECT g.note_id FROM notes_producttag g JOIN shop_product p ON p.id = g.product_id
    WHERE p.brand_id = %(about)s)"""
OF_PERSON = "n.author_id = %(about)s AND a.is_active"


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    headline: str
    body: str
    published_at: datetime
    author: str
    secret: str
    width: int
    money_mark: str
    card: str  # what stands on its text card

    @property
    def words(self) -> str:
        """Who paid, what it says, and who says it."""
        said = "\n\n".join(filter(None, (self.card, self.body)))
        marks = [self.money_mark] if self.money_mark else []
        return "\n\n".join(filter(None, (disclosed(marks, said), self.author)))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The feed of a topic; a topic whose own name ends in ".rss" keeps its page."""
    found = Topic.objects.filter(slug=topic_slug(slug)).first()
    if found is None:
        return reading.topic(request, f"{slug}.rss")
    return _feed(request, f"#{found.name}", address_of("topic", slug=found.slug), OF_TOPIC, found.pk)


@require_safe
def brand(request: HttpRequest, slug: str) -> HttpResponse:
    found = Brand.objects.filter(slug=slug).first()
    if found is None:
        return goods.brand(request, f"{slug}.rss")
    return _feed(request, pick(found.name, found.name_zh), address_of("brand", slug=found.slug), OF_BRAND, found.pk)


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """The feed of a person; a handle that ends in ".rss" keeps its page."""
    try:
        found = Person.objects.by_handle(handle)
    except Person.DoesNotExist:
        return profiles.profile(request, f"{handle}.rss")
    title = _("Notes by %(name)s") % {"name": found.name}
    return _feed(request, title, address_of("profile", handle=found.handle), OF_PERSON, found.pk)


def _feed(request: HttpRequest, title: str, link: str, which: str, about: int) -> HttpResponse:
    statement = ITEMS.format(which=which, visible=visible_sql("n", AnonymousUser()))
    items = sql.rows(Item, statement, {"about": about, "most": MOST, "viewer": 0, "text_cards": list(TEXT_CARDS)})
    response = HttpResponse(as_rss(title, link, items), content_type="application/rss+xml; charset=utf-8")
    return keep_in_caches(request, response, seconds=SECONDS)


def as_rss(title: str, link: str, items: list[Item]) -> bytes:
    """RSS 2.0; characters that XML cannot hold are left out."""
    root, channel = begin_rss(title, link)
    if items:
        tell(channel, lastBuildDate=format_datetime(items[0].published_at))
    for item in items:
        entry = Xml.SubElement(channel, "item")
        here = address_of("note", note_id=item.id)
        tell(entry, title=item.headline, link=here, guid=here, pubDate=format_datetime(item.published_at))
        tell(entry, description=item.words)
        if item.width:
            picture = settings.ADDRESS + media(item.secret, widths_for(item.width)[0])
            Xml.SubElement(entry, "enclosure", {"url": picture, "type": "image/webp", "length": "0"})
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def begin_rss(title: str, link: str) -> tuple[Xml.Element, Xml.Element]:
    """A feed without entries, and where they go."""
    root = Xml.Element("rss", {"version": "2.0"})
    channel = Xml.SubElement(root, "channel")
    tell(channel, title=f"{title} · Cinnabar", link=link, description=title, language=spoken())
    return root, channel


def tell(element: Xml.Element, **facts: str) -> None:
    for name, text in facts.items():
        Xml.SubElement(element, name).text = NOT_IN_XML.sub("", text)
