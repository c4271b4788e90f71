"""Which hosts an installation answers to, as the settings read them from the environment."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

LOCAL = ["127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize(
    ("said", "hosts"),
    [
        ({"CINNABAR_DEMO": "1"}, ["*"]),
        ({"CINNABAR_DEMO": "1", "CINNABAR_ADDRESS": "http://127.0.0.1:9000"}, ["*"]),
        ({"CINNABAR_DEMO": "1", "CINNABAR_ADDRESS": "https://demo.example"}, ["demo.example"]),
        ({"CINNABAR_ADDRESS": "https://shop.example:8443"}, ["shop.example"]),
        ({"CINNABAR_ADDRESS": "http://shop.lan"}, ["shop.lan", *LOCAL]),
        ({"CINNABAR_ADDRESS": ""}, ["127.0.0.1", *LOCAL]),
    ],
)
def test_only_a_demo_on_ones_own_machine_answers_to_any_host(said: dict[str, str], hosts: list[str]) -> None:
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(("CINNABAR_", "DJANGO_"))}
    command = [sys.executable, "-c", "from config import settings; print(settings.ALLOWED_HOSTS)"]
    environment = {**theirs, "CINNABAR_SECRET_KEY": "only-for-tests", **said}

    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)

    assert told.stdout.strip() == str(hosts)
