"""What a person does not want to meet, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cinnabar.feed.models import NotInterested
from cinnabar.kit.exports import Part, Row, plain
from cinnabar.kit.ids import encode


def _not_interested(person_id: int) -> Iterator[Row]:
    rows = NotInterested.objects.filter(person_id=person_id).order_by("at", "kind", "about_id")
    for row in plain(rows, "kind", "about_id", "at"):
        yield row | {"about_id": encode(row["about_id"])}


NOT_INTERESTED = Part("not-interested", _("Not interested"), _not_interested, ("feed.NotInterested",))
