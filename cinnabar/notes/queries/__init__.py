"""Questions about notes that need more than a QuerySet method; each is one hand-written statement."""

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
    "Card",
    "CardPage",
    "ProductNote",
    "cards_by_author",
    "cards_by_topic",
    "cards_of_board",
    "notes_for_product",
    "related_cards",
]
