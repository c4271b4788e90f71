"""A board, and what its owner does with many things on it at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cinnabar.front import structured
from cinnabar.kit.ids import decode_or_none, encode
from cinnabar.kit.limits import check_limit
from cinnabar.kit.paging import BadCursor
from cinnabar.notes.actions import BoardGone, CannotSave, Problem, Stood, move_things, put_back, take_off
from cinnabar.notes.models import Board, Note, NoteState
from cinnabar.notes.queries import board_front, things_on_board
from cinnabar.notes.views.boarding import boards_but, others_of, worded
from cinnabar.notes.visibility import visible_to
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.models import Product, ProductStatus

AT_ONCE = 500
UNDONE_AT_ONCE = 60  # so many fit into an address
PICKED_FROM = 60  # cards on a page of which one picks


@require_safe
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    """Somebody's collection; a private one is there for its owner only, who may pick (`select=1`) things on it."""
    return _page(request, board_id, is_picking=request.GET.get("select") == "1")


@login_required
@require_POST
def items(request: PersonRequest, board_id: int) -> HttpResponse:
    """What its owner does with the picked things: `do` is "move" (to the board `to`), "remove", or "undo" of either."""
    here = get_object_or_404(Board.objects.select_related("owner"), pk=board_id, owner=request.user)
    check_limit(f"arrange:{request.user.pk}", most=120, seconds=600)
    if request.POST.get("do") == "undo":
        return _put_back(request, here)
    try:
        picked = _picked(request)
        if request.POST.get("do") == "remove":
            return _done(here, take_off(here, picked))
        to = _chosen(here, request.POST.get("to", ""))
        return _done(here, move_things(here, picked, to=to), moved_to=to)
    except CannotSave as refusal:
        return _page(request, board_id, is_picking=True, problem=str(refusal))


def _page(request: HttpRequest, board_id: int, *, is_picking: bool, problem: str = "") -> HttpResponse:
    front = board_front(board_id, request.user)
    if front is None:
        raise Http404
    is_own = request.user.pk == front.owner_id
    is_picking = is_picking and is_own
    limit = {"limit": PICKED_FROM} if is_picking else {}
    try:
        page = things_on_board(board_id, request.user, cursor=request.GET.get("after", ""), **limit)
    except BadCursor:
        return redirect("board", board_id=board_id)
    others = boards_but(front.id, owner_id=front.owner_id) if is_picking else []
    context = {
        "board": front,
        "page": page,
        "is_own": is_own,
        "is_picking": is_picking,
        "others": [(encode(one.pk), worded(one)) for one in others],
        "picked": set(request.POST.getlist("item")),
        "problem": problem,
        "after": request.GET.get("after", ""),
        "undo": _offered_undo(request, front.id) if is_own else None,
        "structured": "" if front.is_private else structured.of_board(front, page.things, request.user),
    }
    return render(request, "front/board.jinja", context, status=422 if problem else 200)


def _picked(request: PersonRequest) -> list[int]:
    ids = [found for text in request.POST.getlist("item")[:AT_ONCE] if (found := decode_or_none(text))]
    if not ids:
        raise CannotSave([Problem("item", _("Please pick something first."))])
    return ids


def _chosen(here: Board, text: str) -> Board:
    found = next((other for other in others_of(here) if encode(other.pk) == text), None)
    if found is None:
        raise BoardGone if text else CannotSave([Problem("to", _("Please choose a board to move to."))])
    return found


def _done(here: Board, done: Sequence[Stood], *, moved_to: Board | None = None) -> HttpResponse:
    """Back to the board, which offers to undo it."""
    query = {"done": _packed(done, of=here.pk)} if len(done) <= UNDONE_AT_ONCE else {}
    if moved_to:
        query["to"] = encode(moved_to.pk)
    return redirect(reverse("board", kwargs={"board_id": here.pk}, query=query if done else None))


def _offered_undo(request: HttpRequest, board_id: int) -> dict[str, str] | None:
    token = request.GET.get("done", "")
    number = len(_unpacked(token, of=board_id))
    if not number:
        return None
    to = decode_or_none(request.GET.get("to", ""))
    target = Board.objects.filter(pk=to, owner_id=request.user.pk).first() if to else None
    if target:
        words = ngettext("%(num)s item moved to “%(name)s”.", "%(num)s items moved to “%(name)s”.", number)
        return {"token": token, "words": words % {"num": number, "name": target.name}}
    words = ngettext("%(num)s item taken off.", "%(num)s items taken off.", number)
    return {"token": token, "words": words % {"num": number}}


def _put_back(request: PersonRequest, here: Board) -> HttpResponse:
    """The things at their old places here again, those that may still be seen."""
    stood = _unpacked(request.POST.get("token", ""), of=here.pk)
    ids = [one.thing_id for one in stood]
    notes = Note.objects.filter(visible_to(request.user), state=NoteState.PUBLISHED, pk__in=ids)
    goods = Product.objects.exclude(status=ProductStatus.DRAFT).filter(pk__in=ids)
    things: dict[int, Note | Product] = {thing.pk: thing for thing in notes} | {thing.pk: thing for thing in goods}
    put_back(here, stood, things)
    return redirect("board", board_id=here.pk)


def _packed(stood: Sequence[Stood], *, of: int) -> str:
    """A signed word that carries how things stood on the board `of`."""
    told = [(one.thing_id, one.at.timestamp(), one.price_minor, one.currency) for one in stood]
    return signing.dumps(told, salt=f"board-{of}", compress=True)


def _unpacked(token: str, *, of: int) -> list[Stood]:
    """What `_packed` carries; nothing when it was not made by us, or for another board."""
    try:
        told = signing.loads(token, salt=f"board-{of}")
    except signing.BadSignature:
        return []
    return [Stood(thing_id, datetime.fromtimestamp(at, UTC), minor, currency) for thing_id, at, minor, currency in told]
