"""What search engines and link previews read of a page: JSON-LD, made of rows that the page has read already.

Only what everybody may read is told: of a note that is hidden, a draft or for friends, nothing at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from markupsafe import Markup

from cinnabar.design.formats import MONEY_MARKS, media, pick, widths_for
from cinnabar.design.jinja import asset, url
from cinnabar.kit.ids import encode
from cinnabar.kit.language import spoken
from cinnabar.kit.money import Money
from cinnabar.kit.text import excerpt
from cinnabar.notes.models import Provenance
from cinnabar.notes.queries import BoardFront, Card, NotePage, ProductNote, Said, Talk
from cinnabar.notes.queries.boards import SavedCard, SavedGood
from cinnabar.notes.queries.note import Shot, Tag
from cinnabar.notes.visibility import Viewer
from cinnabar.people.channels import BY_SLUG, CHANNELS, Channel
from cinnabar.shop.grids import ProductCell
from cinnabar.shop.queries import ProductPage

MOST_REVIEWS = 8
MOST_COMMENTS = 2
MOST_ANSWERS = 4
LONGEST_COMMENT = 160
HTML_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
Node = dict[str, Any]


def as_script(nodes: Sequence[Node]) -> Markup:
    """The nodes as one data block; nothing in them can end it."""
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False, separators=(",", ":")
    )
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


def of_note(page: NotePage, talk: Talk | None, *, answers: int = 0) -> Markup:
    """The note as a posting or a question, and one review for each product it rates; empty unless for everybody.

    `talk` is what everybody sees of the first comments, None where that is not known here; `answers` is how many
    first comments a question has.
    """
    if not is_public(page):
        return Markup("")
    here = address_of("note", note_id=page.id)
    author = _person(page.author_name, page.author_handle)
    written = page.published_at.isoformat() if page.published_at else ""
    said = [thread.first for thread in talk.threads if thread.first.body] if talk else []
    told: Node = {"author": author, "datePublished": written}
    if page.edited_at:
        told["dateModified"] = page.edited_at.isoformat()
    if page.language in HTML_LANGUAGES:
        told["inLanguage"] = HTML_LANGUAGES[page.language]
    if pictures := [picture_address(shot.secret, shot.width) for shot in page.pictures if shot.width]:
        told["image"] = pictures
    if page.video:
        told["video"] = _video(page, page.video, here)
    told |= _paid_by(page)
    posting = _question(page, here, said, answers) if page.is_question else _posting(page, here, said)
    posting.get("mainEntity", posting).update(told)
    reviews = [_review_of(tag, page, author, written) for tag in page.tags if tag.rating and _may_rate(tag, page)]
    steps = [(_("Home"), address_of("home"))]
    if channel := BY_SLUG.get(page.channel):
        steps.append((str(channel.name), address_of("channel", slug=channel.slug)))
    return as_script([posting, *reviews, _crumbs([*steps, (page.headline, here)])])


def _video(page: NotePage, shot: Shot, here: str) -> Node:
    """Its film; the address of the file itself is good for hours only, so the page stands for it."""
    return {
        "@type": "VideoObject",
        "name": page.headline,
        "description": shot.alt or page.body or page.headline,
        "thumbnailUrl": picture_address(page.pictures[0].secret, page.pictures[0].width),
        "uploadDate": page.published_at.isoformat() if page.published_at else "",
        "duration": f"PT{round(shot.seconds)}S",
        "embedUrl": here,
    }


def _posting(page: NotePage, here: str, said: Sequence[Said]) -> Node:
    posting: Node = {
        "@type": "DiscussionForumPosting" if page.comments else "SocialMediaPosting",
        "@id": here,
        "url": here,
        "headline": page.headline,
        "text": page.body or page.cover_words or page.headline,
        "interactionStatistic": [_count("LikeAction", page.likes), _count("CommentAction", page.comments)],
    }
    if said:
        posting["comment"] = [_comment(comment, here) for comment in said[:MOST_COMMENTS]]
    return posting


def _question(page: NotePage, here: str, said: Sequence[Said], answers: int) -> Node:
    """A page of questions and answers; the one that the asker chose is the accepted one."""
    question: Node = {
        "@type": "Question",
        "name": page.headline,
        "text": page.body or page.cover_words or page.headline,
        "answerCount": answers,
        "upvoteCount": page.likes,
    }
    for answer in said[:MOST_ANSWERS]:
        node = _comment(answer, here) | {"@type": "Answer", "text": answer.body, "upvoteCount": answer.likes}
        if answer.is_chosen:
            question["acceptedAnswer"] = node
        else:
            question.setdefault("suggestedAnswer", []).append(node)
    return {"@type": "QAPage", "@id": here, "url": here, "mainEntity": question}


def _comment(said: Said, here: str) -> Node:
    return {
        "@type": "Comment",
        "url": f"{here}?comment={encode(said.id)}#c-{said.id}",
        "text": excerpt(said.body, most=LONGEST_COMMENT),
        "author": _person(said.author_name, said.author_handle),
        "datePublished": said.at.isoformat(),
    }


def _paid_by(page: NotePage) -> Node:
    """Who is behind the money marks, as far as the tags name them, and the marks in words."""
    marks = page.money_marks
    if not marks:
        return {}
    words = [str(MONEY_MARKS[mark]) for mark in marks]
    sponsors = [_sponsor(mark, name) for mark, name in _behind(page)]
    named = {sponsor["description"] for sponsor in sponsors}
    return {
        "sponsor": sponsors + [_sponsor(mark) for mark in marks if str(MONEY_MARKS[mark]) not in named],
        "keywords": words,
    }


def _behind(page: NotePage) -> Iterator[tuple[str, str]]:
    """Each mark of a tag with the brand of the tagged product, once."""
    seen = set()
    for tag in page.tags:
        brand = tag.brand_name or tag.outside_brand
        given = {
            "paid": tag.is_paid,
            "own_shop": tag.provenance == Provenance.OWN_SHOP,
            "gifted": tag.provenance == Provenance.GIFTED,
            "commission": tag.earns_commission,
        }
        for mark, is_given in given.items():
            if is_given and brand and (mark, brand) not in seen:
                seen.add((mark, brand))
                yield mark, brand


def _sponsor(mark: str, name: str = "") -> Node:
    who: Node = {"@type": "Organization", "description": str(MONEY_MARKS[mark])}
    return {**who, "name": name} if name else who


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
        "image": [picture_address(shown.secret, shown.width) for shown in page.pictures if shown.width],
        "brand": {"@type": "Brand", "name": pick(page.brand_name, page.brand_name_zh)},
        "category": pick(page.category_name_en, page.category_name_zh),
    }
    if description := pick(page.description_en, page.description_zh):
        product["description"] = description
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
    paid = {"sponsor": _sponsor(note.money_mark)} if note.money_mark else {}
    return {
        "@type": "Review",
        "url": address_of("note", note_id=note.note_id),
        **_said(note.title, note.rating, note.pro, note.con),
        "author": _person(note.author_name, note.author_handle),
        "datePublished": note.published_at.isoformat(),
        **paid,
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


def of_home() -> Markup:
    """The whole site and who runs it."""
    return _site(spoken(), settings.ADDRESS)


@lru_cache(maxsize=8)
def _site(language: str, address: str) -> Markup:
    house = {
        "@type": "Organization",
        "@id": f"{address}/#house",
        "name": "Cinnabar",
        "url": f"{address}/",
        "logo": address + asset("icon-512.png"),
    }
    site = {
        "@type": "WebSite",
        "@id": f"{address}/#site",
        "name": "Cinnabar",
        "url": f"{address}/",
        "inLanguage": language,
        "publisher": {"@id": house["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{address}{url('search')}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return as_script([site, house])


def of_search() -> Markup:
    """The page that asks what to find."""
    return of_list("WebPage", _("Search"), address_of("search"))


def of_trends() -> Markup:
    """The page of what is rising; what stands on it is another matter in an hour."""
    return of_list("CollectionPage", _("Trends"), address_of("trends"))


def of_channels() -> Markup:
    """All channels, each with its page."""
    items = [address_of("channel", slug=channel.slug) for channel in CHANNELS]
    return of_list("CollectionPage", _("Channels"), address_of("channels"), items=items)


def of_channel(channel: Channel) -> Markup:
    """A channel; which notes it shows first is another matter at every visit."""
    here = address_of("channel", slug=channel.slug)
    return of_list("CollectionPage", str(channel.name), here, parents=[(_("Channels"), address_of("channels"))])


def of_board(board: BoardFront, things: Sequence[SavedCard | SavedGood], viewer: Viewer) -> Markup:
    """A public board, whose it is, and what stands on it."""
    owner = _person(board.owner_name, board.owner_handle)
    return of_list(
        "CollectionPage",
        board.name,
        address_of("board", board_id=board.id),
        parents=[(board.owner_name, owner["url"])],
        items=addresses_on(things, viewer),
        description=board.description,
        author=owner,
    )


def addresses_on(things: Sequence[Card | SavedGood | ProductCell], viewer: Viewer) -> list[str]:
    """The addresses of what a list shows; of a list that may show a viewer more than everybody, none."""
    return [] if viewer.is_authenticated else [_address_on(thing) for thing in things]


def _address_on(thing: Card | SavedGood | ProductCell) -> str:
    if isinstance(thing, Card):
        return address_of("note", note_id=thing.note_id)
    return address_of("product", product_id=thing.product_id)


def of_list(
    kind: str,
    name: str,
    here: str,
    *,
    parents: Sequence[tuple[str, str]] = (),
    items: Sequence[str] = (),
    **more: Any,
) -> Markup:
    """A page that lists things: a shop, a brand, a topic, a board; `items` are addresses. Empty facts are left out."""
    about = {
        "@type": kind,
        "@id": here,
        "url": here,
        "name": name,
        **{key: value for key, value in more.items() if value},
    }
    return as_script([about, *_items(here, items), _crumbs([(_("Home"), address_of("home")), *parents, (name, here)])])


def postal_address(country: str, city: str) -> Node:
    where = {"@type": "PostalAddress", "addressCountry": country}
    return {**where, "addressLocality": city} if city else where


def _items(here: str, addresses: Sequence[str]) -> Iterator[Node]:
    if addresses:
        listed = [
            {"@type": "ListItem", "position": place, "url": address} for place, address in enumerate(addresses, start=1)
        ]
        yield {"@type": "ItemList", "@id": f"{here}#items", "itemListElement": listed}


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
