"""Saving a note or a product: the page to choose a board on, and what a tap there does."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cinnabar.design.formats import count, pick
from cinnabar.kit.fields import PlainText
from cinnabar.kit.ids import decode_or_none
from cinnabar.kit.limits import check_limit
from cinnabar.notes import actions
from cinnabar.notes.actions.boards import LONGEST_NAME
from cinnabar.notes.models import Board, Note, NoteState
from cinnabar.notes.queries import boards_to_choose
from cinnabar.notes.visibility import visible_to
from cinnabar.people.paths import own_path
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.models import Product, ProductStatus

takes_forms = require_http_methods(["GET", "HEAD", "POST"])


class NewBoardForm(forms.Form):
    name = PlainText(label=gettext_lazy("Name"), most=LONGEST_NAME)
    is_private = forms.BooleanField(label=gettext_lazy("Only I may see it"), required=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """What is being saved, its words and its page."""

    thing: Note | Product
    name: str
    address: str


@login_required
@takes_forms
def save(request: PersonRequest, note_id: int) -> HttpResponse:
    """A page to choose the board on; `on=1` saves, to `board` or a new one called `name`; `on=0` takes it off."""
    readable = Note.objects.filter(visible_to(request.user), state=NoteState.PUBLISHED)
    note = get_object_or_404(readable, pk=note_id)
    return _save(request, Saved(note, note.headline, reverse("note", kwargs={"note_id": note.pk})))


@login_required
@takes_forms
def product_save(request: PersonRequest, product_id: int) -> HttpResponse:
    """The same for a product that everybody may open."""
    product = get_object_or_404(Product.objects.exclude(status=ProductStatus.DRAFT), pk=product_id)
    address = reverse("product", kwargs={"product_id": product.pk})
    return _save(request, Saved(product, pick(product.name_en, product.name_zh), address))


def _save(request: PersonRequest, saved: Saved) -> HttpResponse:
    if request.method != "POST":
        return _page(request, saved)
    check_limit(f"save:{request.user.pk}", most=120, seconds=600)
    if request.POST.get("on") == "0":
        actions.unsave(request.user, saved.thing)
        return _done(request, saved, None)
    form = NewBoardForm(request.POST)
    try:
        if "name" not in request.POST:
            return _done(request, saved, actions.save_thing(request.user, saved.thing, _chosen(request)))
        if form.is_valid():
            return _done(request, saved, actions.save_to_new_board(request.user, saved.thing, **form.cleaned_data))
        problem = str(form.errors["name"][0])
    except actions.CannotSave as refusal:
        problem = str(refusal)
    return _page(request, saved, problem)


def _chosen(request: PersonRequest) -> Board | None:
    chosen = request.POST.get("board")
    return get_object_or_404(Board, pk=decode_or_none(chosen), owner=request.user) if chosen else None


def _page(request: PersonRequest, saved: Saved, problem: str = "") -> HttpResponse:
    context = {
        "saved": saved,
        "boards": boards_to_choose(request.user),
        "standing": actions.standing_of(request.user, saved.thing),
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "notes/save.jinja", context, status=422 if problem else 200)


def _done(request: PersonRequest, saved: Saved, board: Board | None) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        said = _("Saved to “%(name)s”") % {"name": board.name} if board else _("Taken off your boards")
        return JsonResponse({"on": board is not None, "shown": _shown(saved.thing), "said": said})
    return redirect(own_path(request.POST.get("next")) or saved.address)


def _shown(thing: Note | Product) -> str:
    """The number of saves where one is shown: products have none."""
    if not isinstance(thing, Note):
        return ""
    thing.refresh_from_db(fields=["saves", "saves_imported"])
    number = thing.saves + thing.saves_imported
    return count(number) if number else ""
