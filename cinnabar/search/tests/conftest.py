"""The cast, and a search that is asked as the page asks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from cinnabar.search.finding import find
from cinnabar.search.models import Kind
from cinnabar.search.queries import Limits


@pytest.fixture
def found() -> Any:
    """`found("口红", tom)`: the ids of the notes, or of another kind, that the person finds; nobody is a visitor."""

    def ids(words: str, person: Any = None, kind: Kind = Kind.NOTE) -> list[int]:
        return find(words, person or AnonymousUser(), Limits((kind,))).ids(kind)

    return ids


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_FOLDER = tmp_path
    return tmp_path
