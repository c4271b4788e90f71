"""Whoever starts the demo can rely on how it starts, refuses and stops."""

from __future__ import annotations

import subprocess
import urllib.request
from pathlib import Path

import psutil

from tests.journeys.running import DEMO, Site


def refusal(site: Site, **changes: str) -> str:
    """What a second demo says, which must not start."""
    second = subprocess.run(
        DEMO, env=site.environment(**changes), capture_output=True, text=True, timeout=60, check=False
    )
    assert second.returncode == 1
    return second.stderr.strip()


def quickest_start(site: Site) -> float:
    """Of three tries: the machine may be busy with something else, the town with its last pictures."""
    quickest = site.start()
    for _ in range(2):
        if quickest > 5:
            site.press_ctrl_c()
            quickest = min(quickest, site.start())
    return quickest


def processes_of(site: Site) -> list[psutil.Process]:
    """Everything that runs for this site, the database included."""
    return [process for process in psutil.process_iter() if site.home.name in " ".join(_command(process))]


def _command(process: psutil.Process) -> list[str]:
    try:
        words = process.cmdline()
        return [*words, process.environ().get("CINNABAR_HOME", "")] if words else []
    except psutil.Error:
        return []


def test_a_second_demo_is_refused_in_one_sentence(site: Site, tmp_path: Path) -> None:
    same_folder = refusal(site, CINNABAR_PORT="19100")
    same_port = refusal(site, CINNABAR_HOME=str(tmp_path / "other"))

    assert same_folder.count("\n") == same_port.count("\n") == 0
    assert f"Another Cinnabar is running in {site.home}" in same_folder
    assert f"Port {site.port} is in use" in same_port
    assert not (tmp_path / "other" / "postgres").exists()


def test_ctrl_c_stops_everything_and_the_next_start_takes_five_seconds_at_most(site: Site) -> None:
    assert len(processes_of(site)) >= 4

    assert site.press_ctrl_c() == 0

    assert processes_of(site) == []
    assert quickest_start(site) <= 5
    with urllib.request.urlopen(site.address, timeout=10) as answer:
        assert answer.status == 200
