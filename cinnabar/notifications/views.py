"""HTTP in, HTML out."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cinnabar.design.links import linked
from cinnabar.kit.ids import decode, encode
from cinnabar.kit.installation import is_demo
from cinnabar.kit.paging import BadCursor
from cinnabar.notifications import ringing
from cinnabar.notifications.inbox import Line, line_of, lines_of
from cinnabar.notifications.models import ALWAYS_TOLD, Kind, Mail, Mailed
from cinnabar.people.views.signed_in import PersonRequest

A_PAGE = 30


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Every mail, newest first, for everybody: only in a demo, elsewhere there is no such page."""
    if not is_demo():
        raise Http404
    mails = Mail.objects.order_by("-pk")
    if before := request.GET.get("before"):
        try:
            mails = mails.filter(pk__lt=decode(before))
        except ValueError:
            raise Http404 from None
    page = list(mails[: A_PAGE + 1])
    older = encode(page[A_PAGE - 1].pk) if len(page) > A_PAGE else ""
    context = {"mails": [(mail, linked(mail.body)) for mail in page[:A_PAGE]], "older": older}
    response = render(request, "notifications/outbox.jinja", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def inbox(request: PersonRequest) -> HttpResponse:
    """Everything the bell has told, newest first."""
    try:
        lines, cursor = lines_of(request.user, cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect("inbox")
    context = {"lines": lines, "cursor": cursor, "is_first_page": "after" not in request.GET}
    return render(request, "notifications/inbox.jinja", context)


@login_required
@require_safe
def entry(request: PersonRequest, entry_id: int) -> HttpResponse:
    """Go to the thing an entry tells of; from then on it is read."""
    line = line_of(request.user, entry_id)
    if line is None:
        raise Http404
    if request.method == "GET" and not line.is_read:
        ringing.read(request.user, entry_id)
    return redirect(_place(line))


@login_required
@require_POST
def reading(request: PersonRequest) -> HttpResponse:
    """Mark everything as read."""
    ringing.read_all(request.user)
    return redirect("inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_notifications(request: PersonRequest) -> HttpResponse:
    """Which kinds the bell tells, and which come by mail."""
    is_saved = request.method == "POST"
    if is_saved:
        ringing.choose_kinds(request.user, request.POST.getlist("kinds"))
        ringing.choose_mails(request.user, request.POST.getlist("mails"))
    silent, unmailed = ringing.silenced_by(request.user), ringing.unmailed_by(request.user)
    choices = [(kind.value, kind.label, kind not in silent) for kind in Kind if kind not in ALWAYS_TOLD]
    mails = [(kind.value, kind.label, kind not in unmailed) for kind in Mailed]
    context = {"choices": choices, "mails": mails, "is_saved": is_saved, "place": "me"}
    return render(request, "notifications/settings.jinja", context)


def _place(line: Line) -> str:
    """The address of what the entry is about."""
    if line.kind == Kind.FOLLOWER:
        return reverse("profile", kwargs={"handle": line.actor_handle})
    if line.kind == Kind.INVITATION:
        return reverse("shop-invitations")
    if line.kind == Kind.DATA:
        return reverse("settings-data")
    if line.kind == Kind.SALE:
        return reverse("shop-desk-order", kwargs={"slug": line.shop_slug, "number": line.number})
    if line.kind == Kind.ORDER:
        return reverse("order", kwargs={"number": line.number})
    return _place_at_note(line) if line.note_id else _place_of_case(line)


def _place_of_case(line: Line) -> str:
    """What was decided, for whoever reported it or whom it concerns; the key of the entry names the case."""
    if line.kind not in (Kind.DECISION, Kind.REPORT):
        return reverse("inbox")
    name = "report-outcome" if line.kind == Kind.REPORT else "case-answer"
    return reverse(name, kwargs={"case_id": int(line.key.split(":")[1])})


def _place_at_note(line: Line) -> str:
    if line.kind == Kind.DECISION and line.step in ("hidden", "kept"):
        return reverse("moderation-answer", kwargs={"note_id": line.note_id})
    if line.comment_id:
        address = reverse("note", kwargs={"note_id": line.note_id}, query={"comment": encode(line.comment_id)})
        return f"{address}#c-{line.comment_id}"
    return reverse("note", kwargs={"note_id": line.note_id})
