"""The category tree: its base comes from a data file, an operator may add to it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.db import transaction

from cinnabar.shop.models import Category
from cinnabar.shop.slugs import free_slug

BASE = Path(__file__).parent / "data" / "categories.toml"


@transaction.atomic
def ensure_base_categories() -> int:
    """Bring the base tree in; returns how many categories are new. Names that were changed by hand stay."""
    tree = tomllib.loads(BASE.read_text("utf-8"))
    new = 0
    for place, (channel, top) in enumerate(tree.items()):
        parent, is_new = Category.objects.get_or_create(
            slug=channel,
            defaults={"name_en": top["en"], "name_zh": top["zh"], "channel": channel, "position": place},
        )
        new += is_new
        for position, (slug, english, chinese) in enumerate(top["children"]):
            _, is_new = Category.objects.get_or_create(
                slug=slug,
                defaults={
                    "name_en": english,
                    "name_zh": chinese,
                    "channel": channel,
                    "parent": parent,
                    "position": position,
                },
            )
            new += is_new
    return new


@transaction.atomic
def create_category(parent: Category, *, name_en: str, name_zh: str) -> Category:
    """A category below `parent`, the last of its children. The same names again give the one that is there."""
    parent = Category.objects.select_for_update(no_key=True).get(pk=parent.pk)
    names = {"name_en": name_en or name_zh, "name_zh": name_zh or name_en}
    if there := parent.children.filter(**names).first():
        return there
    return Category.objects.create(
        slug=free_slug(names["name_en"], is_taken=lambda slug: Category.objects.filter(slug=slug).exists()),
        channel=parent.channel,
        parent=parent,
        position=parent.children.count(),
        **names,
    )


def ensure_top_category(channel: str, name_en: str, name_zh: str) -> Category:
    """The top category of a channel that the base tree has no goods for. Twice gives the same."""
    defaults = {"name_en": name_en, "name_zh": name_zh, "channel": channel, "position": Category.objects.count()}
    return Category.objects.get_or_create(slug=channel, defaults=defaults)[0]
