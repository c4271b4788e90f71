"""The language in which the present code speaks: the reader's on a page, the receiver's in a letter.

Django's own way of asking takes microseconds, and a wall of cards asks three hundred times. `speaking` is the only
way to change it (an architecture test looks), so that the quick answer is always the right one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.utils import translation

_spoken: ContextVar[str] = ContextVar("spoken_language", default="")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak the language `code` ("en", "zh-hans") inside the block."""
    with translation.override(code):
        token = _spoken.set(translation.get_language() or "en")
        try:
            yield
        finally:
            _spoken.reset(token)


def is_speaking() -> bool:
    """Whether somebody said which language; else `spoken` can only guess."""
    return bool(_spoken.get())


def spoken() -> str:
    """The language spoken now: "en" or "zh-hans"."""
    return _spoken.get() or translation.get_language() or "en"


def text(message: str) -> str:
    """`message` in the language spoken now; Django's own `gettext` takes twenty times as long to say it again."""
    return _text_in(spoken(), message)


@lru_cache(maxsize=8192)
def _text_in(_language: str, message: str) -> str:
    # Called while that language is active; the cache is what makes a wall of cards cheap.
    return translation.gettext(message)
