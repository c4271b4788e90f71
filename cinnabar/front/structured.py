"""What search engines and link previews read of a page: JSON-LD, made of rows that the page has read already.

Only what everybody may read is told: of a note that is hidden, a draft or for friends, nothing at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from markupsafe import Markup

from cinnabar.design.formats import media, pick, widths_for
from cinnabar.design.jinja import url
from cinnabar.kit.money import Money
from cinnabar.notes.models import Provenance
from cinnabar.notes.queries import NotePage, ProductNote
from cinnabar.notes.queries.note import Tag
from cinnabar.people.channels import BY_SLUG
from cinnabar.shop.queries import ProductPage

MOST_REVIEWS = 8
Node = dict[str, Any]


def as_script(nodes: Sequence[Node]) -> Markup:
    """The nodes as one data block; nothing in them can end it."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')


def address_of(name: str, **parameters: Any) -> str:
    """The full address of a page of ours."""
    return settings.ADDRESS + url(name, **parameters)


def picture_address(secret: str, width: int) -> str:
    """The full address of the largest size of a public picture."""
    return settings.ADDRESS + media(secret, widths_for(width)[-1])


def is_public(page: NotePage) -> bool:
    return page.state == "published" and page.visibility == "public"


def of_note(page: NotePage) -> Markup:
    """The note as a posting, and one review for each product it rates; empty unless everybody may read it."""
    if not is_public(page):
        return Markup("")
    here = address_of("note", note_id=page.id)
    author = _person(page.author_name, page.author_handle)
    written = page.published_at.isoformat() if page.published_at else ""
    posting: Node = {
        "@type": "SocialMediaPosting",
        "@id": here,
        "url": here,
        "headline": page.headline,
        "articleBody": page.body,
        "author": author,
        "datePublished": written,
        "image": [picture_address(shot.secret, shot.width) for shot in page.pictures if shot.width],
        "interactionStatistic": [_count("LikeAction", page.likes), _count("CommentAction", page.comments)],
    }
    if page.edited_at:
        posting["dateModified"] = page.edited_at.isoformat()
    reviews = [_review_of(tag, page, author, written) for tag in page.tags if tag.rating and _may_rate(tag, page)]
    steps = [(_("Home"), address_of("home"))]
    if channel := BY_SLUG.get(page.channel):
        steps.append((str(channel.name), address_of("channel", slug=channel.slug)))
    return as_script([posting, *reviews, _crumbs([*steps, (page.headline, here)])])


def _may_rate(tag: Tag, page: NotePage) -> bool:
    """What was paid for, or comes from the shop itself, is no review; nor is one of a product that is not on sale."""
    is_own = tag.provenance == Provenance.OWN_SHOP
    return bool(tag.product_id and tag.is_on_sale) and not (is_own or tag.is_paid or page.is_paid)


def _review_of(tag: Tag, page: NotePage, author: Node, written: str) -> Node:
    product = {
        "@type": "Product",
        "name": pick(tag.name_en or "", tag.name_zh or ""),
        "url": address_of("product", product_id=tag.product_id),
        "brand": {"@type": "Brand", "name": tag.brand_name},
    }
    return {
        "@type": "Review",
        "url": address_of("note", note_id=page.id),
        "itemReviewed": product,
        **_said(page.headline, tag.rating, tag.pro, tag.con),
        "author": author,
        "datePublished": written,
    }


def of_product(page: ProductPage, notes: Sequence[ProductNote]) -> Markup:
    """The product with its offers; ratings only when there are any and they may be shown. `notes` are public ones."""
    here = address_of("product", product_id=page.id)
    name = pick(page.name_en, page.name_zh)
    product: Node = {
        "@type": "Product",
        "@id": here,
        "url": here,
        "name": name,
        "description": pick(page.description_en, page.description_zh),
        "image": [picture_address(shown.secret, shown.width) for shown in page.pictures if shown.width],
        "brand": {"@type": "Brand", "name": pick(page.brand_name, page.brand_name_zh)},
        "category": pick(page.category_name_en, page.category_name_zh),
    }
    if page.is_for_sale and page.variants:
        product["offers"] = _offers(page, here)
    if page.ratings and page.may_be_promoted:
        product["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": page.rating,
            "ratingCount": page.ratings,
            "bestRating": 5,
            "worstRating": 1,
        }
        product["review"] = [_review_in(note) for note in notes if _is_genuine(note)][:MOST_REVIEWS]
    steps = [(_("Home"), address_of("home"))]
    if page.parent_slug:
        parent = pick(page.parent_name_en or "", page.parent_name_zh or "")
        steps.append((parent, address_of("category", slug=page.parent_slug)))
    steps.append((str(product["category"]), address_of("category", slug=page.category_slug)))
    return as_script([product, _crumbs([*steps, (name, here)])])


def _offers(page: ProductPage, here: str) -> Node:
    prices = [variant.price_minor for variant in page.variants]
    stock = "InStock" if any(variant.in_stock > 0 for variant in page.variants) else "OutOfStock"
    told: Node = {
        "priceCurrency": page.currency,
        "availability": f"https://schema.org/{stock}",
        "url": here,
        "seller": {"@type": "Organization", "name": pick(page.shop_name, page.shop_name_zh)},
    }
    lowest, highest = (str(Money(price, page.currency).decimal) for price in (min(prices), max(prices)))
    if lowest == highest:
        return {"@type": "Offer", "price": lowest, **told}
    return {"@type": "AggregateOffer", "lowPrice": lowest, "highPrice": highest, "offerCount": len(prices), **told}


def _is_genuine(note: ProductNote) -> bool:
    return bool(note.rating) and note.money_mark not in ("paid", "own_shop")


def _review_in(note: ProductNote) -> Node:
    return {
        "@type": "Review",
        "url": address_of("note", note_id=note.note_id),
        **_said(note.title, note.rating, note.pro, note.con),
        "author": _person(note.author_name, note.author_handle),
        "datePublished": note.published_at.isoformat(),
    }


def _said(title: str, rating: int | None, pro: str, con: str) -> Node:
    said: Node = {
        "name": title,
        "reviewRating": {"@type": "Rating", "ratingValue": rating, "bestRating": 5, "worstRating": 1},
    }
    for name, text in (("positiveNotes", pro), ("negativeNotes", con)):
        if text:
            item = {"@type": "ListItem", "position": 1, "name": text}
            said[name] = {"@type": "ItemList", "itemListElement": [item]}
    return said


def of_list(kind: str, name: str, here: str, *, parents: Sequence[tuple[str, str]] = (), **more: Any) -> Markup:
    """A page that lists things: a shop, a brand, a topic, a person. Empty facts are left out."""
    about = {
        "@type": kind,
        "@id": here,
        "url": here,
        "name": name,
        **{key: value for key, value in more.items() if value},
    }
    return as_script([about, _crumbs([(_("Home"), address_of("home")), *parents, (name, here)])])


def of_person(name: str, handle: str, *, bio: str, avatar: str, followers: int) -> Markup:
    """A profile with who it is about; what the person keeps to themselves is not here either."""
    here = address_of("profile", handle=handle)
    who: Node = {
        **_person(name, handle),
        "alternateName": f"@{handle}",
        "interactionStatistic": [_count("FollowAction", followers)],
    }
    if bio:
        who["description"] = bio
    if avatar:
        who["image"] = settings.ADDRESS + media(avatar, 192)
    profile = {"@type": "ProfilePage", "@id": here, "url": here, "mainEntity": who}
    return as_script([profile, _crumbs([(_("Home"), address_of("home")), (name, here)])])


def _person(name: str, handle: str) -> Node:
    return {"@type": "Person", "name": name, "url": address_of("profile", handle=handle)}


def _count(action: str, number: int) -> Node:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{action}",
        "userInteractionCount": number,
    }


def _crumbs(steps: Sequence[tuple[str, str]]) -> Node:
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
