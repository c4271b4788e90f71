"""Opening shops, closing them, and their banner."""

from __future__ import annotations

from django.db import transaction

from cinnabar.kit.events import announce
from cinnabar.media.actions import conceal, show
from cinnabar.media.models import Picture
from cinnabar.people.models import Person
from cinnabar.shop.actions.pictures import ready_pictures
from cinnabar.shop.cards import refresh_cards, renew_card
from cinnabar.shop.events import StaffJoined
from cinnabar.shop.models import (
    Product,
    Shop,
    ShopRole,
    ShopStaff,
)
from cinnabar.shop.slugs import free_slug
from cinnabar.shop.specs import (
    ChangedMeanwhile,
    ShopSpec,
)


class SlugTaken(ValueError):
    """Another shop has that address already."""


class CurrencyFixed(ValueError):
    """A shop that has products keeps the currency of their prices."""


@transaction.atomic
def open_shop(owner: Person, spec: ShopSpec, *, seen: int | None = None) -> Shop:
    """A shop of `owner`. The same owner and address again brings it up to date; another owner gets SlugTaken.

    Without an address the owner's shop of that name is the one, so that a second press opens no second shop.
    ChangedMeanwhile when it is not the edition any more that was `seen`.
    """
    shop = _known_shop(owner, spec)
    if shop and not ShopStaff.objects.filter(shop=shop, person=owner, role=ShopRole.OWNER).exists():
        raise SlugTaken(spec.slug)
    if shop and shop.currency != spec.currency and shop.products.exists():
        raise CurrencyFixed(spec.currency)
    shop = shop or Shop(
        slug=spec.slug
        or free_slug(spec.name, is_taken=lambda slug: slug == "new" or Shop.objects.filter(slug=slug).exists())
    )
    before = Shop.objects.filter(pk=shop.pk).values().first()
    _write_shop(shop, spec)
    if before is not None and Shop.objects.filter(pk=shop.pk).values().get() != before:
        if seen is not None and shop.edition != seen:
            raise ChangedMeanwhile(shop.edition)
        shop.edition += 1
        shop.save(update_fields=["edition"])
    add_staff(shop, owner, role=ShopRole.OWNER)
    refresh_cards(list(shop.products.values_list("pk", flat=True)))
    return shop


def _known_shop(owner: Person, spec: ShopSpec) -> Shop | None:
    if spec.slug:
        return Shop.objects.select_for_update(no_key=True).filter(slug=spec.slug).first()
    Person.objects.select_for_update(no_key=True).get(pk=owner.pk)  # the second press waits for the first
    own = Shop.objects.select_for_update(of=("self",), no_key=True).filter(
        staff__person=owner, staff__role=ShopRole.OWNER
    )
    return own.filter(name=spec.name).first()


@transaction.atomic
def close_shop(shop: Shop) -> None:
    """Take all goods of `shop` off sale until it opens again; its orders go on. Twice changes nothing."""
    _set_open(shop, False)


@transaction.atomic
def reopen_shop(shop: Shop) -> None:
    """Sell again what was on sale before. Twice changes nothing."""
    _set_open(shop, True)


def _set_open(shop: Shop, is_open: bool) -> None:
    if Shop.objects.filter(pk=shop.pk, is_open=not is_open).update(is_open=is_open):
        for product_id in Product.objects.filter(shop=shop).order_by("pk").values_list("pk", flat=True):
            renew_card(product_id)


@transaction.atomic
def hang_banner(shop: Shop, picture: Picture | None) -> None:
    """Show `picture` above the shop, or no picture any more. Twice changes nothing."""
    shop = Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    former = Picture.objects.filter(secret=shop.banner).first() if shop.banner else None
    if picture is None:
        shop.banner, shop.banner_width, shop.banner_height = "", 0, 0
    else:
        _wear_banner(shop, picture)
    shop.save(update_fields=["banner", "banner_width", "banner_height"])
    if former and former.secret != shop.banner:
        conceal([former.pk])


@transaction.atomic
def add_staff(shop: Shop, person: Person, *, role: ShopRole) -> None:
    """Let `person` work in `shop` as `role`. Twice changes nothing; another role replaces the former one."""
    _row, is_new = ShopStaff.objects.update_or_create(shop=shop, person=person, defaults={"role": role})
    if is_new:
        announce(StaffJoined(shop.pk, person.pk))


def _write_shop(shop: Shop, spec: ShopSpec) -> None:
    same: tuple[str, ...] = (
        "name",
        "name_zh",
        "kind",
        "country",
        "city",
        "currency",
        "story_en",
        "story_zh",
        "returns_en",
    )
    same += ("returns_zh", "tint", "shipping_minor", "free_from_minor", "days_min", "days_max")
    same += ("legal_name", "legal_address", "register_number", "contact_email", "contact_phone")
    for name in same:
        setattr(shop, name, getattr(spec, name))
    shop.ships_to = list(spec.ships_to)
    if spec.banner_id is not None:
        _wear_banner(shop, ready_pictures([spec.banner_id])[spec.banner_id])
    shop.save()


def _wear_banner(shop: Shop, picture: Picture) -> None:
    shop.banner, shop.banner_width, shop.banner_height = picture.secret, picture.width, picture.height
    show([picture.pk])
