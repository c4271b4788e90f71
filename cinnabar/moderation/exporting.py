"""What a person reported, and what was decided about what they wrote, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from cinnabar.kit.exports import Part, Row, address, plain
from cinnabar.kit.ids import encode
from cinnabar.moderation.models import Case, CaseState, Decision, Report
from cinnabar.notes.models import Note


def _reports(person_id: int) -> Iterable[Row]:
    """Their own words; what they spoke of is somebody else's."""
    return plain(Report.objects.filter(reporter_id=person_id).order_by("pk"), "subject", "rule", "words", "at")


def _decisions(person_id: int) -> Iterator[Row]:
    """As their author reads them: rule and reason, not who decided."""
    rows = Decision.objects.filter(note_id__in=Note.objects.filter(author_id=person_id).values("pk")).order_by("pk")
    for row in plain(rows, "note_id", *"rule reason at answer answered_at reviewed_at".split()):
        note_id = row.pop("note_id")
        yield {"note": encode(note_id), "address": address("note", note_id=note_id)} | row


def _cases(person_id: int) -> Iterable[Row]:
    """What was acted upon; who reported it stays with the moderators."""
    rows = Case.objects.filter(concerned_id=person_id, state__in=[CaseState.UPHELD, CaseState.REVERSED])
    return plain(rows.order_by("pk"), *"subject rule reason closed_at answer answered_at last_words".split())


REPORTS = Part("reports", _("Reports"), _reports, ("moderation.Report",))
DECISIONS = Part("decisions", _("Decisions about your notes"), _decisions, ("moderation.Decision",))
CASES = Part("moderation", _("What moderators decided"), _cases, ("moderation.Case",))
