"""What stands for a note where there is little room: its text card, else its first picture."""

from __future__ import annotations

from dataclasses import dataclass

from cinnabar.notes.rules import cover_size


@dataclass(frozen=True, slots=True)
class Cover:
    """A public picture with the middle of what a crop of it shows, or words that are drawn as a card."""

    secret: str
    width: int
    height: int
    tone: str = ""
    words: str = ""
    words_style: int = 1
    crop_x: float = 0.5
    crop_y: float = 0.5

    @property
    def card_size(self) -> int:
        """How large the words stand when they are a text card, else 0."""
        return cover_size(self.words, self.words_style)
