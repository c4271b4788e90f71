"""What readers do with a note: like it, like, pin, choose or remove a comment. HTTP in, a page or a few bytes out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cinnabar.design.formats import count
from cinnabar.kit.limits import check_limit
from cinnabar.notes import actions
from cinnabar.notes.models import Comment, Note, NoteState
from cinnabar.notes.visibility import comments_visible_to, visible_to
from cinnabar.people.paths import own_path
from cinnabar.people.views.signed_in import PersonRequest

Verb = Callable[[Comment], None]


@login_required
@require_POST
def like(request: PersonRequest, note_id: int) -> HttpResponse:
    """`on=1` likes, `on=0` takes it back."""
    note = _readable_or_404(request, note_id)
    is_on = _is_on(request)
    check_limit(f"like:{request.user.pk}", most=120, seconds=600)
    (actions.like if is_on else actions.unlike)(request.user, note)
    note.refresh_from_db(fields=["likes", "likes_imported"])
    return _toggled(request, note, is_on=is_on, number=note.likes + note.likes_imported)


@login_required
@require_POST
def comment_like(request: PersonRequest, note_id: int, comment_id: int) -> HttpResponse:
    """`on=1` likes the comment, `on=0` takes it back."""
    comment = _comment_or_404(request, note_id, comment_id)
    is_on = _is_on(request)
    check_limit(f"like:{request.user.pk}", most=120, seconds=600)
    (actions.like_comment if is_on else actions.unlike_comment)(request.user, comment)
    comment.refresh_from_db(fields=["likes"])
    return _toggled(request, comment.note, is_on=is_on, number=comment.likes, anchor=f"#c-{comment.pk}")


@login_required
@require_POST
def comment_pin(request: PersonRequest, note_id: int, comment_id: int) -> HttpResponse:
    """`on=1` shows it before all others, `on=0` no longer."""
    return _decided(request, note_id, comment_id, actions.pin_comment, actions.unpin_comment)


@login_required
@require_POST
def comment_answer(request: PersonRequest, note_id: int, comment_id: int) -> HttpResponse:
    """`on=1` chooses it as the answer, `on=0` takes that back."""
    return _decided(request, note_id, comment_id, actions.choose_answer, actions.take_back_answer)


def _decided(request: PersonRequest, note_id: int, comment_id: int, turn_on: Verb, turn_off: Verb) -> HttpResponse:
    """What only the note's author decides about a comment."""
    comment = _comment_or_404(request, note_id, comment_id)
    if comment.note.author_id != request.user.pk:
        raise Http404
    try:
        (turn_on if _is_on(request) else turn_off)(comment)
    except (actions.CannotPin, actions.CannotChoose):
        raise Http404 from None
    return _to_talk(note_id)


@login_required
@require_POST
def comment_removal(request: PersonRequest, note_id: int, comment_id: int) -> HttpResponse:
    """Its author, the note's author or a moderator takes it away."""
    comment = _comment_or_404(request, note_id, comment_id)
    if not actions.may_remove(request.user, comment):
        raise Http404
    actions.remove_comment(comment, by=request.user)
    return _to_talk(note_id)


def _to_talk(note_id: int) -> HttpResponse:
    return redirect(reverse("note", kwargs={"note_id": note_id}) + "#talk")


def _readable_or_404(request: PersonRequest, note_id: int) -> Note:
    readable = Note.objects.filter(visible_to(request.user), state=NoteState.PUBLISHED)
    return get_object_or_404(readable, pk=note_id)


def _comment_or_404(request: PersonRequest, note_id: int, comment_id: int) -> Comment:
    note = _readable_or_404(request, note_id)
    comments = Comment.objects.select_related("note").filter(comments_visible_to(request.user))
    return get_object_or_404(comments, pk=comment_id, note=note)


def _is_on(request: PersonRequest) -> bool:
    return request.POST.get("on", "1") != "0"


def _wants_bytes(request: PersonRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _toggled(request: PersonRequest, note: Note, *, is_on: bool, number: int, anchor: str = "") -> HttpResponse:
    if _wants_bytes(request):
        return JsonResponse({"on": is_on, "shown": count(number) if number else ""})
    note_address = reverse("note", kwargs={"note_id": note.pk})
    return redirect(own_path(request.POST.get("next")) or note_address + anchor)
