"""An author takes a note away, and may bring it back for 30 days."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cinnabar.notes.actions import delete_note, undelete_note
from cinnabar.notes.models import Note
from cinnabar.people.views.signed_in import PersonRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note_deletion(request: PersonRequest, note_id: int) -> HttpResponse:
    """A page that asks first; a POST deletes, with `undo` it brings the note back."""
    note = get_object_or_404(Note, pk=note_id, author=request.user)
    if request.method != "POST":
        return render(request, "notes/deletion.jinja", {"note": note})
    if "undo" in request.POST:
        undelete_note(note)
    else:
        delete_note(note)
    return redirect("profile", handle=request.user.handle)
