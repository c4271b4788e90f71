"""Taking part in a talk: saying something, finding something in it, choosing a product to show."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cinnabar.front.reading import note_answer, page_or_404
from cinnabar.front.talk import LONGEST_SEARCH, CommentForm, address_of, every, offers_for, talk_context, under
from cinnabar.kit.fields import PlainText
from cinnabar.kit.ids import decode_or_none
from cinnabar.kit.limits import check_limit
from cinnabar.kit.paging import BadCursor
from cinnabar.notes.actions import CannotSave, add_comment
from cinnabar.notes.comment_html import CommentHtml
from cinnabar.notes.models import Comment, Note, NoteState
from cinnabar.notes.prose import marked
from cinnabar.notes.queries import NotePage, found_in_talk, thread_of
from cinnabar.people.views.signed_in import PersonRequest


class SearchForm(forms.Form):
    q = PlainText(label=_("Search in the comments"), most=LONGEST_SEARCH, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, note_id: int) -> HttpResponse:
    """The talk alone, and what is found in it by `q`; a form says something under the note."""
    return _say(request, note_id) if request.method == "POST" else _look(request, note_id)  # type: ignore[arg-type]


def _look(request: HttpRequest, note_id: int) -> HttpResponse:
    page = page_or_404(request, note_id)
    if page.state != NoteState.PUBLISHED:
        raise Http404
    search = SearchForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    try:
        context = _found(request, page, words) if words else talk_context(request, page, CommentForm())
    except BadCursor:
        return redirect("comments", note_id=note_id)
    context |= {"page": page, "search": search, "words": words}
    return render(request, "front/comments.jinja", context, status=200 if search.is_valid() else 422)


def _found(request: HttpRequest, page: NotePage, words: str) -> dict[str, object]:
    found = found_in_talk(under(page, request), words, cursor=request.GET.get("after", ""))
    return {"talk": found, "comment": CommentHtml(page, request.user, partial(marked, words=words.split()))}


@login_required
def _say(request: PersonRequest, note_id: int) -> HttpResponse:
    page = page_or_404(request, note_id)
    form = CommentForm(request.POST)
    if request.POST.get("do") == "find":
        form.look_for_products(request, note_id)
        return note_answer(request, page, form)
    if form.is_valid():
        check_limit(f"comment:{request.user.pk}", most=30, seconds=600)
        try:
            said = _said(request, page, form)
        except CannotSave as refusal:
            for problem in refusal.problems:
                form.add_error("product" if problem.field == "product" else "body", problem.message)
        else:
            address = address_of(note_id, said.pk)
            return JsonResponse({"address": address}, status=201) if _wants_bytes(request) else redirect(address)
    if _wants_bytes(request):
        return JsonResponse(
            {"problem": " ".join(str(text) for texts in form.errors.values() for text in texts)}, status=422
        )
    return note_answer(request, page, form, status=422)


def _said(request: PersonRequest, page: NotePage, form: CommentForm) -> Comment:
    parent, note = _parent_or_404(request, page), Note.objects.get(pk=page.id)
    return add_comment(request.user, note, form.cleaned_data["body"], parent, product=form.cleaned_data["product"])


def _parent_or_404(request: PersonRequest, page: NotePage) -> Comment | None:
    """The comment that is answered; only one in a thread that this reader sees."""
    if not request.POST.get("parent"):
        return None
    asked = decode_or_none(request.POST["parent"]) or 0
    thread = thread_of(asked, under(page, request)) if asked else None
    if thread is None or asked not in (said.id for said in every([thread])):
        raise Http404
    return Comment.objects.get(pk=asked)


def _wants_bytes(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


@login_required
@require_safe
def comment_products(request: PersonRequest, note_id: int) -> HttpResponse:
    """Products that one may show below this note: a piece of the form, for the words in `q`."""
    page_or_404(request, note_id)
    words = request.GET.get("q", "").strip()
    context = {"offers": offers_for(request, note_id, words), "words": words}
    return render(request, "front/comment_offers.jinja", context)
