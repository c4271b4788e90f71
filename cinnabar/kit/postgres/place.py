"""Where a home keeps its database: inside, or for root below /var/lib, where the server's user may go."""

import os
import re
import secrets
import stat
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cinnabar.kit.postgres.account import Account, server_account
from cinnabar.kit.postgres.problem import PostgresProblem

SYSTEM_FOLDER = Path("/var/lib/cinnabar")
PORT = 5432  # only a part of the socket's name: no TCP port is opened
LONGEST_SOCKET = 100  # bytes; systems allow 104 to 108


@dataclass(frozen=True)
class Place:
    """The folder of one database. Only `cluster` and the socket's folder belong to the server's account."""

    home: Path
    folder: Path
    account: Account

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def settings(self) -> Path:
        return self.folder / "settings"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"


def existing_place(home: Path) -> Place | None:
    """The place of this home's database, or None if there was never one."""
    account, link = server_account(), home / "postgres"
    if not link.is_symlink() and not link.exists():
        return None
    _check_owner(link, account)
    return Place(home, Path(os.path.realpath(link)), account)


def make_place(home: Path) -> Place:
    """The place of this home's database, made if it is not there yet."""
    if found := existing_place(home):
        return found
    account, link = server_account(), home / "postgres"
    if account.is_ours:
        link.mkdir(mode=0o700)
        return Place(home, link, account)
    folder = _make_system_folder(home, account)
    link.symlink_to(folder)
    return Place(home, folder, account)


def _check_owner(link: Path, account: Account) -> None:
    """Root's databases are links into the system's folder, other people's are folders of their own."""
    if account.is_ours:
        if link.is_symlink() or link.lstat().st_uid != account.uid:
            raise PostgresProblem(
                f"The database of {link.parent} belongs to another user; "
                "run as that user, or choose another CINNABAR_HOME."
            )
        return
    if not link.is_symlink():
        raise PostgresProblem(
            f"The database of {link.parent} belongs to an ordinary user, not to root; "
            "run as that user, or choose another CINNABAR_HOME."
        )
    folder = link.readlink()
    if folder.parent != SYSTEM_FOLDER or link.lstat().st_uid != 0:
        raise PostgresProblem(
            f"{link} leads to {folder}, which is not a database of Cinnabar; remove the link to begin anew."
        )
    if not folder.is_dir():
        raise PostgresProblem(f"The database that {link} leads to is gone; remove the link to begin with an empty one.")


def _make_system_folder(home: Path, account: Account) -> Path:
    # The random part: a home that was removed and made again must not find the old one's data.
    name = re.sub(r"[^a-z0-9]+", "-", home.name.lower()).strip("-")[:24] or "home"
    folder = SYSTEM_FOLDER / f"{name}-{secrets.token_hex(4)}"
    if not SYSTEM_FOLDER.is_dir():
        SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
        SYSTEM_FOLDER.chmod(0o755)
    folder.mkdir()
    os.chown(folder, 0, account.gid)
    folder.chmod(0o750)
    return folder


def make_private(folder: Path, account: Account) -> None:
    """Make `folder` new, for the server's account alone."""
    folder.mkdir(mode=0o700)
    if not account.is_ours:
        os.chown(folder, account.uid, account.gid)


def make_socket_folder(place: Place) -> Path:
    """A private folder with a short name, the same each time unless somebody else sits on it."""
    name = "cinnabar-" + sha256(os.fsencode(place.folder)).hexdigest()[:10]
    for parent in _temporary_folders(place.account):
        for suffix in ("", "-2", "-3", "-4"):
            folder = parent / (name + suffix)
            if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET and _take(folder, place.account):
                return folder
    raise PostgresProblem(
        "The database's socket finds no temporary folder: its path is too long, or other users have taken it."
    )


def _temporary_folders(account: Account) -> list[Path]:
    # The server's user cannot be expected to reach root's own temporary folder.
    usual = Path("/tmp")
    return [Path(tempfile.gettempdir()), usual] if account.is_ours else [usual]


def _take(folder: Path, account: Account) -> bool:
    try:
        make_private(folder, account)
    except FileExistsError:
        found = folder.lstat()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and stat.S_IMODE(found.st_mode) == 0o700
    except OSError:
        return False
    return True
