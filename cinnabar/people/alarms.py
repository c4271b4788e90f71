"""Mails that let the owner of an account see what somebody else may have done with it.

They go to a confirmed address only: one that nobody confirmed may be a stranger's.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.urls import reverse

from cinnabar.kit.clock import now
from cinnabar.people.models import Person
from cinnabar.people.sessions import browser_in, name_of

SALT = "cinnabar.end-session"
ENDING_SECONDS = 30 * 24 * 3600  # no session lives longer unseen


def tell_sign_in(person: Person, *, user_agent: str, session_key: str) -> None:
    """That somebody signed in with a browser that never did before, and how to end that."""
    ending = settings.ADDRESS + reverse("session-end", kwargs={"ticket": ticket_to_end(person, session_key)})
    _tell(person, "new_sign_in", user_agent=user_agent, at=now(), ending=ending)


def tell_sessions_ended(person: Person, user_agents: list[str]) -> None:
    """That these browsers were signed out; of none nothing is said."""
    if user_agents:
        _tell(person, "sessions_ended", user_agents=user_agents, at=now())


def ticket_to_end(person: Person, session_key: str) -> str:
    """Whoever holds it can end this one session, and nothing else."""
    until = int(now().timestamp()) + ENDING_SECONDS
    return signing.Signer(salt=SALT).sign_object([until, person.pk, name_of(session_key)])


def read_ticket(ticket: str) -> tuple[int, str] | None:
    """The person's id and the name of their session; None when it is not ours, or too old."""
    try:
        until, person_id, name = signing.Signer(salt=SALT).unsign_object(ticket)
    except (signing.BadSignature, ValueError):
        return None
    return (person_id, name) if now().timestamp() < until else None


def _tell(person: Person, name: str, **more: Any) -> None:
    address = EmailAddress.objects.filter(user=person, primary=True, verified=True).first()
    if address is not None:
        get_adapter().send_mail(name, address.email, {"user": person, "browser_in": browser_in, **more})
