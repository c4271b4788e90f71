"""Making and editing a product: one form, every button of which works without script."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cinnabar.design.formats import media
from cinnabar.desks.shops.forms.amounts import how_to_write
from cinnabar.desks.shops.forms.product_judging import Judgement, judge
from cinnabar.desks.shops.forms.product_text import (
    MOST_PICTURES,
    MOST_ROWS,
    ProductText,
    copied,
    read,
    stored,
    take_step,
    with_pictures,
)
from cinnabar.desks.shops.views.doors import edition_in, meanwhile, shop_or_404
from cinnabar.desks.shops.views.offers import STATES, has_moved, turn_product
from cinnabar.kit.ids import decode_or_none
from cinnabar.media.models import Picture, PicturePurpose, PictureState
from cinnabar.media.problems import message
from cinnabar.media.tickets import form_ticket, private_address
from cinnabar.media.views import preview_width
from cinnabar.people.countries import country_choices
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.actions import brand_named, create_product, edit_product, publish_product
from cinnabar.shop.attributes import LABELS, ONE_LANGUAGE, asked_for
from cinnabar.shop.models import Brand, Category, Product, ProductPicture, ProductStatus, Shop
from cinnabar.shop.specs import MOST_OPTIONS, CannotSell, ChangedMeanwhile, StockMoved
from cinnabar.shop.staff import Duty

WRITES = ("save", "publish", "preview")
BRANDS_OFFERED = 300
TURNS = {  # from which states a button leads where
    ProductStatus.ACTIVE.value: (ProductStatus.DRAFT, ProductStatus.PAUSED),
    ProductStatus.PAUSED.value: (ProductStatus.ACTIVE, ProductStatus.ARCHIVED),
    ProductStatus.ARCHIVED.value: (ProductStatus.DRAFT, ProductStatus.ACTIVE, ProductStatus.PAUSED),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shop_product_new(request: PersonRequest, slug: str) -> HttpResponse:
    """A blank product; its first saving makes the draft."""
    shop, duties = shop_or_404(request, slug, Duty.PRODUCTS)
    if request.method == "POST":
        return _press(request, shop, duties, None)
    like = Product.objects.filter(shop=shop, pk=decode_or_none(request.GET.get("like", "")) or 0).first()
    text = copied(stored(like)) if like else ProductText()
    with_pictures(text, request.GET.get("pictures", "").split("."))
    return _page(request, shop, duties, None, text)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shop_product(request: PersonRequest, slug: str, product_id: int) -> HttpResponse:
    """A product of the shop in the same form."""
    shop, duties = shop_or_404(request, slug, Duty.PRODUCTS)
    product = get_object_or_404(Product.objects.select_related("brand", "category"), pk=product_id, shop=shop)
    if request.method == "POST":
        return _press(request, shop, duties, product)
    text = stored(product)
    with_pictures(text, request.GET.get("pictures", "").split("."))
    return _page(request, shop, duties, product, text)


@login_required
@require_POST
def shop_product_status(request: PersonRequest, slug: str, product_id: int) -> HttpResponse:
    """Put it on sale, pause it, archive it."""
    shop, duties = shop_or_404(request, slug, Duty.PRODUCTS)
    product = get_object_or_404(Product.objects.select_related("brand", "category"), pk=product_id, shop=shop)
    status = request.POST.get("status", "")
    if status != product.status and product.status not in TURNS.get(status, ()):
        problems = {"": _("That does not follow from the state it is in.")}
        return _page(request, shop, duties, product, stored(product), problems=problems)
    try:
        turn_product(product, ProductStatus(status))
    except CannotSell:
        problems = {"pictures": _("Buyers want to see it: please add a picture.")}
        return _page(request, shop, duties, product, stored(product), problems=problems)
    return redirect("shop-product", slug=slug, product_id=product_id)


def _press(request: PersonRequest, shop: Shop, duties: frozenset[str], product: Product | None) -> HttpResponse:
    text = read(request.POST)
    step, _colon, subject = request.POST.get("do", "save").partition(":")
    if step not in WRITES:
        take_step(text, step, subject)
        return _page(request, shop, duties, product, text)
    pictures = usable_pictures(request, text, shop)
    to_publish = step == "publish" or (product is not None and product.status == ProductStatus.ACTIVE)
    judged = judge(text, currency=shop.currency, pictures=pictures, to_publish=to_publish)
    if not judged.problems:
        try:
            saved = _save(shop, product, judged, key=_key(request), publish=step == "publish", seen=edition_in(request))
        except ChangedMeanwhile as changed:
            judged.problems[""] = meanwhile()
            return _page(request, shop, duties, product, text, problems=judged.problems, edition=changed.edition)
        except StockMoved as moved:
            _tell_moved(text, judged.problems, moved)
        except CannotSell:
            judged.problems[""] = _("This cannot be sold like that. Please look through it again.")
        else:
            if step == "preview":
                return redirect("product", product_id=saved.pk)
            saved_at = reverse("shop-product", kwargs={"slug": shop.slug, "product_id": saved.pk})
            return redirect(f"{saved_at}?saved")
    return _page(request, shop, duties, product, text, problems=judged.problems)


@transaction.atomic
def _save(
    shop: Shop, product: Product | None, judged: Judgement, *, key: str, publish: bool, seen: int | None
) -> Product:
    """A blank form pressed twice makes one product, because its key is the product's reference."""
    brand = brand_named(judged.brand)
    reference = f"form-{key}"
    if product is None:
        product = Product.objects.filter(shop=shop, reference=reference).first()
        saved = product or create_product(shop, judged.spec(brand, reference=reference))
    else:
        saved = edit_product(product, judged.spec(brand), seen=seen)
    if publish:
        publish_product(saved)
    return saved


def _tell_moved(text: ProductText, problems: dict[str, str], moved: StockMoved) -> None:
    for row in text.variants:
        if row.variant_id is not None and (left := moved.left.get(row.variant_id)) is not None:
            row.seen = str(left)
            problems[f"v-{row.key}-stock"] = has_moved(left)


def usable_pictures(request: PersonRequest, text: ProductText, shop: Shop) -> dict[int, Picture]:
    """Those of the form that this person uploaded for goods, or that goods of the shop show already."""
    ids = [number for picture in text.pictures if (number := decode_or_none(picture.key))]
    own = Q(owner_id=request.user.pk, purpose=PicturePurpose.PRODUCT)
    shown = ProductPicture.objects.filter(product__shop=shop, picture_id__in=ids)
    there = list(shown.values_list("picture_id", flat=True))
    return Picture.objects.filter(own | Q(pk__in=there), pk__in=ids).in_bulk()


def _key(request: PersonRequest) -> str:
    key = request.POST.get("key", "")
    return key if re.fullmatch("[0-9a-f]{24}", key) else secrets.token_hex(12)


def _edition(request: PersonRequest, product: Product | None) -> int:
    seen = edition_in(request)
    return seen if seen is not None else product.edition if product else 0


def _shown(pictures: Mapping[int, Picture], text: ProductText) -> list[dict[str, Any]]:
    shown = []
    for number, told in enumerate(text.pictures, start=1):
        picture = pictures.get(decode_or_none(told.key) or 0)
        state = picture.state if picture else PictureState.FAILED.value
        address, shape = "", ""
        if picture and state == PictureState.READY:
            width = preview_width(picture)
            address = media(picture.secret, width) if picture.is_public else private_address(picture, width)
            shape = shape_of(picture)
        shown.append({"number": number, "told": told, "state": state, "address": address, "shape": shape})
    return shown


def _places(text: ProductText, problems: Mapping[str, str]) -> dict[str, str]:
    """Which variant a message is about, by the name of its field."""
    numbers = {row.key: number for number, row in enumerate(text.variants, start=1)}
    keys = {name: name.split("-")[1] for name in problems if name.startswith("v-")}
    return {name: _("Variant %(number)s") % {"number": numbers[key]} for name, key in keys.items() if key in numbers}


def shape_of(picture: Picture) -> str:
    """The shapes that lists show whole, by name; of any other they show the middle."""
    shape = picture.width / picture.height if picture.height else 0
    return next((name for name, whole in (("1:1", 1), ("3:4", 3 / 4)) if abs(shape - whole) < 0.02), "")


def _page(
    request: PersonRequest,
    shop: Shop,
    duties: frozenset[str],
    product: Product | None,
    text: ProductText,
    *,
    problems: Mapping[str, str] | None = None,
    edition: int | None = None,
) -> HttpResponse:
    categories = list(Category.objects.order_by("position", "pk"))
    chosen = next((one for one in categories if one.slug == text.plain["category"] and one.parent_id), None)
    asked = asked_for(chosen.slug, chosen.channel) if chosen else ()
    shown = _shown(usable_pictures(request, text, shop), text)
    path = reverse("shop-product", kwargs={"slug": shop.slug, "product_id": product.pk}) if product else ""
    left = MOST_PICTURES - len(shown)
    problem = request.GET.get("problem", "")
    context = {
        "shop": shop,
        "duties": duties,
        "here": "products",
        "product": product,
        "text": text,
        "problems": problems or {},
        "places": _places(text, problems or {}),
        "pictures": shown,
        "is_waiting": any(one["state"] == PictureState.WAITING for one in shown),
        "upload": form_ticket(request.user.pk, purpose=PicturePurpose.PRODUCT, most=left, back=path)
        if product and left > 0
        else "",
        "upload_problem": message(problem) if problem else "",
        "may_add": left > 0,
        "picture_bytes": settings.PICTURE_BYTES,
        "categories": [
            (top, [one for one in categories if one.parent_id == top.pk]) for top in categories if not top.parent_id
        ],
        "attributes": [
            (key, LABELS.get(key, key), key in ONE_LANGUAGE) for key in dict.fromkeys([*asked, *text.attributes])
        ],
        "countries": country_choices(),
        "brands": Brand.objects.order_by("name").values_list("name", flat=True)[:BRANDS_OFFERED],
        "how": how_to_write(shop.currency),
        "most_rows": MOST_ROWS,
        "may_add_option": len(text.options) < MOST_OPTIONS,
        "states": STATES,
        "is_saved": "saved" in request.GET,
        "edition": _edition(request, product) if edition is None else edition,
        "key": _key(request) if request.method == "POST" else secrets.token_hex(12),
        "path": path or reverse("shop-product-new", kwargs={"slug": shop.slug}),
        "place": "me",
    }
    return render(request, "desks/product.jinja", context, status=422 if problems else 200)
