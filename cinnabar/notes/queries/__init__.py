"""Questions about notes that need more than a QuerySet method; each is one hand-written statement."""

from cinnabar.notes.queries.boards import (
    BoardFront,
    BoardPage,
    board_front,
    boards_of,
    boards_to_choose,
    product_is_saved,
    things_on_board,
)
from cinnabar.notes.queries.comments import Said, Talk, Thread, Under, answers_to, found_in_talk, talk_under, thread_of
from cinnabar.notes.queries.note import NotePage, note_page
from cinnabar.notes.queries.walls import (
    Card,
    CardPage,
    ProductNote,
    cards_by_author,
    cards_by_topic,
    cards_liked_by,
    cards_of,
    notes_for_product,
    related_cards,
)

__all__ = [
    "BoardFront",
    "BoardPage",
    "Card",
    "CardPage",
    "NotePage",
    "ProductNote",
    "Said",
    "Talk",
    "Thread",
    "Under",
    "answers_to",
    "board_front",
    "boards_of",
    "boards_to_choose",
    "cards_by_author",
    "cards_by_topic",
    "cards_liked_by",
    "cards_of",
    "found_in_talk",
    "note_page",
    "notes_for_product",
    "product_is_saved",
    "related_cards",
    "talk_under",
    "things_on_board",
    "thread_of",
]
