"""The products of a shop in a table, in which price and stock are changed in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cinnabar.desks.shops.forms.amounts import how_to_write, read_compared, read_price, read_stock
from cinnabar.desks.shops.views.doors import shop_or_404
from cinnabar.kit.ids import decode_or_none, encode
from cinnabar.kit.money import typed
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.actions import change_offers, publish_product, set_status
from cinnabar.shop.models import Product, ProductPicture, ProductStatus, Shop, Variant
from cinnabar.shop.specs import CannotSell, OfferSpec, PricesMoved, StockMoved
from cinnabar.shop.staff import Duty

A_PAGE = 20
ROWS_A_PAGE = 120  # variants: a form of many more has more fields than a request may bring
TURNS = (ProductStatus.ACTIVE.value, ProductStatus.PAUSED.value, ProductStatus.ARCHIVED.value)
STATES: dict[str, Promise] = {
    "": gettext_lazy("All"),
    ProductStatus.ACTIVE.value: gettext_lazy("On sale"),
    ProductStatus.DRAFT.value: gettext_lazy("Drafts"),
    ProductStatus.PAUSED.value: gettext_lazy("Paused"),
    ProductStatus.ARCHIVED.value: gettext_lazy("Archived"),
}


@dataclass(slots=True)
class Row:
    """A variant with what stands in its fields, what stood there when it was shown, and what is wrong by field."""

    variant: Variant
    key: str
    price: str
    was: str
    stock: str
    seen: str
    seen_price: str
    seen_was: str
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A product with its rows."""

    product: Product
    key: str
    picture: ProductPicture | None
    rows: Sequence[Row]
    is_chosen: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shop_products(request: PersonRequest, slug: str) -> HttpResponse:
    """One page of products; a post writes the rows that were changed and the states of those chosen, all or none."""
    shop, duties = shop_or_404(request, slug, Duty.PRODUCTS)
    state = request.GET.get("state", "")
    chosen = list(_asked_for(request, shop).prefetch_related("variants", "pictures").order_by("-pk")[: A_PAGE + 1])
    ticked = request.POST.getlist("product")
    shelves = _fitting([_shelf(product, ticked) for product in chosen[:A_PAGE]], is_sent=request.method == "POST")
    rows = [row for shelf in shelves for row in shelf.rows]
    problem = ""
    if request.method == "POST":
        _take(rows, request.POST)
        problem = _save(shop, rows, [one.product for one in shelves if one.is_chosen], request.POST.get("turn", ""))
        if not problem and not any(row.problems for row in rows):
            return redirect(f"{request.path}?{urlencode({**request.GET.dict(), 'saved': ''})}#offers")
    context = {
        "shop": shop,
        "duties": duties,
        "here": "products",
        "states": STATES,
        "state": state,
        "shelves": shelves,
        "wrong": [row for row in rows if row.problems],
        "problem": problem,
        "is_saved": "saved" in request.GET and not problem,
        "how": how_to_write(shop.currency),
        "next": shelves[-1].key if len(chosen) > len(shelves) else "",
        "place": "me",
    }
    return render(request, "desks/shop_products.jinja", context, status=422 if problem or context["wrong"] else 200)


def _fitting(shelves: Sequence[Shelf], *, is_sent: bool) -> list[Shelf]:
    """As many as the form has room for, one at least; of a form that was sent all of them."""
    rows, fitting = 0, list[Shelf]()
    for shelf in shelves:
        rows += len(shelf.rows)
        if fitting and rows > ROWS_A_PAGE and not is_sent:
            break
        fitting.append(shelf)
    return fitting


def _asked_for(request: PersonRequest, shop: Shop) -> QuerySet[Product]:
    """The products of this page; of a form that was sent those that stood on it, whatever was added since."""
    products, state = Product.objects.filter(shop=shop), request.GET.get("state", "")
    if shown := [product_id for key in request.POST.getlist("shown")[:A_PAGE] if (product_id := decode_or_none(key))]:
        return products.filter(pk__in=shown)
    if state in STATES and state:
        products = products.filter(status=state)
    after = decode_or_none(request.GET.get("after", ""))
    return products.filter(pk__lt=after) if after else products


def _shelf(product: Product, ticked: Sequence[str]) -> Shelf:
    variants = sorted(product.variants.all(), key=lambda variant: variant.position)
    pictures = sorted(product.pictures.all(), key=lambda picture: picture.position)
    key, rows = encode(product.pk), [_row(one) for one in variants if not one.is_withdrawn]
    return Shelf(product, key, pictures[0] if pictures else None, rows, is_chosen=key in ticked)


def _row(variant: Variant) -> Row:
    was = "" if variant.compare_at_minor is None else typed(variant.compare_at_minor, variant.currency)
    price, stock = typed(variant.price_minor, variant.currency), str(variant.in_stock)
    return Row(variant, encode(variant.pk), price, was, stock, stock, price, was)


def _take(rows: Iterable[Row], post: QueryDict) -> None:
    """Put what was typed into the rows; one that was not sent stays as it is."""
    for row in rows:
        for name in ("price", "was", "stock", "seen", "seen_price", "seen_was"):
            setattr(row, name, post.get(f"{name}-{row.key}", getattr(row, name))[:40])


def _save(shop: Shop, rows: Sequence[Row], chosen: Sequence[Product], turn: str) -> str:
    """Write prices, stock and states; else nothing, and what is wrong besides the rows that say it themselves."""
    if turn and (turn not in TURNS or not chosen):
        return _("Please choose products first.")
    try:
        with transaction.atomic():
            if not _write(shop, rows):
                transaction.set_rollback(True)
                return ""
            for product in sorted(chosen, key=lambda product: product.pk) if turn else ():
                turn_product(product, ProductStatus(turn))
    except CannotSell:
        return _("To be on sale, each of them needs a picture.")
    return ""


def turn_product(product: Product, status: ProductStatus) -> None:
    if status == ProductStatus.ACTIVE:
        publish_product(product)
    elif product.status != ProductStatus.DRAFT or status != ProductStatus.PAUSED:  # what was never on sale cannot pause
        set_status(product, status)


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
    except PricesMoved as moved:
        for row in rows:
            if (there := moved.now.get(row.variant.pk)) is not None:
                price, was = (None if minor is None else typed(minor, row.variant.currency) for minor in there)
                row.seen_price, row.seen_was = price or "", was or ""
                row.problems["price"] = _("Meanwhile it costs %(price)s. Please check, and save again.") % {
                    "price": price
                }
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
    prices_seen = _prices_seen(row)
    if (price, found["was"]) == prices_seen and stock == seen:
        return None
    return OfferSpec(
        variant_id=variant.pk,
        price_minor=price,
        compare_at_minor=found["was"],
        in_stock=stock,
        stock_seen=seen,
        prices_seen=prices_seen,
    )


def _prices_seen(row: Row) -> tuple[int, int | None]:
    """What the row showed before it was typed into; what stands there now, when that cannot be read."""
    currency = row.variant.currency
    try:
        return read_price(row.seen_price, currency), read_compared(row.seen_was, currency, price=None)
    except ValidationError:
        return row.variant.price_minor, row.variant.compare_at_minor
