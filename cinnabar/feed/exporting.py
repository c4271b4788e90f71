"""What a person wants and does not want of their home, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from cinnabar.feed.models import Dial, NotInterested, Steer
from cinnabar.kit.exports import Part, Row, plain
from cinnabar.kit.ids import encode


def _not_interested(person_id: int) -> Iterator[Row]:
    rows = NotInterested.objects.filter(person_id=person_id).order_by("at", "kind", "about_id")
    for row in plain(rows, "kind", "about_id", "at"):
        yield row | {"about_id": encode(row["about_id"])}


NOT_INTERESTED = Part("not-interested", _("Not interested"), _not_interested, ("feed.NotInterested",))


def _dials(person_id: int) -> Iterable[Row]:
    return plain(Dial.objects.filter(person_id=person_id), "is_plain", "variety", "form", "began_at")


def _steers(person_id: int) -> Iterable[Row]:
    rows = Steer.objects.filter(person_id=person_id).order_by("kind", "about")
    return plain(rows, "kind", "about", "stance", "at")


DIALS = Part("home", _("How you want your home"), _dials, ("feed.Dial",))
STEERS = Part("steered-interests", _("What you said about interests"), _steers, ("feed.Steer",))
