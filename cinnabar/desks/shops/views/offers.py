"""The products of a shop in a table, in which price and stock are changed in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cinnabar.desks.shops.forms.amounts import how_to_write, read_compared, read_price, read_stock
from cinnabar.desks.shops.views.doors import shop_or_404
from cinnabar.kit.ids import decode, encode
from cinnabar.kit.money import typed
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.actions import change_offers
from cinnabar.shop.models import Product, ProductPicture, ProductStatus, Shop, Variant
from cinnabar.shop.specs import OfferSpec, StockMoved
from cinnabar.shop.staff import Duty

A_PAGE = 20
STATES: dict[str, Promise] = {
    "": gettext_lazy("All"),
    ProductStatus.ACTIVE.value: gettext_lazy("On sale"),
    ProductStatus.DRAFT.value: gettext_lazy("Drafts"),
    ProductStatus.PAUSED.value: gettext_lazy("Paused"),
    ProductStatus.ARCHIVED.value: gettext_lazy("Archived"),
}


@dataclass(slots=True)
class Row:
    """A variant with what stands in its fields, and what is wrong with them by field."""

    variant: Variant
    key: str
    price: str
    was: str
    stock: str
    seen: str
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A product with its rows."""

    product: Product
    picture: ProductPicture | None
    rows: Sequence[Row]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shop_products(request: PersonRequest, slug: str) -> HttpResponse:
    """One page of products; a post writes the rows that were changed, all of them or none."""
    shop, duties = shop_or_404(request, slug, Duty.PRODUCTS)
    state = request.GET.get("state", "")
    products = Product.objects.filter(shop=shop, **({"status": state} if state in STATES and state else {}))
    if after := _id_or_none(request.GET.get("after", "")):
        products = products.filter(pk__lt=after)
    chosen = list(products.prefetch_related("variants", "pictures").order_by("-pk")[: A_PAGE + 1])
    shelves = [_shelf(product) for product in chosen[:A_PAGE]]
    rows = [row for shelf in shelves for row in shelf.rows]
    if request.method == "POST":
        _take(rows, request.POST)
        if _write(shop, rows):
            return redirect(f"{request.get_full_path()}#offers")
    context = {
        "shop": shop,
        "duties": duties,
        "here": "products",
        "states": STATES,
        "state": state,
        "shelves": shelves,
        "wrong": [row for row in rows if row.problems],
        "how": how_to_write(shop.currency),
        "next": encode(chosen[A_PAGE - 1].pk) if len(chosen) > A_PAGE else "",
        "place": "me",
    }
    return render(request, "desks/shop_products.jinja", context, status=422 if context["wrong"] else 200)


def _shelf(product: Product) -> Shelf:
    variants = sorted(product.variants.all(), key=lambda variant: variant.position)
    pictures = sorted(product.pictures.all(), key=lambda picture: picture.position)
    return Shelf(product, pictures[0] if pictures else None, [_row(one) for one in variants if not one.is_withdrawn])


def _row(variant: Variant) -> Row:
    was = "" if variant.compare_at_minor is None else typed(variant.compare_at_minor, variant.currency)
    price, stock = typed(variant.price_minor, variant.currency), str(variant.in_stock)
    return Row(variant, encode(variant.pk), price, was, stock, stock)


def _take(rows: Iterable[Row], post: QueryDict) -> None:
    """Put what was typed into the rows; one that was not sent stays as it is."""
    for row in rows:
        for name in ("price", "was", "stock", "seen"):
            setattr(row, name, post.get(f"{name}-{row.key}", getattr(row, name))[:40])


def _write(shop: Shop, rows: Sequence[Row]) -> bool:
    """Write the rows that say something new. False when one is wrong: it says so, and nothing is written."""
    offers = [offer for row in rows if (offer := _judge(row))]
    if any(row.problems for row in rows):
        return False
    try:
        change_offers(shop, offers)
    except StockMoved as moved:
        for row in rows:
            if (left := moved.left.get(row.variant.pk)) is not None:
                row.seen = str(left)
                row.problems["stock"] = has_moved(left)
        return False
    return True


def has_moved(left: int) -> str:
    return _("Meanwhile there are %(left)s. Please check, and save again.") % {"left": left}


def _judge(row: Row) -> OfferSpec | None:
    """What the row asks for, when that is new and right."""
    variant, found = row.variant, dict[str, int | None]()
    reads = {
        "price": lambda: read_price(row.price, variant.currency),
        "was": lambda: read_compared(row.was, variant.currency, price=found.get("price")),
        "stock": lambda: read_stock(row.stock),
        "seen": lambda: read_stock(row.seen),
    }
    for name, read in reads.items():
        try:
            found[name] = read()
        except ValidationError as wrong:
            row.problems["stock" if name == "seen" else name] = wrong.messages[0]
    if row.problems:
        return None
    price, stock, seen = found["price"], found["stock"], found["seen"]
    assert price is not None and stock is not None
    is_same = (price, found["was"], stock) == (variant.price_minor, variant.compare_at_minor, seen)
    if is_same:
        return None
    return OfferSpec(
        variant_id=variant.pk,
        price_minor=price,
        compare_at_minor=found["was"],
        in_stock=stock,
        stock_seen=seen,
    )


def _id_or_none(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None
