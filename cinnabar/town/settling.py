"""People, brands, shops and products of the town, made by the actions that everybody uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction

from cinnabar.kit.clock import at, now
from cinnabar.people.actions import choose_interests, create_person, follow, set_avatar
from cinnabar.people.models import Person, Role
from cinnabar.people.profiles import NewPerson, Profile
from cinnabar.shop.actions import create_brand, create_product, open_shop, set_price
from cinnabar.shop.categories import ensure_base_categories
from cinnabar.shop.models import Brand, Category, Product, Shop
from cinnabar.shop.specs import BrandSpec, PictureSpec, ProductSpec, ShopSpec, VariantSpec
from cinnabar.town.galleries import Gallery, bring_avatars
from cinnabar.town.ledger import once, settle, settled
from cinnabar.town.reading import TownPerson, alt_texts, in_both_languages, town

REDUCED_SINCE = 12  # days
JOINED_BEFORE = timedelta(days=180)  # before the oldest thing that anybody did
JOINED_APART = timedelta(hours=61)
ROLES = {"creator": Role.CREATOR, "moderator": Role.MODERATOR, "operator": Role.OPERATOR}


def settle_people(passwords: dict[str, dict[str, str]]) -> dict[str, Person]:
    """Everybody by handle, without pictures yet; those who are there stay as they are."""
    known = settled("person")
    for person in town().people:
        if person.handle not in known:
            password = passwords.get(person.handle, {}).get("password", "")
            known[person.handle] = once("person", person.handle, partial(_move_in, person, password))
    by_id = Person.objects.in_bulk(list(known.values()))
    return {handle: by_id[row_id] for handle, row_id in known.items()}


def _move_in(person: TownPerson, password: str) -> int:
    with at(now() - JOINED_BEFORE - JOINED_APART * _place(person)):
        made = create_person(_new_person(person, password))
    choose_interests(made, person.interests)
    return made.pk


def _place(person: TownPerson) -> int:
    """From 1, in the order of the data."""
    return [other.handle for other in town().people].index(person.handle) + 1


def _new_person(person: TownPerson, password: str) -> NewPerson:
    return NewPerson(
        handle=person.handle,
        email=f"{person.handle if person.handle.isascii() else f'person{_place(person)}'}@example.com",
        password=password,
        profile=Profile(
            name=person.name,
            bio=person.bio,
            language=person.language,
            country=person.country,
            region=person.region,
            city=person.city,
            birth_year=person.birth_year,
            gender=person.gender,
            traits=person.traits,
        ),
        role=ROLES.get(person.role, Role.READER),
        tint=person.tint,
        city_tier=person.tier,
        followers_imported=person.followers,
        has_confirmed_email=True,
    )


def give_pictures(people: dict[str, Person]) -> None:
    """Square pictures for those who have one and do not wear it yet."""
    bare = [(person, people[person.handle].pk) for person in town().people if not people[person.handle].avatar]
    for handle, picture in bring_avatars(bare).items():
        people[handle] = set_avatar(people[handle], picture)


@transaction.atomic
def weave_follows(people: dict[str, Person]) -> None:
    """Who follows whom: everybody a handful, by shared interests, the well-known more often."""
    if settled("follows"):
        return
    crowd = sorted(town().people, key=lambda person: -person.followers)
    for place, person in enumerate(crowd):
        others = [other for other in crowd if other is not person and set(other.interests) & set(person.interests)]
        for step in range(4 + place % 5):
            chosen = others[(step * step * (1 + place % 3) + place) % len(others)]
            follow(people[person.handle], people[chosen.handle])
    settle("follows", {"all": 1})


def settle_shops(people: dict[str, Person], gallery: Gallery) -> dict[str, Shop]:
    """Base categories, brands and shops; the shops by slug."""
    ensure_base_categories()
    known_brands = settled("brand")
    for table in town().brands:
        if table["slug"] not in known_brands:
            once("brand", table["slug"], partial(_register, table))
    known = settled("shop")
    for table in town().shops:
        if (slug := table["slug"]) not in known:
            owner = people[table["owner"]]
            known[slug] = once("shop", slug, partial(_open_shop, table, owner, gallery))
    by_id = Shop.objects.in_bulk(list(known.values()))
    return {slug: by_id[row_id] for slug, row_id in known.items()}


def _register(table: dict[str, Any]) -> int:
    return create_brand(BrandSpec(**table)).pk


def _open_shop(table: dict[str, Any], owner: Person, gallery: Gallery) -> int:
    banner = gallery.copy(table["picture"], owner_id=owner.pk, purpose="shop")
    fields = {name: value for name, value in table.items() if name not in ("owner", "picture", "ships_to")}
    return open_shop(owner, ShopSpec(**fields, ships_to=tuple(table["ships_to"]), banner_id=banner.pk)).pk


def settle_products(
    keys: Iterable[str], *, shops: dict[str, Shop], people: dict[str, Person], gallery: Gallery
) -> None:
    """The products of `keys`, whose pictures were prepared."""
    known = settled("product")
    wanted = set(keys) - known.keys()
    tables = [table for table in town().products if table["key"] in wanted]
    owners = {shop["slug"]: people[shop["owner"]] for shop in town().shops}
    brands = {brand.slug: brand for brand in Brand.objects.all()}
    categories = {category.slug: category for category in Category.objects.all()}
    for table in tables:

        def put_on_sale(table: dict[str, Any] = table) -> int:
            spec = _product_spec(table, owners[table["shop"]].pk, brands, categories, gallery)
            with at(now() - timedelta(days=table["days_old"])):
                product = create_product(shops[table["shop"]], _before_reductions(spec))
            with at(now() - timedelta(days=min(table["days_old"] / 2, REDUCED_SINCE))):
                _reduce(product, spec)
            return product.pk

        once("product", table["key"], put_on_sale)


def _before_reductions(spec: ProductSpec) -> ProductSpec:
    """The same at the prices that its reductions are compared with."""
    full = (
        replace(one, price_minor=one.compare_at_minor or one.price_minor, compare_at_minor=None)
        for one in spec.variants
    )
    return replace(spec, variants=tuple(full))


def _reduce(product: Product, spec: ProductSpec) -> None:
    for variant in product.variants.order_by("position"):
        told = spec.variants[variant.position]
        if told.compare_at_minor is not None:
            set_price(variant, told.price_minor, compare_at_minor=told.compare_at_minor)


def _product_spec(
    table: dict[str, Any],
    owner_id: int,
    brands: dict[str, Brand],
    categories: dict[str, Category],
    gallery: Gallery,
) -> ProductSpec:
    pictures = list(dict.fromkeys([*table["pictures"], *(v["picture"] for v in table["variant"] if "picture" in v)]))
    return ProductSpec(
        brand=brands[table["brand"]],
        category=categories[table["category"]],
        reference=table["key"],
        name_en=table["name_en"],
        name_zh=table["name_zh"],
        description_en=table["description_en"],
        description_zh=table["description_zh"],
        origin_country=table["origin"],
        ships_from=table["ships_from"],
        attributes=in_both_languages(table.get("attributes", {})),
        options=tuple((option["name_en"], option["name_zh"]) for option in table.get("options", ())),
        pictures=tuple(
            PictureSpec(
                picture_id=gallery.copy(name, owner_id=owner_id, purpose="product").pk,
                alt_en=alt_texts()[name][0],
                alt_zh=alt_texts()[name][1],
            )
            for name in pictures
        ),
        variants=tuple(
            VariantSpec(
                price_minor=variant["price_minor"],
                in_stock=variant["stock"],
                compare_at_minor=variant.get("compare_at_minor"),
                labels_en=tuple(variant.get("labels_en", ())),
                labels_zh=tuple(variant.get("labels_zh", ())),
                picture=pictures.index(variant["picture"]) if "picture" in variant else None,
            )
            for variant in table["variant"]
        ),
        status=table["status"],
    )


def products() -> dict[str, Product]:
    """Every settled product by key."""
    known = settled("product")
    by_id = Product.objects.select_related("shop").in_bulk(list(known.values()))
    return {key: by_id[row_id] for key, row_id in known.items()}
