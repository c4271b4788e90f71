"""Questions about notes that need more than a QuerySet method; each is one hand-written statement."""

from cinnabar.notes.queries.boards import BoardFront, board_front, boards_of
from cinnabar.notes.queries.comments import Said, Talk, Thread, Under, found_in_talk, talk_under, thread_of
from cinnabar.notes.queries.note import NotePage, note_page
from cinnabar.notes.queries.walls import (
    Card,
    CardPage,
    ProductNote,
    cards_by_author,
    cards_by_topic,
    cards_of_board,
    notes_for_product,
    related_cards,
)

__all__ = [
    "BoardFront",
    "Card",
    "CardPage",
    "NotePage",
    "ProductNote",
    "Said",
    "Talk",
    "Thread",
    "Under",
    "board_front",
    "boards_of",
    "cards_by_author",
    "cards_by_topic",
    "cards_of_board",
    "found_in_talk",
    "note_page",
    "notes_for_product",
    "related_cards",
    "talk_under",
    "thread_of",
]
