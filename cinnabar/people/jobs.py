"""What is forgotten in time."""

from __future__ import annotations

from cinnabar.kit.jobs import every
from cinnabar.kit.limits import forget_old
from cinnabar.people.sessions import SessionStore


@every("23 * * * *")
def forget_expired(timestamp: int) -> None:
    """Drop sessions that ended and limits that no longer limit. Safe to repeat."""
    SessionStore.clear_expired()
    forget_old()
