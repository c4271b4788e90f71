"""Sign up, in and out, and a new password: allauth's flows on our pages and at our addresses."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.utils import complete_signup
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cinnabar.kit.limits import check_limit
from cinnabar.kit.middleware import sender_of
from cinnabar.people import browsers
from cinnabar.people.actions import HandleTaken, choose_interests, create_person, greet
from cinnabar.people.alarms import tell_sign_in
from cinnabar.people.demo import demo_people
from cinnabar.people.forms import LoginForm, NewPasswordForm, PasswordResetForm, SignupForm
from cinnabar.people.interests import COOKIE, chosen_as_visitor
from cinnabar.people.models import Person
from cinnabar.people.paths import own_path
from cinnabar.people.sessions import end_other_sessions
from cinnabar.people.views.returning import go_on, keep

BASKET = "basket"
COOKIE_SECONDS = 400 * 24 * 3600  # browsers keep none longer
shows_a_form = require_http_methods(["GET", "HEAD", "POST"])


class Limited:
    """At most `most` posts in `seconds` from one place."""

    limit: tuple[str, int, int]
    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name, most, seconds = self.limit
        check_limit(f"{name}:{sender_of(request)}", most=most, seconds=seconds)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[attr-defined]


class Login(Limited, allauth_views.LoginView):
    template_name = "people/login.jinja"
    form_class = LoginForm
    limit = ("login", 60, 300)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and (page := _kept_page(request)):
            return page
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response = _signed_in(self.request, _kept_page_after(self.request, super().form_valid(form)))
        person = self.request.user
        if person.is_authenticated:
            if not browsers.is_known(self.request.COOKIES.get(browsers.COOKIE, ""), person):
                user_agent = self.request.headers.get("User-Agent", "")
                tell_sign_in(person, user_agent=user_agent, session_key=self.request.session.session_key or "")
            _know_browser(self.request, response, person)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        next_path = own_path(self.request.POST.get("next") or self.request.GET.get("next"))
        return {**context, **_login_context(next_path, kept=self.request.POST.get("kept", ""))}


class Signup(Limited, allauth_views.SignupView):
    template_name = "people/signup.jinja"
    form_class = SignupForm
    limit = ("signup", 30, 1800)

    def form_valid(self, form: SignupForm) -> HttpResponse:
        try:
            person = create_person(form.new_person(language=get_language() or "en"))
        except HandleTaken:
            form.add_error("username", _("Somebody has this handle already."))
            return self.form_invalid(form)
        choose_interests(person, chosen_as_visitor(self.request))
        welcome = reverse("interests", query={"next": own_path(self.get_next_url())} if self.get_next_url() else None)
        response = complete_signup(self.request, person, None, welcome)
        if COOKIE in self.request.COOKIES:
            response.delete_cookie(COOKIE)
        _know_browser(self.request, response, person)
        return _signed_in(self.request, response)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        next_path = own_path(self.request.POST.get("next") or self.request.GET.get("next"))
        return {**super().get_context_data(**kwargs), "next_path": next_path}


class Logout(allauth_views.LogoutView):
    template_name = "people/logout.jinja"


class PasswordReset(Limited, allauth_views.PasswordResetView):
    template_name = "people/password_reset.jinja"
    form_class = PasswordResetForm
    success_url = reverse_lazy("password-reset-sent")
    limit = ("password-reset", 20, 1800)

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        check_limit(f"password-reset:{form.cleaned_data['email'].lower()}", most=5, seconds=3600)
        return super().form_valid(form)


class NewPassword(Limited, allauth_views.PasswordResetFromKeyView):
    template_name = "people/new_password.jinja"
    form_class = NewPasswordForm
    limit = ("new-password", 20, 1800)

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        end_other_sessions(self.reset_user, here="")
        return super().form_valid(form)


class ConfirmEmail(allauth_views.ConfirmEmailView):
    template_name = "people/confirm_email.jinja"


@require_safe
def password_reset_sent(request: HttpRequest) -> HttpResponse:
    heading, sentence = _("Check your mail"), _("If there is an account with that address, a link is on its way.")
    return _said(request, heading, sentence, is_mailed=True)


@require_safe
def new_password_set(request: HttpRequest) -> HttpResponse:
    return _said(request, _("Your password is changed"), _("Log in with the new one."), action=True)


@require_safe
def email_sent(request: HttpRequest) -> HttpResponse:
    return _said(request, _("Check your mail"), _("A link to confirm your address is on its way."), is_mailed=True)


@require_safe
def inactive(request: HttpRequest) -> HttpResponse:
    return _said(request, _("This account is closed"), _("It cannot be used. The operator of this site can say why."))


def login_to_go_on(request: HttpRequest) -> HttpResponse:
    """The sign-in page with the fields of the form that was just sent; status 401, nothing was done."""
    came_from = own_path(_path_of_referer(request))
    context = {"form": LoginForm(request=request), **_login_context(came_from, kept=keep(request))}
    return render(request, "people/login.jinja", context, status=401)


def _login_context(next_path: str, *, kept: str) -> dict[str, Any]:
    return {"next_path": next_path, "kept": kept, "demo_people": demo_people()}


def _path_of_referer(request: HttpRequest) -> str:
    """The page whose form was sent, so that going back ends there; another site's address gives nothing."""
    referer = request.headers.get("Referer", "")
    for here in (settings.ADDRESS, f"{request.scheme}://{request.get_host()}"):  # the first is what a proxy shows
        if referer.startswith(f"{here}/"):
            return referer.removeprefix(here)
    return ""


def _kept_page(request: HttpRequest) -> HttpResponse | None:
    kept = request.POST.get("kept")
    return go_on(request, kept) if kept else None


def _kept_page_after(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    return (request.user.is_authenticated and _kept_page(request)) or response


def _signed_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Hand the basket that was filled before over to the account."""
    if request.user.is_authenticated:
        greet(request.user, guest_key=request.COOKIES.get(BASKET, ""))
        if BASKET in request.COOKIES:
            response.delete_cookie(BASKET)
    return response


def _know_browser(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """From now on `person` may sign in here without being told of it; only the sign-in page is shown the cookie."""
    response.set_cookie(
        browsers.COOKIE,
        browsers.with_mark_of(person, request.COOKIES.get(browsers.COOKIE, "")),
        COOKIE_SECONDS,
        path=reverse("login"),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _said(
    request: HttpRequest, heading: str, sentence: str, *, action: bool = False, is_mailed: bool = False
) -> HttpResponse:
    said = {"heading": heading, "sentence": sentence, "action": action, "is_mailed": is_mailed}
    return render(request, "people/said.jinja", said)


login = shows_a_form(Login.as_view())
signup = shows_a_form(Signup.as_view())
logout = shows_a_form(Logout.as_view())
password_reset = shows_a_form(PasswordReset.as_view())
new_password = shows_a_form(NewPassword.as_view())
confirm_email = shows_a_form(ConfirmEmail.as_view())
