"""The bell: what a person is told, taken back, read and silenced. Each verb locks the person first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from cinnabar.kit import sql
from cinnabar.kit.clock import now
from cinnabar.kit.ids import new_id
from cinnabar.notifications.models import ALWAYS_TOLD, Entry, EntryActor, Kind, Mailed, NoMail, Silence
from cinnabar.people.models import Block, Person
from cinnabar.people.unread import set_unread

MOST_UNREAD = 100  # the badge says 99+


@dataclass(frozen=True, slots=True)
class News:
    """What happened, for one person. What carries the same `key` is one entry, with all who did it."""

    kind: Kind
    key: str
    actor_id: int | None = None
    note_id: int | None = None
    comment_id: int | None = None
    order_id: int | None = None
    shop_id: int | None = None
    step: str = ""
    words: str = ""
    at: datetime | None = None


@transaction.atomic
def ring(person_id: int, news: News) -> None:
    """Tell `person_id` the news, unless they do not want it or the two have blocked each other.

    The same again changes nothing; one more who did the same brings the entry back to the top, unread.
    """
    if news.actor_id == person_id or not _lock(person_id) or not _is_welcome(person_id, news):
        return
    at = news.at or now()
    entry_id, is_new = _entry(person_id, news, at)
    if news.actor_id is not None:
        is_new = _add_actor(entry_id, news.actor_id, at)
        _count_actors(entry_id)
    if is_new:
        Entry.objects.filter(pk=entry_id).update(at=at, read_at=None)
    _recount(person_id)


@transaction.atomic
def take_back(person_id: int, key: str, *, actor_id: int | None = None) -> None:
    """Untell what `actor_id` did, or everything under `key`. Without such an entry nothing changes."""
    if not _lock(person_id):
        return
    rows = EntryActor.objects.filter(entry__person_id=person_id, entry__key=key, is_withdrawn=False)
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    _withdraw(rows, person_id)


@transaction.atomic
def part(one_id: int, other_id: int) -> None:
    """Take from both bells what the other one did. Twice changes nothing."""
    for person_id, actor_id in sorted([(one_id, other_id), (other_id, one_id)]):
        if _lock(person_id):
            _withdraw(EntryActor.objects.filter(entry__person_id=person_id, actor_id=actor_id), person_id)


@transaction.atomic
def forget(person_id: int, entries: Q) -> None:
    """Take entries away whose subject is gone, but not decisions about it. Twice changes nothing."""
    if _lock(person_id):
        Entry.objects.filter(entries, person_id=person_id).exclude(kind__in=ALWAYS_TOLD).delete()
        _recount(person_id)


@transaction.atomic
def read(person: Person, entry_id: int) -> None:
    """Mark one entry as read. Twice keeps the first moment."""
    _lock(person.pk)
    Entry.objects.filter(pk=entry_id, person=person, read_at=None).update(read_at=now())
    _recount(person.pk)


@transaction.atomic
def read_all(person: Person) -> None:
    """Mark everything as read. Twice keeps the first moment."""
    _lock(person.pk)
    Entry.objects.filter(person=person, read_at=None).update(read_at=now())
    _recount(person.pk)


@transaction.atomic
def choose_kinds(person: Person, wanted: Iterable[str]) -> None:
    """Tell `person` only these kinds from now on; decisions are always told. The same again changes nothing."""
    silent = set(Kind.values) - set(wanted) - ALWAYS_TOLD
    _lock(person.pk)
    Silence.objects.filter(person=person).exclude(kind__in=silent).delete()
    Silence.objects.bulk_create((Silence(person=person, kind=kind) for kind in sorted(silent)), ignore_conflicts=True)


@transaction.atomic
def choose_mails(person: Person, wanted: Iterable[str]) -> None:
    """Send `person` only these kinds by mail from now on. The same again changes nothing."""
    unwanted = set(Mailed.values) - set(wanted)
    _lock(person.pk)
    NoMail.objects.filter(person=person).exclude(kind__in=unwanted).delete()
    NoMail.objects.bulk_create((NoMail(person=person, kind=kind) for kind in sorted(unwanted)), ignore_conflicts=True)


def unmailed_by(person: Person) -> set[str]:
    """The kinds that `person` does not want by mail."""
    return set(NoMail.objects.filter(person=person).values_list("kind", flat=True))


def silenced_by(person: Person) -> set[str]:
    """The kinds that `person` does not want to be told."""
    return set(Silence.objects.filter(person=person).values_list("kind", flat=True))


def _lock(person_id: int) -> bool:
    """Whether there is such a person; locked, so that two who ring at once both count."""
    people = Person.objects.select_for_update(no_key=True).filter(pk=person_id, is_active=True)
    return people.values_list("pk", flat=True).first() is not None


def _is_welcome(person_id: int, news: News) -> bool:
    between = Q(blocker_id=person_id, blocked_id=news.actor_id) | Q(blocker_id=news.actor_id, blocked_id=person_id)
    if news.actor_id is not None and Block.objects.filter(between).exists():
        return False
    return news.kind in ALWAYS_TOLD or not Silence.objects.filter(person_id=person_id, kind=news.kind).exists()


def _entry(person_id: int, news: News, at: datetime) -> tuple[int, bool]:
    """The id of the entry of that key, and whether it was made now."""
    made = Entry(
        id=new_id(),
        person_id=person_id,
        kind=news.kind,
        key=news.key,
        step=news.step,
        actor_id=news.actor_id,
        actors=0 if news.actor_id else 1,
        note_id=news.note_id,
        comment_id=news.comment_id,
        order_id=news.order_id,
        shop_id=news.shop_id,
        words=news.words[:300],
        at=at,
    )
    Entry.objects.bulk_create([made], ignore_conflicts=True)
    kept = Entry.objects.values_list("pk", flat=True).get(person_id=person_id, key=news.key)
    return kept, kept == made.pk


def _add_actor(entry_id: int, actor_id: int, at: datetime) -> bool:
    """Whether this one did it for the first time."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO notifications_entryactor AS kept (entry_id, actor_id, at, is_withdrawn)
            VALUES (%s, %s, %s, false)
            ON CONFLICT (entry_id, actor_id) DO UPDATE SET is_withdrawn = false
            RETURNING xmax = 0
            """,
            [entry_id, actor_id, at],
        )
        return bool(cursor.fetchone()[0])


def _withdraw(rows: object, person_id: int) -> None:
    touched = list(rows.values_list("entry_id", "actor_id"))  # type: ignore[attr-defined]
    for entry_id, actor_id in touched:
        EntryActor.objects.filter(entry_id=entry_id, actor_id=actor_id).update(is_withdrawn=True)
        _count_actors(entry_id)
    if touched:
        _recount(person_id)


def _count_actors(entry_id: int) -> None:
    standing = EntryActor.objects.filter(entry_id=entry_id, is_withdrawn=False).order_by("-at", "-actor_id")
    latest = standing.values_list("actor_id", flat=True).first()
    Entry.objects.filter(pk=entry_id).update(actors=standing.count(), **({"actor_id": latest} if latest else {}))


UNREAD = """
SELECT count(*) FROM (SELECT FROM notifications_entry
    WHERE person_id = %(person)s AND read_at IS NULL AND actors > 0 LIMIT %(most)s) AS unread
"""


def _recount(person_id: int) -> None:
    """In a statement of its own after the lock, so that it sees what others wrote before."""
    set_unread(person_id, sql.values(UNREAD, {"person": person_id, "most": MOST_UNREAD})[0])
