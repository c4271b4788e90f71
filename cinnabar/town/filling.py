"""Fill the demo town: first what the opening page needs, the rest while readers look around."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cinnabar.kit.clock import now
from cinnabar.kit.language import speaking
from cinnabar.people.models import Person
from cinnabar.search.actions import catch_up
from cinnabar.shop.models import Shop
from cinnabar.town.galleries import Gallery
from cinnabar.town.ledger import settle, settled
from cinnabar.town.marker import NotADemo, take_database
from cinnabar.town.reading import TownNote, town
from cinnabar.town.settling import (
    give_pictures,
    products,
    settle_people,
    settle_products,
    settle_shops,
    weave_follows,
)
from cinnabar.town.states import show_states
from cinnabar.town.strolling import stroll
from cinnabar.town.writing import Scene, write_notes

__all__ = ["NotADemo", "fill", "fill_first", "is_unfinished"]

Say = Callable[[str], None]
FIRST_NOTES = 30  # a page of twenty and a little more
FEW_PICTURES = 5


def is_unfinished() -> bool:
    """Whether something of the town is missing."""
    return "all" not in settled("town")


def fill_first(*, say: Say) -> None:
    """People, shops and enough notes with pictures to open the doors. Twice changes nothing."""
    passwords = take_database()
    if "first" in settled("town"):
        return
    with speaking("en"):
        say("Inviting the people of the town …")
        _write(_first_notes(), _Cast.gather(passwords), say=say)
        settle("town", {"first": 1})


def fill(*, say: Say) -> None:
    """Everything that is missing. Stopped halfway, it goes on from there."""
    passwords = take_database()
    if not is_unfinished():
        say("The town is complete.")
        return
    with speaking("en"):
        cast = _Cast.gather(passwords)
        give_pictures(cast.people)
        say("The people of the town have their pictures.")
        _write(town().notes, cast, say=say)
        _sell(cast, (table["key"] for table in town().products), say=say)
        weave_follows(cast.people)
        show_states(cast.people, products(), now())
        catch_up()
        stroll()
        settle("town", {"first": 1, "all": 1})
        say("The town is complete.")


def _first_notes() -> list[TownNote]:
    """The liveliest of the younger notes with few pictures, and whatever they follow."""
    small = [
        note
        for note in town().notes
        if len(note.pictures) <= FEW_PICTURES and not note.clip and note.state == "published"
    ]
    chosen = sorted(small, key=lambda note: note.days_ago - note.likes / 400)[:FIRST_NOTES]
    keys = {note.key for note in chosen} | {note.follows for note in chosen}
    return [note for note in town().notes if note.key in keys]


@dataclass(frozen=True)
class _Cast:
    people: dict[str, Person]
    shops: dict[str, Shop]
    gallery: Gallery

    @classmethod
    def gather(cls, passwords: dict[str, dict[str, str]]) -> _Cast:
        people = settle_people(passwords)
        gallery = Gallery(people["kim_runs"].pk)
        gallery.prepare((shop["picture"] for shop in town().shops), say=lambda _text: None)
        return cls(people, settle_shops(people, gallery), gallery)


def _write(notes: Iterable[TownNote], cast: _Cast, *, say: Say) -> None:
    told = list(notes)
    _sell(cast, (tag.product for note in told for tag in note.tags), say=say)
    cast.gallery.prepare((name for note in told for name in note.media), say=say)
    write_notes(told, Scene(cast.people, products(), cast.gallery, now()))
    say(f"Notes: {len(settled('note'))} of {len(town().notes)}")


def _sell(cast: _Cast, keys: Iterable[str], *, say: Say) -> None:
    wanted = set(keys)
    tables = [table for table in town().products if table["key"] in wanted]
    names = [name for table in tables for name in table["pictures"]]
    names += [variant["picture"] for table in tables for variant in table["variant"] if "picture" in variant]
    cast.gallery.prepare(names, say=say)
    settle_products(wanted, shops=cast.shops, people=cast.people, gallery=cast.gallery)
