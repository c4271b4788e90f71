"""The settings of one's own board, and its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from cinnabar.kit.fields import PlainText
from cinnabar.kit.ids import encode
from cinnabar.notes.actions import CannotSave, change_board, default_board_of, delete_board
from cinnabar.notes.actions.boards import LONGEST_DESCRIPTION, LONGEST_NAME
from cinnabar.notes.models import Board
from cinnabar.people.models import Person
from cinnabar.people.views.signed_in import PersonRequest

NOWHERE, SAVED = "nowhere", "saved"


class BoardForm(forms.Form):
    name = PlainText(label=gettext_lazy("Name"), most=LONGEST_NAME)
    description = PlainText(label=gettext_lazy("Description"), most=LONGEST_DESCRIPTION, lines=True, required=False)
    is_private = forms.BooleanField(label=gettext_lazy("Only I may see it"), required=False)


class DeletionForm(forms.Form):
    """Where to put what stands on the board: another one, or nowhere."""

    to = forms.ChoiceField(
        label=gettext_lazy("What is on it"),
        error_messages={"required": gettext_lazy("Please choose."), "invalid_choice": gettext_lazy("Please choose.")},
    )

    def __init__(self, board: Board, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.others = others_of(board)
        if not (board.saves.exists() or board.saved_products.exists()):
            del self.fields["to"]
            return
        to: Any = self.fields["to"]
        to.choices = [("", _("Choose…")), *self._boards(), (NOWHERE, _("Take everything off my boards"))]
        # Never from where nobody looks to where everybody does, unless its owner says so.
        fitting = (encode(other.pk) for other in self.others if other.is_private or not board.is_private)
        to.initial = SAVED if to.choices[1][0] == SAVED else next(fitting, "")

    def _boards(self) -> list[tuple[str, str]]:
        found = [(encode(other.pk), worded(other)) for other in self.others]
        has_default = any(other.is_default for other in self.others)
        words = _("%(name)s (private)") % {"name": pgettext("board", "Saved")}
        ways = found if has_default else [(SAVED, words), *found]
        return [(value, _("Move to %(name)s") % {"name": name}) for value, name in ways]

    def keep_on(self, owner: Person) -> Board | None:
        """The chosen board; that for plain saves is made when there is none yet."""
        to = self.cleaned_data.get("to", NOWHERE)
        if to == SAVED:
            return default_board_of(owner)
        return next((other for other in self.others if encode(other.pk) == to), None)


def others_of(board: Board) -> list[Board]:
    """Where its owner may put what stands on it, the board for plain saves first."""
    return boards_but(board.pk, owner_id=board.owner_id)


def boards_but(board_id: int, *, owner_id: int) -> list[Board]:
    """The other boards of somebody."""
    return list(Board.objects.filter(owner=owner_id).exclude(pk=board_id).order_by("-is_default", "-pk"))


def worded(board: Board) -> str:
    """The board's name where no lock can be drawn."""
    return _("%(name)s (private)") % {"name": board.name} if board.is_private else board.name


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def board_settings(request: PersonRequest, board_id: int) -> HttpResponse:
    """Name, description and who may see it."""
    board = get_object_or_404(Board, pk=board_id, owner=request.user)
    if request.method != "POST":
        standing = {"name": board.name, "description": board.description, "is_private": board.is_private}
        return render(request, "notes/board_settings.jinja", {"board": board, "form": BoardForm(initial=standing)})
    form = BoardForm(request.POST)
    if form.is_valid():
        try:
            change_board(board, **form.cleaned_data)
            return redirect("board", board_id=board.pk)
        except CannotSave as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field, problem.message)
    return render(request, "notes/board_settings.jinja", {"board": board, "form": form}, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def board_deletion(request: PersonRequest, board_id: int) -> HttpResponse:
    """Ask where to put what is on it, and take the board away; the one for plain saves stays."""
    board = get_object_or_404(Board, pk=board_id, owner=request.user, is_default=False)
    form = DeletionForm(board, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            delete_board(board, keep_on=form.keep_on(request.user))
            return redirect(reverse("profile", kwargs={"handle": request.user.handle}, query={"tab": "boards"}))
        except CannotSave as refusal:
            form.add_error("to", str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "notes/board_deletion.jinja", {"board": board, "form": form}, status=status)
