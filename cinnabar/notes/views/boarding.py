"""The settings of one's own board."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cinnabar.notes.actions import CannotSave, change_board
from cinnabar.notes.models import Board
from cinnabar.people.views.signed_in import PersonRequest


class BoardForm(forms.Form):
    name = forms.CharField(label=_("Name"))
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea)
    is_private = forms.BooleanField(label=_("Only I may see it"), required=False)


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
