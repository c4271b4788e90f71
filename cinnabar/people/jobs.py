"""What is forgotten in time."""

from __future__ import annotations

from cinnabar.kit.jobs import every
from cinnabar.kit.limits import forget_old
from cinnabar.people.exports import erase_old_exports, prepare_export
from cinnabar.people.sessions import SessionStore

__all__ = ["erase_exports", "forget_expired", "prepare_export"]


@every("23 * * * *")
def forget_expired(timestamp: int) -> None:
    """Drop sessions that ended and limits that no longer limit. Safe to repeat."""
    SessionStore.clear_expired()
    forget_old()


@every("37 * * * *")
def erase_exports(timestamp: int) -> None:
    """Erase copies of people's data that had their time. Safe to repeat."""
    erase_old_exports()
