"""What people did, for those above who care."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignedIn:
    """Somebody signed in or up. `guest_key` is the cookie `basket` as the browser sent it: unchecked, maybe empty."""

    person_id: int
    guest_key: str


@dataclass(frozen=True)
class ProfileChanged:
    """What others see of a person changed: name, picture or tint."""

    person_id: int


@dataclass(frozen=True)
class Followed:
    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class Unfollowed:
    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class Blocked:
    """From now on the two are invisible to each other."""

    blocker_id: int
    blocked_id: int


@dataclass(frozen=True)
class ExportReady:
    """The copy of somebody's data lies ready for them."""

    export_id: int
    person_id: int


@dataclass(frozen=True)
class ExportFailed:
    """The copy of somebody's data could not be made."""

    export_id: int
    person_id: int
