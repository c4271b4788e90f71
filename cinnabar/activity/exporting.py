"""What a person saw and did, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cinnabar.activity.models import Deed, Opened, SearchClick, Searched, SeenNote, ServedPage
from cinnabar.kit.exports import Part, Row, plain
from cinnabar.kit.ids import encode


def _deeds(person_id: int) -> Iterator[Row]:
    rows = Deed.objects.filter(person_id=person_id).order_by("at", "id")
    told = plain(
        rows, "at", "action", "note_id", "product_id", "subject", "subject_id", "source", "position", "seconds"
    )
    return _named(told)


def _seen(person_id: int) -> Iterator[Row]:
    return _named(plain(SeenNote.objects.filter(person_id=person_id).order_by("at", "note_id"), "at", "note_id"))


def _history(person_id: int) -> Iterator[Row]:
    rows = Opened.objects.filter(person_id=person_id).order_by("at", "subject", "subject_id")
    for row in plain(rows, "at", "subject", "subject_id"):
        yield {"at": row["at"], row["subject"]: encode(row["subject_id"])}


def _home_pages(person_id: int) -> Iterator[Row]:
    """A line a note."""
    for page in ServedPage.objects.filter(person_id=person_id).order_by("at"):
        for place, note_id in enumerate(page.note_ids):
            yield {
                "at": page.at,
                "place": page.first + place,
                "note": encode(note_id),
                "source": page.sources[place],
                "because_of": encode(page.because[place]) if page.because[place] else "",
                "snapshot": page.version,
            }


def _searches(person_id: int) -> Iterable[Row]:
    return plain(Searched.objects.filter(person_id=person_id).order_by("at"), "at", "words", "found")


def _search_clicks(person_id: int) -> Iterator[Row]:
    rows = SearchClick.objects.filter(search__person_id=person_id).order_by("at")
    for row in plain(rows, "at", "kind", "subject_id", "position", words=F("search__words")):
        yield {"at": row["at"], "searched": row["words"], row["kind"]: encode(row["subject_id"])} | {
            "position": row["position"]
        }


def _named(rows: Iterable[Row]) -> Iterator[Row]:
    """Ids in the form that addresses have."""
    for row in rows:
        row[f"{row.pop('subject', '')}_id"] = row.pop("subject_id", None)
        for name in [name for name in row if name.endswith("_id")]:
            if row.get(name):
                row[name.removesuffix("_id")] = encode(row[name])
            row.pop(name, None)
        yield row


DEEDS = Part("activity", _("What you saw and opened"), _deeds, ("activity.Deed",))
HISTORY = Part("history", _("Viewing history"), _history, ("activity.Opened",))
SEEN = Part("opened-notes", _("Notes you opened"), _seen, ("activity.SeenNote",))
PAGES = Part("home-pages", _("What home showed you, and why"), _home_pages, ("activity.ServedPage",))
SEARCHES = Part("searches", _("What you searched for"), _searches, ("activity.Searched",))
SEARCH_CLICKS = Part("search-openings", _("What you opened from a search"), _search_clicks, ("activity.SearchClick",))
