"""Pictures of these tests go to a folder of their own, and passwords are hashed with little work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.access.places import Places, all_places


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def places(db: None, media_folder: Path) -> Places:
    return all_places()
