"""The settings of one's own account, but the profile."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.password_change import finalize_password_change
from allauth.account.models import EmailAddress
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cinnabar.kit.installation import is_demo
from cinnabar.kit.limits import check_limit
from cinnabar.people.actions import set_history_keeping, set_language, set_privacy, set_search_keeping
from cinnabar.people.alarms import tell_sessions_ended
from cinnabar.people.forms import ChangeEmailForm, ChangePasswordForm, LanguageForm
from cinnabar.people.sessions import end_other_sessions, end_session, sessions_of
from cinnabar.people.views.signed_in import PersonRequest

shows_a_form = require_http_methods(["GET", "HEAD", "POST"])
GUESSES = {"most": 10, "seconds": 600}


@login_required
@require_safe
def hub(request: PersonRequest) -> HttpResponse:
    """Where everything that can be set is found."""
    return render(request, "people/settings.jinja")


@login_required
@shows_a_form
def language(request: PersonRequest) -> HttpResponse:
    form = LanguageForm(_typed(request), initial={"language": request.user.language})
    if form.is_valid():
        set_language(request.user, form.cleaned_data["language"])
        return _done("settings-language")
    return _page(request, "people/settings_language.jinja", form)


@login_required
@shows_a_form
def privacy(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        chosen = {name: request.POST.get(name) == "on" for name in ("hides_boards", "shows_likes")}
        set_privacy(request.user, **chosen)
        set_history_keeping(request.user, keeps_history=request.POST.get("keeps_history") == "on")
        set_search_keeping(request.user, keeps_searches=request.POST.get("keeps_searches") == "on")
        return _done("settings-privacy")
    return _page(request, "people/settings_privacy.jinja", None)


@login_required
@shows_a_form
def password(request: PersonRequest) -> HttpResponse:
    """A new password; every other browser is signed out by it."""
    _check_guesses(request)
    form = ChangePasswordForm(request.user, _typed(request))
    if form.is_valid():
        form.save()
        finalize_password_change(request, form.user)
        end_other_sessions(request.user, here=request.session.session_key or "")
        return _done("settings-password")
    return _page(request, "people/settings_password.jinja", form)


@login_required
@shows_a_form
def email(request: PersonRequest) -> HttpResponse:
    """A new address, which counts once its owner has confirmed it."""
    _check_guesses(request)
    form = ChangeEmailForm(request.user, _typed(request))
    if form.is_valid():
        form.save(request)
        return _done("settings-email")
    waiting = EmailAddress.objects.get_new(request.user)
    return _page(request, "people/settings_email.jinja", form, waiting=waiting, is_outbox_open=is_demo())


@login_required
@shows_a_form
def sessions(request: PersonRequest) -> HttpResponse:
    """Where one is signed in; end one, or all others."""
    here = request.session.session_key or ""
    if request.method == "POST":
        name = request.POST.get("end", "")
        is_all = name == "others"
        ended = end_other_sessions(request.user, here=here) if is_all else end_session(request.user, name)
        tell_sessions_ended(request.user, ended)
        return redirect("settings-sessions")
    return _page(request, "people/settings_sessions.jinja", None, sessions=sessions_of(request.user, here=here))


def _check_guesses(request: PersonRequest) -> None:
    """Few guesses at a password in a browser that somebody left open."""
    if request.method == "POST":
        check_limit(f"own-password:{request.user.pk}", **GUESSES)


def _typed(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(name: str) -> HttpResponse:
    return redirect(reverse(name, query={"saved": "1"}))


def _page(request: PersonRequest, template: str, form: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "is_saved": request.GET.get("saved") == "1" and request.method != "POST", **more}
    return render(request, template, context, status=422 if form is not None and form.is_bound else 200)
