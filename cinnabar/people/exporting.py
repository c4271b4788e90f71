"""What `people` gives to the copy of somebody's data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.exports import AT_A_TIME, Part, Row, address, plain
from cinnabar.people.models import Block, BrowserSession, Export, Follow, Interest, Person
from cinnabar.people.sessions import browser_in

OF_A_PROFILE = (
    "handle name email bio role language country region city city_tier birth_year gender traits tint"
    " followers following received hides_boards shows_likes keeps_history keeps_searches joined_at last_login"
).split()


def _profile(person_id: int) -> Iterator[Row]:
    person = Person.objects.get(pk=person_id)
    yield {"address": address("profile", handle=person.handle)} | {name: getattr(person, name) for name in OF_A_PROFILE}


def _mail_addresses(person_id: int) -> Iterable[Row]:
    return plain(EmailAddress.objects.filter(user_id=person_id).order_by("pk"), "email", "verified", "primary")


def _interests(person_id: int) -> Iterable[Row]:
    return plain(Interest.objects.filter(person_id=person_id).order_by("channel"), "channel")


def _following(person_id: int) -> Iterable[Row]:
    rows = Follow.objects.filter(follower_id=person_id).order_by("at", "followed_id")
    return plain(rows, "at", handle=F("followed__handle"))


def _followers(person_id: int) -> Iterable[Row]:
    rows = Follow.objects.filter(followed_id=person_id).order_by("at", "follower_id")
    return plain(rows, "at", handle=F("follower__handle"))


def _blocks(person_id: int) -> Iterable[Row]:
    """Whom they blocked; who blocked them is those people's own affair."""
    return plain(Block.objects.filter(blocker_id=person_id).order_by("at"), "at", handle=F("blocked__handle"))


def _sessions(person_id: int) -> Iterator[Row]:
    rows = BrowserSession.objects.filter(person_id=person_id).order_by("-seen_at")
    for row in rows.only("user_agent", "seen_at", "expire_date").iterator(chunk_size=AT_A_TIME):
        yield {"browser": browser_in(row.user_agent), "seen_at": row.seen_at, "ends_at": row.expire_date}


def _exports(person_id: int) -> Iterable[Row]:
    return plain(Export.objects.filter(person_id=person_id).order_by("pk"), "asked_at", "ready_at", "state")


PROFILE = Part("profile", _("Your profile"), _profile, ("people.Person",))
MAIL_ADDRESSES = Part("mail-addresses", _("E-mail"), _mail_addresses, ("account.EmailAddress",))
INTERESTS = Part("interests", _("Interests"), _interests, ("people.Interest",))
FOLLOWING = Part("following", _("Whom you follow"), _following, ("people.Follow",))
FOLLOWERS = Part("followers", _("Who follows you"), _followers, ("people.Follow",))
BLOCKS = Part("blocked", _("Whom you blocked"), _blocks, ("people.Block",))
SESSIONS = Part("sessions", _("Signed in"), _sessions, ("people.BrowserSession",))
EXPORTS = Part("copies", _("Copies of your data"), _exports, ("people.Export",))
