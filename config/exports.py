"""What the copy of a person's data holds, module by module, and which tables about people it leaves out, and why.

A test (`tests/architecture/test_exports.py`) finds every table that refers to a person: each stands here.
"""

from __future__ import annotations

from cinnabar.activity import exporting as activity
from cinnabar.feed import exporting as feed
from cinnabar.kit.exports import Files, Part
from cinnabar.media import exporting as media
from cinnabar.moderation import exporting as moderation
from cinnabar.notes import exporting as notes
from cinnabar.notifications import exporting as notifications
from cinnabar.orders import exporting as orders
from cinnabar.payments import exporting as payments
from cinnabar.people import exporting as people
from cinnabar.shop import exporting as shop

PARTS: tuple[Part, ...] = (
    people.PROFILE,
    people.MAIL_ADDRESSES,
    people.INTERESTS,
    notes.NOTES,
    media.PICTURES,
    notes.COMMENTS,
    notes.LIKES,
    notes.COMMENT_LIKES,
    notes.BOARDS,
    notes.SAVES,
    notes.SAVED_PRODUCTS,
    people.FOLLOWING,
    people.FOLLOWERS,
    people.BLOCKS,
    orders.BASKET,
    orders.PURCHASES,
    orders.ORDERS,
    payments.PAYMENTS,
    payments.REFUNDS,
    notes.PROOFS,
    notes.VOICE,
    moderation.REPORTS,
    moderation.DECISIONS,
    moderation.CASES,
    notifications.TOLD,
    notifications.SILENCED,
    notifications.UNMAILED,
    feed.NOT_INTERESTED,
    feed.DIALS,
    feed.STEERS,
    activity.HISTORY,
    activity.SEARCHES,
    activity.SEARCH_CLICKS,
    activity.SEEN,
    activity.PAGES,
    activity.DEEDS,
    shop.ROLES,
    shop.INVITATIONS,
    shop.BRANDS,
    people.SESSIONS,
    people.EXPORTS,
)

FILES: tuple[Files, ...] = (media.PICTURE_FILES,)

# Not found by the test, for no column says whose they are: notifications.Mail (links that open an account; forgotten
# after two weeks) and orders.LedgerLine (the books; orders and payments say the same).
LEFT_OUT: dict[str, str] = {
    "feed.FirstReaders": "how often a new note was shown, for a few days; counts, nobody's deeds",
    "account.EmailConfirmation": "a key that opens something; it ends within days",
    "desks.LegalText": "the operator's words, not a person's",
    "notes.NoteCard": "a copy of the note for the walls",
    "notifications.EntryActor": "who else did the same: the deeds of others",
}
