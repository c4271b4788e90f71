"""The viewing history: what somebody opened, the latest first, a day at a time. Theirs to erase, and to switch off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cinnabar.activity.actions import clear_history, forget_opening
from cinnabar.activity.models import Opened, Subject
from cinnabar.kit import sql
from cinnabar.kit.clock import now
from cinnabar.kit.ids import decode
from cinnabar.kit.paging import BadCursor, pack_key, unpack_key
from cinnabar.notes.covers import Cover
from cinnabar.notes.visibility import Viewer, viewer_parameters, visible_sql
from cinnabar.people.actions import set_history_keeping
from cinnabar.people.views.signed_in import PersonRequest

PAGE = 30
LIST = "history"


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was opened, as it is now."""

    subject: str
    subject_id: int
    at: datetime
    title_en: str
    title_zh: str
    by_en: str
    by_zh: str
    secret: str
    width: int
    height: int
    tone: str
    words: str
    words_style: int
    price_minor: int | None
    currency: str
    money_mark: str

    @property
    def cover(self) -> Cover:
        return Cover(self.secret, self.width, self.height, self.tone, self.words, self.words_style)


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_today: bool
    is_yesterday: bool
    lines: Sequence[Line]


# What is no longer there for this person is not here either: asked anew at every look.
LINES = """
(SELECT o.subject, o.subject_id, o.at, n.headline AS title_en, '' AS title_zh, a.name AS by_en, '' AS by_zh,
    c.secret, c.width, c.height, c.tone, c.words, c.words_style,
    NULL::bigint AS price_minor, '' AS currency, c.money_mark
 FROM activity_opened o JOIN notes_note n ON n.id = o.subject_id JOIN people_person a ON a.id = n.author_id
 JOIN notes_notecard c ON c.note_id = n.id
 WHERE o.person_id = %(viewer)s AND o.subject = 'note' AND n.state = 'published' AND {visible} AND {before}
 ORDER BY o.at DESC, o.subject_id DESC LIMIT %(limit)s)
UNION ALL
(SELECT o.subject, o.subject_id, o.at, g.name_en, g.name_zh, b.name, b.name_zh,
    COALESCE(c.secret, ''), COALESCE(c.width, 0), COALESCE(c.height, 0), COALESCE(c.tone, ''), '', 1,
    CASE WHEN c.is_on_sale THEN c.price_minor END, COALESCE(c.currency, ''), ''
 FROM activity_opened o JOIN shop_product g ON g.id = o.subject_id JOIN shop_brand b ON b.id = g.brand_id
 LEFT JOIN shop_productcard c ON c.product_id = g.id
 WHERE o.person_id = %(viewer)s AND o.subject = 'product' AND g.status <> 'draft' AND {before}
 ORDER BY o.at DESC, o.subject_id DESC LIMIT %(limit)s)
ORDER BY at DESC, subject_id DESC LIMIT %(limit)s
"""
BEFORE = "o.at > %(since)s AND (o.at, o.subject_id) < (%(before)s::timestamptz, %(before_id)s::bigint)"
BEGINNING: tuple[datetime, int] = (datetime(9999, 1, 1, tzinfo=UTC), 0)


def history_of(person: Viewer, *, cursor: str = "", limit: int = PAGE) -> tuple[list[Line], str]:
    """The lines after `cursor` and the next cursor, empty at the end; BadCursor when it is of another list."""
    before, before_id = BEGINNING
    if cursor:
        seconds, before_id = unpack_key(cursor, of=LIST)
        before = _moment(seconds)
    statement = LINES.format(visible=visible_sql("n", person), before=BEFORE)
    asked = {"before": before, "before_id": before_id, "limit": limit + 1, "since": _oldest()}
    found = sql.rows(Line, statement, viewer_parameters(person) | asked)
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], pack_key(last.at.timestamp(), last.subject_id, of=LIST) if last else ""


def _moment(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as problem:
        raise BadCursor("not a moment") from problem


def _oldest() -> datetime:
    return now() - timedelta(days=settings.HISTORY_DAYS)


def _days(lines: Sequence[Line]) -> list[Day]:
    today = timezone.localdate(now())
    return [
        Day(day, day == today, day == today - timedelta(days=1), list(found))
        for day, found in groupby(lines, key=lambda line: timezone.localdate(line.at))
    ]


@login_required
@require_safe
def history(request: PersonRequest) -> HttpResponse:
    """What one opened, the latest first, by days."""
    try:
        lines, cursor = history_of(request.user, cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect("history")
    context = {"days": _days(lines), "cursor": cursor, "kept_days": settings.HISTORY_DAYS}
    return render(request, "front/history.jinja", context)


@login_required
@require_POST
def history_removal(request: PersonRequest) -> HttpResponse:
    """Take one line out: `subject` and the `id` of what was opened."""
    try:
        subject, subject_id = Subject(request.POST.get("subject", "")), decode(request.POST.get("id", ""))
    except ValueError:
        raise Http404 from None
    forget_opening(request.user.pk, subject, subject_id)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect("history")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def history_clearing(request: PersonRequest) -> HttpResponse:
    """Take everything out, after asking once."""
    if request.method == "POST":
        clear_history(request.user.pk)
        return redirect("history")
    if not Opened.objects.filter(person_id=request.user.pk).exists():
        return redirect("history")
    return render(request, "front/history_clearing.jinja")


@login_required
@require_POST
def history_keeping(request: PersonRequest) -> HttpResponse:
    """Keep a history from now on (`on=1`), or none (`on=0`)."""
    set_history_keeping(request.user, keeps_history=request.POST.get("on") == "1")
    return redirect("history")
