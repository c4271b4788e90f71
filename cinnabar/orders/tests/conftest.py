"""A demo installation, because only there the test provider takes payments."""

from __future__ import annotations

import pytest

from cinnabar.kit.models import Installation


@pytest.fixture
def demo(db: None) -> Installation:
    return Installation.objects.create(is_demo=True)
