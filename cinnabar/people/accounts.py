"""What our accounts want differently from allauth: handles, limits, links, mails in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cinnabar.kit import sql
from cinnabar.kit.letters import letter
from cinnabar.kit.limits import check_limit, forget_limit
from cinnabar.kit.middleware import sender_of
from cinnabar.people.handles import check_handle, tidy_handle
from cinnabar.people.models import Person
from cinnabar.people.paths import own_path

if TYPE_CHECKING:
    from django.http import HttpRequest

WRONG = _("That handle or e-mail and password do not belong together.")


class Backend(AuthenticationBackend):
    """allauth's, but every request of somebody signed in asks for their row, so that this costs little."""

    def get_user(self, user_id: int) -> Person | None:
        return sql.instance(Person, "id = %(id)s AND is_active", {"id": user_id})


class Accounts(DefaultAccountAdapter):
    """allauth's door to our people."""

    error_messages = {  # noqa: RUF012 (as allauth has it)
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "enter_current_password": _("That is not your password."),
        "duplicate_email": _("This is your address already."),
        "username_taken": _("Somebody has this handle already."),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        handle = tidy_handle(username)
        check_handle(handle)
        if not shallow and Person.objects.filter(handle__iexact=handle).exists():
            raise self.validation_error("username_taken")
        return handle

    def is_safe_url(self, url: str) -> bool:
        return bool(own_path(url))

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return sender_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Few guesses from one place, and not many more from all places together, at one account."""
        check_limit(self._guesses_from_here(request, credentials), most=5, seconds=300)
        check_limit(f"guess:{_account_in(credentials)}", most=50, seconds=1800)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        person = super().authenticate(request, **credentials)
        if person is not None:
            forget_limit(self._guesses_from_here(request, credentials))
        return person

    def _guesses_from_here(self, request: HttpRequest, credentials: dict[str, Any]) -> str:
        return f"guess:{sender_of(request)}:{_account_in(credentials)}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.ADDRESS + path

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.ADDRESS + reverse("account_confirm_email", args=[emailconfirmation.key])

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        address = emailconfirmation.email_address
        others = Person.objects.filter(email=address.email, is_active=True).exclude(pk=address.user_id)
        context = {
            "user": address.user,
            "confirm_url": self.get_email_confirmation_url(request, emailconfirmation),
            "others": [person.handle for person in others.order_by("pk")[:3]],
            "is_new": signup,
        }
        self.send_mail("email_confirmation", address.email, context)

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """One of `templates/people/mail/`, in the language of the account, if there is one."""
        name = template_prefix.rpartition("/")[2]
        person = context.get("user")
        language = (person and person.language) or get_language() or "en"
        written = letter(f"people/mail/{name}.jinja", context, language=language)
        receivers = [email] if isinstance(email, str) else email
        return EmailMessage(written.subject, written.body, settings.DEFAULT_FROM_EMAIL, receivers)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        receiver = email or EmailAddress.objects.get_primary_email(user) or user.email
        self.send_mail(template_prefix, receiver, {"user": user, **(context or {})})


def _account_in(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").lower()
