"""Ids: sorted by time, unique across threads and processes, short in addresses."""

import multiprocessing
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cinnabar.kit.ids import LARGEST, decode, encode, new_id


@given(st.integers(min_value=0, max_value=LARGEST))
def test_the_short_form_comes_back(number: int) -> None:
    assert decode(encode(number)) == number


@pytest.mark.parametrize("text", ["", "0", "O", "l", "11", "1" * 12, "jpXCZedGfVR", "abc-", "é"])
def test_what_we_never_wrote_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        decode(text)


def test_ids_rise_and_never_repeat_within_a_process(db: None) -> None:
    new_id()
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: new_id(), range(8000)))

    assert len(set(made)) == 8000
    assert max(made) < LARGEST


@pytest.mark.django_db(transaction=True)
def test_two_processes_hold_different_nodes(settings: Any) -> None:
    assert multiprocessing.get_start_method(allow_none=True) in (None, "fork", "spawn")
    mine = (new_id() >> 12) & 1023
    name = settings.DATABASES["default"]["NAME"]
    code = (
        "import tests.embedded, django, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings';"
        "from django.conf import settings;"
        f"settings.DATABASES['default']['NAME'] = {name!r};"
        "django.setup(); from cinnabar.kit.ids import new_id; print((new_id() >> 12) & 1023)"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert int(other.stdout) != mine
