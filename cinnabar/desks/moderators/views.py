"""The moderators' desk: what was decided, and a page to decide about one note. Others get 404."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cinnabar.desks.moderators.forms import DismissalForm, HidingForm, RestoringForm, ReversalForm
from cinnabar.desks.moderators.queries import (
    answered_cases,
    closed_cases,
    latest_decisions,
    open_cases,
    waiting_answers,
)
from cinnabar.moderation import reporting
from cinnabar.moderation.actions import hide_note, restore_note
from cinnabar.moderation.models import Case, CaseState, Decision
from cinnabar.moderation.rulebook import RULES
from cinnabar.notes.models import Note, NoteState
from cinnabar.people.views.signed_in import PersonRequest


@login_required
@require_safe
def desk(request: PersonRequest) -> HttpResponse:
    """The latest decisions."""
    _check_moderator(request)
    context = {
        "decisions": latest_decisions(),
        "cases": open_cases(),
        "answers": waiting_answers(),
        "answered_cases": answered_cases(),
        "closed": closed_cases(),
        "rules": dict(RULES),
        "place": "me",
    }
    return render(request, "desks/moderation.jinja", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: PersonRequest, note_id: int) -> HttpResponse:
    """Hide a published note, or show a hidden one again; either with a reason that its author reads."""
    _check_moderator(request)
    note = get_object_or_404(Note, pk=note_id, state__in=[NoteState.PUBLISHED, NoteState.HIDDEN])
    form = _form(note, request)
    if request.method == "POST" and form.is_valid():
        if note.state == NoteState.PUBLISHED:
            hide_note(note, moderator=request.user, **form.cleaned_data)
        else:
            restore_note(note, moderator=request.user, **form.cleaned_data)
        return redirect("note", note_id=note.pk)
    context = {"note": note, "form": form, "hides": note.state == NoteState.PUBLISHED, "place": "me"}
    return render(request, "desks/decision.jinja", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: PersonRequest, case_id: int) -> HttpResponse:
    """What was reported, by how many and why: act on it, or let it stand; after an answer, keep it or take it back."""
    _check_moderator(request)
    found = get_object_or_404(Case, pk=case_id)
    if found.state != CaseState.OPEN:
        return _decided_case(request, found)
    is_dismissal = "dismiss-reason" in request.POST  # two forms, each with a reason of its own
    form = HidingForm(request.POST if request.method == "POST" and not is_dismissal else None, prefix="act")
    dismissal = DismissalForm(request.POST if is_dismissal else None, prefix="dismiss")
    if is_dismissal and dismissal.is_valid():
        reporting.dismiss(found, moderator=request.user, **dismissal.cleaned_data)
        return redirect("moderation-desk")
    if request.method == "POST" and not is_dismissal and form.is_valid():
        reporting.uphold(found, moderator=request.user, **form.cleaned_data)
        return redirect("moderation-desk")
    more = {"form": form, "dismissal": dismissal}
    return _case_page(request, found, more, status=422 if form.errors or dismissal.errors else 200)


def _decided_case(request: PersonRequest, found: Case) -> HttpResponse:
    asked = request.POST.get("decision", "")
    form = ReversalForm(request.POST if asked == "reverse" else None)
    if asked == "keep":
        reporting.keep(found, moderator=request.user)
    elif form.is_valid():
        reporting.take_back(found, moderator=request.user, **form.cleaned_data)
    elif form.errors:
        return _case_page(request, found, {"reversal": form}, status=422)
    if request.method == "POST":
        return redirect("moderation-desk")
    return _case_page(request, found, {"reversal": form}, status=200)


def _case_page(request: PersonRequest, found: Case, more: dict[str, Any], *, status: int) -> HttpResponse:
    context = {
        "case": found,
        "reports": found.reports.select_related("reporter").order_by("pk"),
        "rules": dict(RULES),
        "place": "me",
        **more,
    }
    return render(request, "desks/case.jinja", context, status=status)


@login_required
@require_POST
def reviewed(request: PersonRequest, decision_id: int) -> HttpResponse:
    """The author's answer was read, and the note stays hidden."""
    _check_moderator(request)
    reporting.keep_hidden(get_object_or_404(Decision, pk=decision_id), moderator=request.user)
    return redirect("moderation-desk")


def _form(note: Note, request: PersonRequest) -> forms.Form:
    kind = HidingForm if note.state == NoteState.PUBLISHED else RestoringForm
    return kind(request.POST if request.method == "POST" else None)


def _check_moderator(request: PersonRequest) -> None:
    if not request.user.is_moderator:
        raise Http404
