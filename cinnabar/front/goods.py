"""The pages of goods: product, shop, brand and category."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from cinnabar.activity.actions import record_product_open
from cinnabar.design.formats import is_chinese, pick
from cinnabar.front import structured
from cinnabar.front.landing import offer_of
from cinnabar.front.listing import listing_of, only_links
from cinnabar.front.opening import found_in, is_opening, note_search_click
from cinnabar.front.opinions import opinions_on
from cinnabar.kit.ids import decode_or_none
from cinnabar.kit.paging import BadCursor
from cinnabar.notes.only import only_of
from cinnabar.notes.queries import notes_for_product, product_is_saved
from cinnabar.shop import attributes, rules
from cinnabar.shop.grids import Filters
from cinnabar.shop.queries import ProductPage, brand_page, category_page, product_page, shop_page
from cinnabar.shop.staff import shops_of

Page = TypeVar("Page")


@require_safe
def product(request: HttpRequest, product_id: int) -> HttpResponse:
    """The landing page: what it is, what readers say, and the way to buy it."""
    page = product_or_404(request, product_id)
    is_preview = page.status == "draft"
    from_note, wanted = (decode_or_none(request.GET.get(name, "")) for name in ("from", "variant"))
    country = request.user.country if request.user.is_authenticated else ""
    if request.user.is_authenticated and not is_preview and is_opening(request):
        source, keeps = found_in(request)[0], request.user.keeps_history
        record_product_open(request.user.pk, product_id, note_id=from_note, source=source, in_history=keeps)
        note_search_click(request, "product", product_id)
    only = only_of(request.GET.get("only", ""))
    pros, cons = opinions_on(product_id, request.user, only=only)
    notes = notes_for_product(product_id, request.user, only=only)
    kept = {name: request.GET.get(name, "") for name in ("from", "variant")}
    context = {
        "page": page,
        # No search engine is signed in; a friend sees more notes than everybody, too.
        "structured": "" if request.user.is_authenticated else structured.of_product(page, notes),
        "offer": offer_of(page, wanted=wanted, country=country) if page.is_for_sale or is_preview else None,
        "is_preview": is_preview,
        "is_saved": product_is_saved(product_id, request.user),
        "from_note": from_note,
        "pros": pros,
        "cons": cons,
        "notes": notes,
        "only": only,
        "kinds": only_links(request.path, only, anchor="#verdict", **kept) if notes or only else [],
        "attributes": attributes.shown(
            page.attributes, is_chinese=is_chinese(), first=() if page.may_be_promoted else rules.FORMULA_FIRST
        ),
    }
    return render(request, "front/product.jinja", context)


def product_or_404(request: HttpRequest, product_id: int) -> ProductPage:
    """The product as this reader may see it: a draft is there for the staff of its shop."""
    page = product_page(product_id)
    if page is None and request.user.is_authenticated:
        page = product_page(product_id, own_shops=list(shops_of(request.user).values_list("pk", flat=True)))
    return found_or_404(page)


@require_safe
def shop(request: HttpRequest, slug: str) -> HttpResponse:
    """A shop: who sells, on which terms, and everything it has."""
    page = found_or_404(shop_page(slug))
    about = partial(
        structured.of_list,
        "OnlineStore",
        pick(page.name, page.name_zh),
        structured.address_of("shop", slug=page.slug),
        description=pick(page.story_en, page.story_zh),
        address=structured.postal_address(page.country, page.city),
    )
    filters = Filters(shop_id=page.id)
    return _with_goods(request, "front/shop.jinja", page, filters, about, with_categories=True)


@require_safe
def brand(request: HttpRequest, slug: str) -> HttpResponse:
    """A brand: where it comes from, and its goods in all shops."""
    page = found_or_404(brand_page(slug))
    note_search_click(request, "brand", page.id)
    about = partial(
        structured.of_list,
        "Brand",
        pick(page.name, page.name_zh),
        structured.address_of("brand", slug=page.slug),
        description=pick(page.story_en, page.story_zh),
    )
    filters = Filters(brand_id=page.id)
    return _with_goods(request, "front/brand.jinja", page, filters, about, with_categories=True)


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """A category with its branch of the tree and everything in it."""
    page = found_or_404(category_page(slug))
    name, here = pick(page.name_en, page.name_zh), structured.address_of("category", slug=page.slug)
    parents = [(_("Channels"), structured.address_of("channels"))]
    if page.parent_slug:
        parent = pick(page.parent_name_en or "", page.parent_name_zh or "")
        parents.append((parent, structured.address_of("category", slug=page.parent_slug)))
    about = partial(structured.of_list, "CollectionPage", name, here, parents=parents)
    return _with_goods(request, "front/category.jinja", page, Filters(category_ids=page.ids), about)


def _with_goods(
    request: HttpRequest,
    template: str,
    page: object,
    within: Filters,
    about: Callable[..., Markup],
    *,
    with_categories: bool = False,
) -> HttpResponse:
    try:
        listing = listing_of(request, within, with_categories=with_categories)
    except BadCursor:
        return redirect(escape_uri_path(request.path))
    told = about(items=structured.addresses_on(listing.cells, request.user))
    return render(request, template, {"page": page, "listing": listing, "structured": told})


def found_or_404(page: Page | None) -> Page:
    if page is None:
        raise Http404
    return page
