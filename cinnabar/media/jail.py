"""Decodes in a process of its own: `python -I jail.py MEMORY SECONDS BYTES [COMMAND …]`.

Without a command it is for pictures: one JSON request a line comes in, one JSON answer a line goes out. With one it
becomes that command. It gives up its rights before it loads a decoder: whatever a hostile file does, it does here.
The parents (`media/decoding.py`, `media/filming.py`) read only the answers, and end what runs too long.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
NO_NEW_PRIVILEGES = 38
DIE_WITH_PARENT = 1


def give_up_rights(*, memory: int, seconds: int, file_size: int) -> None:
    """From here on: limited memory, time, file size and files, no network where the system allows that."""
    libc = ctypes.CDLL(None, use_errno=True)
    with contextlib.suppress(AttributeError):  # Linux only
        libc.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)  # of a killed worker nothing goes on writing
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if libc.unshare(NEW_NETWORK) != 0:
            libc.unshare(NEW_USER | NEW_NETWORK)
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def main() -> None:
    memory, seconds, file_size, *command = sys.argv[1:]
    give_up_rights(memory=int(memory), seconds=int(seconds), file_size=int(file_size))
    if command:
        os.nice(10)  # minutes of work: readers come first
        os.execv(command[0], command)
    sys.path.insert(0, str(ROOT))  # isolated (-I), Python does not look into the folder it was started in
    from cinnabar.media.pixels import answer  # noqa: PLC0415 - no decoder is loaded before the rights are gone

    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
