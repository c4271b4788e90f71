"""What a reader chooses without an account too: the language and the channels."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cinnabar.people.actions import choose_interests, set_language
from cinnabar.people.channels import CHANNELS
from cinnabar.people.forms import InterestsForm
from cinnabar.people.interests import COOKIE, FEWEST, as_cookie, chosen, in_order
from cinnabar.people.paths import own_path

COOKIE_SECONDS = 400 * 24 * 3600  # browsers keep none longer


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    response = redirect(own_path(request.POST.get("next")) or reverse("home"))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            set_language(request.user, code)
        _set(response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest) -> HttpResponse:
    next_path = own_path(request.POST.get("next") or request.GET.get("next"))
    if request.method != "POST":
        return _interests_page(request, chosen(request), next_path)
    form = InterestsForm(request.POST)
    picked = in_order(form.cleaned_data["channels"]) if form.is_valid() else in_order(request.POST.getlist("channels"))
    if not form.is_valid() or len(picked) < FEWEST:
        few = ngettext("Pick at least %(count)s, or skip.", "Pick at least %(count)s, or skip.", FEWEST)
        return _interests_page(request, picked, next_path, problem=few % {"count": FEWEST})
    response = redirect(next_path or reverse("home"))
    if request.user.is_authenticated:
        choose_interests(request.user, picked)
    else:
        _set(response, COOKIE, as_cookie(picked))
    return response


def _interests_page(
    request: HttpRequest, picked: tuple[str, ...], next_path: str, *, problem: str = ""
) -> HttpResponse:
    context = {"channels": CHANNELS, "picked": picked, "next_path": next_path, "fewest": FEWEST, "problem": problem}
    return render(request, "people/interests.jinja", context, status=422 if problem else 200)


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, COOKIE_SECONDS, secure=settings.SECURE, httponly=True, samesite="Lax")
