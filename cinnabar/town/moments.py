"""Notes that the simulation publishes: short moments of the town's own data, each once, a few a day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import transaction

from cinnabar.kit.clock import now
from cinnabar.notes import actions as notes
from cinnabar.notes.actions import DraftContent, PlacedPicture
from cinnabar.notes.models import Note
from cinnabar.people.models import Person
from cinnabar.town.galleries import Gallery
from cinnabar.town.ledger import missing, settle, settled
from cinnabar.town.reading import DATA, LANGUAGES, alt_texts

MOST_A_DAY = 6


@dataclass(frozen=True, slots=True)
class Moment:
    key: str
    language: str  # as in the data: en, zh
    title: str
    body: str
    topics: tuple[str, ...]
    channel: str
    picture: str


@cache
def moments() -> tuple[Moment, ...]:
    """All of them, in the order of the file."""
    with (DATA / "moments.toml").open("rb") as file:
        tables = tomllib.load(file)["moment"]
    return tuple(
        Moment(
            key=f"{table['key']}-{language}-{number}",
            language=language,
            title=title,
            body=table[f"bodies_{language}"][number],
            topics=tuple(table[f"topics_{language}"]),
            channel=table["channel"],
            picture=table["pictures"][number],
        )
        for table in tables
        for language in ("en", "zh")
        for number, title in enumerate(table[f"titles_{language}"])
    )


@transaction.atomic
def publish_a_moment(townspeople: Sequence[Person], place: float) -> Note | None:
    """Let somebody of the town write the moment at `place` (0 … 1), unless it is written, or today has enough of them.

    Written ones are not replaced by others: a second run changes nothing, and in the end the town falls silent.
    """
    moment = moments()[int(place * len(moments()))]
    written = settled("moment")
    if moment.key in written or missing("picture", [moment.picture]) or _written_today(written.values()) >= MOST_A_DAY:
        return None
    authors = [one for one in townspeople if one.language == LANGUAGES[moment.language]]
    if not authors:
        return None
    author = authors[int(place * 997 * len(authors)) % len(authors)]
    gallery = Gallery(author.pk)
    gallery.prepare([moment.picture], say=lambda _text: None)
    note = notes.start_draft(author, reference=f"moment-{moment.key}")
    note = notes.publish_note(notes.save_draft(note, _content(moment, gallery, author)))
    settle("moment", {moment.key: note.pk})
    return note


def _written_today(note_ids: Iterable[int]) -> int:
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    return Note.objects.filter(pk__in=list(note_ids), published_at__gte=midnight).count()


def _content(moment: Moment, gallery: Gallery, author: Person) -> DraftContent:
    picture = gallery.copy(moment.picture, owner_id=author.pk, purpose="note")
    alt = alt_texts()[moment.picture][moment.language == "zh"]
    return DraftContent(
        title=moment.title,
        body=moment.body,
        pictures=[PlacedPicture(picture.pk, alt=alt)],
        topics=list(moment.topics),
        channel=moment.channel,
    )
