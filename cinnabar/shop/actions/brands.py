"""Brands, and whose account speaks for them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from cinnabar.kit.clock import now
from cinnabar.kit.sql import values
from cinnabar.people.models import Person
from cinnabar.shop.models import (
    Brand,
)
from cinnabar.shop.slugs import free_slug
from cinnabar.shop.specs import (
    BrandSpec,
)


@transaction.atomic
def create_brand(spec: BrandSpec) -> Brand:
    """The brand of that address, else of that name; made if there is none. Twice brings its words up to date."""
    known = Brand.objects.filter(slug=spec.slug) if spec.slug else Brand.objects.filter(name=spec.name)
    brand = known.select_for_update(no_key=True).first() or Brand(
        slug=spec.slug or free_slug(spec.name, is_taken=lambda slug: Brand.objects.filter(slug=slug).exists())
    )
    for name in ("name", "name_zh", "country", "story_en", "story_zh"):
        setattr(brand, name, getattr(spec, name))
    brand.save()
    return brand


@transaction.atomic
def brand_named(name: str) -> Brand:
    """The brand of that name in either language, in any case; made if there is none. Twice gives the same."""
    values("SELECT pg_advisory_xact_lock(hashtext(%(key)s))::text", {"key": f"brand {name.casefold()}"})
    known = Brand.objects.filter(Q(name__iexact=name) | Q(name_zh__iexact=name)).order_by("pk").first()
    return known or create_brand(BrandSpec(name=name))


@transaction.atomic
def verify_brand(brand: Brand, keeper: Person) -> None:
    """Let `keeper` speak for `brand`, with a mark on both pages. Twice changes nothing; another one takes over."""
    brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    if brand.keeper_id != keeper.pk:
        Brand.objects.filter(pk=brand.pk).update(keeper=keeper, verified_at=now())


@transaction.atomic
def withdraw_verification(brand: Brand) -> None:
    """Nobody speaks for `brand` any more. Twice changes nothing."""
    Brand.objects.filter(pk=brand.pk).update(keeper=None, verified_at=None)
