"""What a reader may turn away, by name: of one note, and everything turned away so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cinnabar.design.formats import pick
from cinnabar.feed.models import Kind, NotInterested
from cinnabar.kit.ids import decode, encode
from cinnabar.notes.models import Note, Topic
from cinnabar.notes.visibility import visible_to
from cinnabar.people.models import Person
from cinnabar.shop.models import Product


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be turned away; `key` is how a form names it."""

    kind: str
    about_id: int
    name: str
    is_turned_away: bool

    @property
    def key(self) -> str:
        return f"{self.kind}-{encode(self.about_id)}"


def parse_key(text: str) -> tuple[Kind, int]:
    """The kind and id in a `key`, or ValueError."""
    kind, _dash, about = text.partition("-")
    return Kind(kind), decode(about)


def choices_of(note: Note, person: Person) -> list[Choice]:
    """The note, its author, its topics and products."""
    topics = Topic.objects.filter(note_topics__note=note).order_by("note_topics__position")
    products = Product.objects.filter(tags__note=note).order_by("tags__position")
    found = [
        (Kind.NOTE, note.pk, _("this note")),
        *([(Kind.AUTHOR, note.author_id, note.author.name)] if note.author_id != person.pk else []),
        *((Kind.TOPIC, topic.pk, f"#{topic.name}") for topic in topics),
        *((Kind.PRODUCT, product.pk, pick(product.name_en, product.name_zh)) for product in products),
    ]
    away = set(NotInterested.objects.filter(person=person).values_list("kind", "about_id"))
    return [Choice(kind, about_id, name, (kind, about_id) in away) for kind, about_id, name in found]


def turned_away_by(person: Person) -> list[Choice]:
    """Everything `person` turned away, the latest first, by the names it has now."""
    rows = list(NotInterested.objects.filter(person=person).order_by("-at").values_list("kind", "about_id"))
    names = dict(_names(rows, person))
    return [
        Choice(kind, about_id, names.get((kind, about_id), _("not here any more")), True) for kind, about_id in rows
    ]


def _names(rows: list[tuple[str, int]], person: Person) -> Iterator[tuple[tuple[str, int], str]]:
    ids = {kind: [about_id for of, about_id in rows if of == kind] for kind in Kind}
    for note in Note.objects.filter(visible_to(person), pk__in=ids[Kind.NOTE]):
        yield (Kind.NOTE, note.pk), note.headline
    for author in Person.objects.filter(pk__in=ids[Kind.AUTHOR], is_active=True):
        yield (Kind.AUTHOR, author.pk), author.name
    for topic in Topic.objects.filter(pk__in=ids[Kind.TOPIC]):
        yield (Kind.TOPIC, topic.pk), f"#{topic.name}"
    for product in Product.objects.filter(pk__in=ids[Kind.PRODUCT]):
        yield (Kind.PRODUCT, product.pk), pick(product.name_en, product.name_zh)
