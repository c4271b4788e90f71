"""Sessions that know whose they are and in which browser, so that their owner can look at them and end them.

Of a browser its own name for itself and the last time are kept, no network address.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as StoreInDatabase
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cinnabar.kit import sql
from cinnabar.kit.clock import now
from cinnabar.people.models import BrowserSession, Person

NOTED_EVERY = timedelta(minutes=10)
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


class SessionStore(StoreInDatabase):
    """Django's sessions in the database, with their person beside them."""

    row: BrowserSession | None = None

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def _get_session_from_db(self) -> BrowserSession | None:
        asked = {"key": self.session_key, "now": now()}
        self.row = sql.instance(BrowserSession, "session_key = %(key)s AND expire_date > %(now)s", asked)
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        made = cast("BrowserSession", super().create_model_instance(data))
        made.person_id = int(data["_auth_user_id"]) if data.get("_auth_user_id") else None
        if self.row is not None:
            made.user_agent, made.seen_at = self.row.user_agent, self.row.seen_at
        return made


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which somebody is signed in. `name` stands for its key, which no page tells."""

    name: str
    browser: str
    seen_at: datetime
    is_here: bool


def note_visit(store: SessionStore, user_agent: str) -> None:
    """Write down that this browser was here: with a session that is saved anyway, else every ten minutes at most."""
    row, present = store.row or BrowserSession(), now()
    if store.row is not None and not store.modified and row.seen_at > present - NOTED_EVERY:
        return
    row.user_agent, row.seen_at = user_agent.replace("\0", "")[:200], present
    store.row = row
    if not store.modified:
        noted = BrowserSession.objects.filter(session_key=store.session_key)
        noted.update(user_agent=row.user_agent, seen_at=row.seen_at)


def sessions_of(person: Person, *, here: str) -> list[OpenSession]:
    """Where `person` is signed in, the browser with the key `here` first, then the latest."""
    open_ones = BrowserSession.objects.filter(person=person, expire_date__gt=now()).order_by("-seen_at")
    found = [
        OpenSession(name_of(row.session_key), browser_in(row.user_agent), row.seen_at, row.session_key == here)
        for row in open_ones
    ]
    return sorted(found, key=lambda one: not one.is_here)


def end_session(person: Person, name: str) -> list[str]:
    """End the one session of `person` with that name; what its browser calls itself. A second time there is none."""
    keys = BrowserSession.objects.filter(person=person).values_list("session_key", flat=True)
    return _end(BrowserSession.objects.filter(person=person, session_key__in=[k for k in keys if name_of(k) == name]))


def end_other_sessions(person: Person, *, here: str) -> list[str]:
    """End every session of `person` but the one with the key `here`; what those browsers call themselves."""
    return _end(BrowserSession.objects.filter(person=person).exclude(session_key=here))


def _end(sessions: QuerySet[BrowserSession]) -> list[str]:
    ended = list(sessions.order_by("-seen_at"))
    sessions.filter(pk__in=[session.pk for session in ended]).delete()
    return [session.user_agent for session in ended if session.expire_date > now()]


def name_of(key: str) -> str:
    """What stands for the key of a session on pages and in mails; it cannot be turned back."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def browser_in(user_agent: str) -> str:
    """ "Firefox on Windows" of what a browser says of itself."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    if browser and system:
        return pgettext("browser on system", "%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser")
