"""The moderators' desk: what was decided, and a page to decide about one note. Others get 404."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cinnabar.desks.moderators.forms import RULES, HidingForm, RestoringForm
from cinnabar.desks.moderators.queries import latest_decisions
from cinnabar.moderation.actions import hide_note, restore_note
from cinnabar.notes.models import Note, NoteState
from cinnabar.people.views.signed_in import PersonRequest


@login_required
@require_safe
def desk(request: PersonRequest) -> HttpResponse:
    """The latest decisions."""
    _check_moderator(request)
    context = {"decisions": latest_decisions(), "rules": dict(RULES), "place": "me"}
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


def _form(note: Note, request: PersonRequest) -> forms.Form:
    kind = HidingForm if note.state == NoteState.PUBLISHED else RestoringForm
    return kind(request.POST if request.method == "POST" else None)


def _check_moderator(request: PersonRequest) -> None:
    if not request.user.is_moderator:
        raise Http404
