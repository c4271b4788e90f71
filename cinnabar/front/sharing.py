"""What can be sent of a page: its address, a QR code of it, and a picture card. Only of what everybody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from cinnabar.activity.actions import SHARING_WAYS, record_share
from cinnabar.activity.models import Sent
from cinnabar.design.formats import country, pick
from cinnabar.front.goods import found_or_404, product_or_404
from cinnabar.front.profiles import relation_of
from cinnabar.front.structured import address_of, is_public
from cinnabar.kit.limits import check_limit
from cinnabar.kit.middleware import sender_of
from cinnabar.notes.covers import Cover
from cinnabar.notes.models import Topic
from cinnabar.notes.queries import NotePage, board_front, cards_by_topic, note_page
from cinnabar.people.models import Person
from cinnabar.shop.queries import ProductPage, brand_page, shop_page

ANYBODY = AnonymousUser()


@dataclass(frozen=True, slots=True)
class Author:
    """Whose it is: a face and a name. Without a face the line stands alone."""

    name: str
    avatar: str = ""
    tint: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture card shows. `words` stand where there is no picture; no mark of money may be missing."""

    title: str
    author: Author
    words: str
    cover: Cover | None = None
    style: int = 0  # of a text card, whose words these are
    money_marks: Sequence[str] = ()
    tags_here: int = 0
    tags: int = 0

    @property
    def spoken(self) -> str:
        """Title and author in one line."""
        return " · ".join(filter(None, (self.title, self.author.name)))


@lru_cache(maxsize=2048)
def qr_code(text: str) -> Markup:
    """A QR code of `text` as an SVG without any style; its one path is made of horizontal lines."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=4)
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))


@require_http_methods(["GET", "HEAD", "POST"])
def note_share(request: HttpRequest, note_id: int) -> HttpResponse:
    """A note to send; a POST tells that it was sent, and by which `way`."""
    page = note_page(note_id, request.user)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _told(request, "note", note_id, is_public=is_public(page))
    back = reverse("note", kwargs={"note_id": note_id})
    if not is_public(page):
        is_mine = request.user.pk == page.author_id and page.state == "published"
        way = (reverse("note-edit", kwargs={"note_id": note_id}), _("Change who sees it")) if is_mine else None
        return _not_to_share(request, _why_not(page), back, way)
    return _share(request, "note", card_of_note(page), {"note_id": note_id})


def card_of_note(page: NotePage) -> Card:
    is_text_card = page.card_size > 0
    first = page.pictures[0] if page.pictures and page.pictures[0].width and not is_text_card else None
    return Card(
        title=page.headline,
        author=Author(page.author_name, page.author_avatar, page.author_tint),
        words=page.cover_words if is_text_card else page.body or page.headline,
        style=page.cover_style if is_text_card else 0,
        cover=Cover(first.secret, first.width, first.height, first.tone) if first else None,
        money_marks=page.money_marks,
        tags_here=sum(tag.provenance == "here" for tag in page.tags),
        tags=len(page.tags),
    )


def _why_not(page: NotePage) -> str:
    if page.state == "draft":
        return _("A draft: nobody but you sees it, so there is nothing to send yet.")
    if page.state == "hidden":
        return _("This note is hidden: a link to it would show others nothing.")
    if page.visibility == "friends":
        return _("For friends only: a link would show others nothing, and a picture would show them too much.")
    return _("Only you see this note: a link would show others nothing.")


@require_http_methods(["GET", "HEAD", "POST"])
def product_share(request: HttpRequest, product_id: int) -> HttpResponse:
    """A product to send; a POST tells that it was sent, and by which `way`."""
    page = product_or_404(request, product_id)
    if request.method == "POST":
        return _told(request, "product", product_id, is_public=page.status != "draft")
    back = reverse("product", kwargs={"product_id": product_id})
    if page.status == "draft":
        return _not_to_share(request, _("Only the staff of the shop sees this draft."), back)
    return _share(request, "product", _card_of_product(page), {"product_id": product_id})


def _card_of_product(page: ProductPage) -> Card:
    # No price and no stars: a picture travels for years, and some goods must not be promoted.
    first = page.pictures[0] if page.pictures and page.pictures[0].width else None
    return Card(
        title=pick(page.name_en, page.name_zh),
        author=Author(pick(page.brand_name, page.brand_name_zh)),
        words=pick(page.description_en, page.description_zh) or pick(page.name_en, page.name_zh),
        cover=Cover(first.secret, first.width, first.height, first.tone) if first else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def profile_share(request: HttpRequest, handle: str) -> HttpResponse:
    """A person to send, and what tells that they were; the same of all below."""
    person = _person_or_404(request, handle)
    if request.method == "POST":
        return _told(request, Sent.PERSON, person.pk)
    words = person.bio or person.name
    card = Card(person.name, Author(f"@{person.handle}", person.avatar, person.tint), words)
    about = {"handle": person.handle}
    return _share(request, "profile", card, about)


def _person_or_404(request: HttpRequest, handle: str) -> Person:
    try:
        person = Person.objects.by_handle(handle)
    except Person.DoesNotExist:
        raise Http404 from None
    if relation_of(request.user, person).is_blocked:
        raise Http404
    return person


@require_http_methods(["GET", "HEAD", "POST"])
def board_share(request: HttpRequest, board_id: int) -> HttpResponse:
    """A board to send, with what everybody sees on it; a private one says that it is."""
    board = board_front(board_id, request.user)
    if board is None:
        raise Http404
    if request.method == "POST":
        return _told(request, Sent.BOARD, board_id, is_public=not board.is_private)
    back = reverse("board", kwargs={"board_id": board_id})
    if board.is_private:
        way = (reverse("board-settings", kwargs={"board_id": board_id}), _("Board settings"))
        return _not_to_share(request, _("This board is private: a link would show others nothing."), back, way)
    seen = board_front(board_id, ANYBODY) or board
    cover = next((found for found in seen.covers if found.width), None)
    card = Card(
        board.name,
        Author(board.owner_name, board.owner_avatar, board.owner_tint),
        board.description or board.name,
        cover,
    )
    return _share(request, "board", card, {"board_id": board_id})


@require_http_methods(["GET", "HEAD", "POST"])
def shop_share(request: HttpRequest, slug: str) -> HttpResponse:
    """A shop to send."""
    page = found_or_404(shop_page(slug))
    if request.method == "POST":
        return _told(request, Sent.SHOP, page.id)
    name = pick(page.name, page.name_zh)
    cover = Cover(page.banner, page.banner_width, page.banner_height) if page.banner and page.banner_width else None
    where = ", ".join(filter(None, (page.city, country(page.country))))
    card = Card(name, Author(where), pick(page.story_en, page.story_zh) or name, cover)
    return _share(request, "shop", card, {"slug": slug})


@require_http_methods(["GET", "HEAD", "POST"])
def brand_share(request: HttpRequest, slug: str) -> HttpResponse:
    """A brand to send."""
    page = found_or_404(brand_page(slug))
    if request.method == "POST":
        return _told(request, Sent.BRAND, page.id)
    name = pick(page.name, page.name_zh)
    where = _("Brand from %(country)s") % {"country": country(page.country)} if page.country else _("Brand")
    card = Card(name, Author(where), pick(page.story_en, page.story_zh) or name)
    return _share(request, "brand", card, {"slug": slug})


@require_http_methods(["GET", "HEAD", "POST"])
def topic_share(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic to send, as everybody sees it; one that has nothing public is not there."""
    found = Topic.objects.filter(slug=slug, notes__gt=0).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        return _told(request, Sent.TOPIC, found.pk)
    cards = [card for card in cards_by_topic(found.pk, ANYBODY, limit=1).cards if card.width]
    number = ngettext("%(num)s note", "%(num)s notes", found.notes) % {"num": found.notes}
    cover = _cover_of(cards[0]) if cards else None
    card = Card(f"#{found.name}", Author(number), f"#{found.name}", cover)
    return _share(request, "topic", card, {"slug": slug})


def _cover_of(card: Any) -> Cover:
    return Cover(card.secret, card.width, card.height, card.tone, crop_x=card.crop_x, crop_y=card.crop_y)


def _share(request: HttpRequest, name: str, card: Card, about: dict[str, Any]) -> HttpResponse:
    link = address_of(name, **about)
    context = {
        "name": name,
        "card": card,
        "link": link,
        "site": urlsplit(settings.ADDRESS).netloc,
        "back": reverse(name, kwargs=about),
        "qr": qr_code(link),
        "told": request.path,
    }
    return render(request, "front/share.jinja", context)


def _not_to_share(request: HttpRequest, reason: str, back: str, way: tuple[str, str] | None = None) -> HttpResponse:
    return render(request, "front/share_not.jinja", {"reason": reason, "back": back, "way": way})


def _told(request: HttpRequest, subject: str, subject_id: int, *, is_public: bool = True) -> HttpResponse:
    if not is_public:
        raise Http404
    if request.POST.get("way") not in SHARING_WAYS:
        return HttpResponse(status=400)
    person_id = request.user.pk if request.user.is_authenticated else None
    check_limit(f"share:{person_id or sender_of(request)}", most=60, seconds=600)
    record_share(person_id, subject, subject_id, way=request.POST["way"])
    return HttpResponse(status=204)
