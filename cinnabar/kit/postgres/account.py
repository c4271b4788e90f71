"""Who runs the server: the person who calls us, or for root, whom PostgreSQL refuses, a system user."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from typing import TypedDict

from cinnabar.kit.postgres.problem import PostgresProblem

SYSTEM_USER = "cinnabar"


class RunsAs(TypedDict, total=False):
    """Arguments for `subprocess` that change the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The system account that owns the data and runs the server."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """True when the server runs as the very account that we run as."""
        return self.uid == os.geteuid()

    def runs_as(self) -> RunsAs:
        if self.is_ours:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account:
    if os.geteuid() == 0:
        return _system_account()
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise PostgresProblem(
            f"The user id {os.geteuid()} has no name on this system, and PostgreSQL needs one; "
            "run as a named user or set DATABASE_URL to a PostgreSQL of your own."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _system_account() -> Account:
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_system_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    if entry.pw_uid == 0:
        raise PostgresProblem(
            f"The user {SYSTEM_USER!r} is root by another name, and PostgreSQL refuses to run as root."
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_system_user() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", SYSTEM_USER]
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    try:
        made = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PATH": path}, check=False)
        reason = made.stderr.strip()
    except OSError as problem:
        reason = str(problem)
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise PostgresProblem(
            f"PostgreSQL refuses to run as root, and its user {SYSTEM_USER!r} could not be made ({reason}); "
            "make that user, run as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own."
        ) from None
