"""The parent's side of the jail: files in, sizes or a problem out. No other code of the product opens a picture."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings

from cinnabar.media import files
from cinnabar.media.problems import CannotUse

JAIL = Path(__file__).with_name("jail.py")
CPU_SECONDS = 25
WALL_SECONDS = 60
FILE_BYTES = 64 * 1024 * 1024

Crop = tuple[float, float, float]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Task:
    """One file to decode: where it is, whose secret names its sizes, and what they are for."""

    source: Path
    secret: str
    purpose: str
    crop: Crop | None = None

    def as_request(self) -> dict[str, object]:
        sizes = files.sizes_for(self.purpose)
        return {
            "source": str(self.source),
            "stem": str(files.stem(self.secret)),
            "widths": sizes.widths,
            "kinds": sizes.kinds,
            "square": sizes.is_square,
            "crop": self.crop,
            "pixels": settings.PICTURE_PIXELS,
        }


@dataclass(frozen=True, slots=True)
class Made:
    """What a picture turned out to be; its sizes are on disk."""

    width: int
    height: int
    thumbhash: str
    tone: str
    moves: bool


def decode(tasks: Sequence[Task]) -> list[Made | CannotUse]:
    """Make the sizes of every task in one jailed process; a file that ends it costs only itself.

    Files of strangers come one by one: each has a process of its own. A failed task leaves nothing behind.
    """
    results: list[Made | CannotUse] = []
    while len(results) < len(tasks):
        waiting = tasks[len(results) :]
        lines, ending = _run(waiting)
        results += [_read(line) for line in lines]
        if len(lines) < len(waiting):
            results.append(ending)
    for task, result in zip(tasks, results, strict=True):
        if isinstance(result, CannotUse):
            files.remove_sizes(task.secret)
    return results


def _run(tasks: Sequence[Task]) -> tuple[list[str], CannotUse]:
    """The complete answers, and what to say of the first task that has none."""
    memory = 256 * 1024 * 1024 + 13 * settings.PICTURE_PIXELS
    command = [sys.executable, "-I", str(JAIL), str(memory), str(CPU_SECONDS * len(tasks)), str(FILE_BYTES)]
    # No variable of ours reaches the jail: no secret key, no database address. Threads would only cost memory.
    environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    questions = "".join(json.dumps(task.as_request()) + "\n" for task in tasks)
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd="/",
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(questions, timeout=WALL_SECONDS * len(tasks))
    except subprocess.TimeoutExpired:
        process.kill()
        output, errors = process.communicate()
    lines = output.split("\n")[:-1]
    if len(lines) < len(tasks):
        log.warning("decoder ended early", code=process.returncode, errors=errors[-500:])
    slow = process.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
    return lines, CannotUse("took_too_long" if slow else "damaged")


def _read(line: str) -> Made | CannotUse:
    answer = json.loads(line)
    if "problem" in answer:
        log.info("picture refused", **answer)
        return CannotUse(answer["problem"])
    return Made(**answer)
