"""Somebody's own hand on their home: what it believes, how far it strays, whether it learns at all."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from cinnabar.feed.actions import begin_anew, prefer_form, set_variety, steer, use_no_profile
from cinnabar.feed.beliefs import interests_of, parse_key
from cinnabar.feed.forms import InterestForm
from cinnabar.feed.models import Form, Stance, Variety
from cinnabar.feed.state import state_of
from cinnabar.kit.limits import check_limit
from cinnabar.people.views.signed_in import PersonRequest


@login_required
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """What home believes of the reader, and every way to change it."""
    return _page(request, InterestForm())


@login_required
@require_POST
def profile(request: PersonRequest) -> HttpResponse:
    """`on=0`: no profiling, from the next page on; `on=1`: learn again. Sent from home it leads back there."""
    _check(request)
    use_no_profile(request.user, is_plain=request.POST.get("on") == "0")
    return redirect("settings-home" if request.POST.get("from") == "settings" else "home")


@login_required
@require_POST
def variety(request: PersonRequest) -> HttpResponse:
    """How far home strays from what the reader likes."""
    _check(request)
    wanted = request.POST.get("variety", "")
    if wanted not in {str(one.value) for one in Variety}:
        raise Http404
    set_variety(request.user, Variety(int(wanted)))
    return _done()


@login_required
@require_POST
def form(request: PersonRequest) -> HttpResponse:
    """What the reader would rather see: pictures, words, or (empty) whatever comes."""
    _check(request)
    try:
        wanted = Form(request.POST["form"]) if request.POST.get("form") else None
    except ValueError:
        raise Http404 from None
    prefer_form(request.user, wanted)
    return _done()


@login_required
@require_POST
def interests(request: PersonRequest) -> HttpResponse:
    """`about` names an interest, `stance` what is said about it (empty takes it back); `name` adds one by its words."""
    _check(request)
    if "name" in request.POST:
        return _added(request)
    try:
        kind, about = parse_key(request.POST.get("about", ""))
        stance = Stance(request.POST["stance"]) if request.POST.get("stance") else None
    except ValueError:
        raise Http404 from None
    steer(request.user, kind, about, stance)
    return _done()


@login_required
@require_POST
def beginning(request: PersonRequest) -> HttpResponse:
    """Forget: home begins anew."""
    _check(request)
    begin_anew(request.user)
    return _done()


def _added(request: PersonRequest) -> HttpResponse:
    adding = InterestForm(request.POST)
    if not adding.is_valid():
        return _page(request, adding, status=422)
    kind, about = adding.said()
    steer(request.user, kind, about, Stance.RAISED)
    return _done()


def _page(request: PersonRequest, adding: InterestForm, *, status: int = 200) -> HttpResponse:
    state = state_of(request.user.pk)
    context: dict[str, Any] = {
        "state": state,
        "interests": interests_of(request.user.pk, state),
        "varieties": [
            (Variety.CLOSE, pgettext("variety of home", "Close to what I like")),
            (Variety.BALANCED, pgettext("variety of home", "Balanced")),
            (Variety.WIDE, pgettext("variety of home", "As varied as can be")),
        ],
        "forms": [
            ("", pgettext("form of notes", "Whatever comes")),
            (Form.PICTURES, pgettext("form of notes", "Rather pictures")),
            (Form.WORDS, pgettext("form of notes", "Rather words")),
        ],
        "form": adding,
        "is_saved": "saved" in request.GET,
    }
    return render(request, "feed/home_settings.jinja", context, status=status)


def _done() -> HttpResponse:
    return redirect(reverse("settings-home") + "?saved=1")


def _check(request: PersonRequest) -> None:
    check_limit(f"home:{request.user.pk}", most=120, seconds=600)
