"""Starting, joining and stopping the one server of a home."""

import fcntl
import os
import re
import shlex
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
import psycopg
from psycopg import sql

from cinnabar.kit.postgres.engine import MAJOR, Engine, unpack_engine, unpacked_engine
from cinnabar.kit.postgres.place import (
    PORT,
    Place,
    existing_place,
    make_place,
    make_private,
    make_socket_folder,
)
from cinnabar.kit.postgres.problem import PostgresProblem
from cinnabar.kit.postgres.settings import ROLE, make_room_in_log, write_settings

PATIENCE = 120  # seconds for a start, which after a crash replays the log, or for another process that is at it
DATABASE = "cinnabar"


@dataclass(frozen=True)
class Server:
    """A running server. `started_here` tells whether we started it or joined one that ran."""

    place: Place
    socket_folder: Path
    started_here: bool

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        where = urlencode({"host": str(self.socket_folder), "port": PORT})
        return f"postgresql://{ROLE}@/{quote(database, safe='')}?{where}"

    def stop(self) -> None:
        """Stop the server, whoever started it. Stopping twice changes nothing."""
        stop(self.place.home)


def start(home: Path, *, durable: bool = True) -> Server:
    """Make the database of `home` if there is none, join its server if it runs, start it otherwise.

    Calling it twice, or in two processes at once, gives the same server. Without `durable` a power cut may
    cost all data: for tests.
    """
    home = Path(os.path.realpath(home))
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(home):
            return _join_or_start(make_place(home), durable=durable)
    except OSError as problem:
        raise PostgresProblem(f"The database in {home} cannot be started: {problem}.") from problem


def stop(home: Path) -> None:
    """Stop the server of `home`, also one whose start was interrupted. Stopping nothing is no mistake."""
    home = Path(os.path.realpath(home))
    if not home.is_dir():
        return
    with _alone(home):
        if place := existing_place(home):
            _stop(place)


def create_database(server: Server, name: str) -> str:
    """Make the database `name` unless it is there, and return its URL."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            with suppress(psycopg.errors.DuplicateDatabase):
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return server.url_of(name)


def remove(home: Path) -> None:
    """Stop the server of `home` and erase its data. Erasing nothing is no mistake."""
    home = Path(os.path.realpath(home))
    if not home.is_dir():
        return
    with _alone(home):
        place = existing_place(home)
        if place is None:
            return
        _stop(place)
        shutil.rmtree(place.folder)
        if (home / "postgres").is_symlink():
            (home / "postgres").unlink()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the home's lock, so that two processes never start or stop one server at once."""
    descriptor = os.open(home / "postgres.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        _lock(descriptor, home)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, home: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise PostgresProblem(
                    f"Another process has been busy with the database of {home} for too long."
                ) from None
            time.sleep(0.05)


def _join_or_start(place: Place, *, durable: bool) -> Server:
    server = _running(place) or _start(place, durable=durable)
    create_database(server, DATABASE)
    return server


def _running(place: Place) -> Server | None:
    """The server of this place if it runs and answers. One that lost its socket is stopped."""
    deadline = time.monotonic() + PATIENCE
    while _postmaster(place):
        if server := _answering(place):
            return server
        socket_folder = _recorded_socket_folder(place)
        socket_is_lost = socket_folder is not None and not (socket_folder / f".s.PGSQL.{PORT}").exists()
        if socket_is_lost or time.monotonic() > deadline:
            _stop(place)
        time.sleep(0.1)
    return None


def _postmaster(place: Place) -> psutil.Process | None:
    """The living process that serves this cluster. The number in a leftover lock may be anybody's now."""
    try:
        process = psutil.Process(int(_recorded(place)[0]))
        command = process.cmdline()
    except (IndexError, ValueError, psutil.Error):
        return None
    return process if str(place.cluster) in command and Path(command[0]).name == "postgres" else None


def _recorded(place: Place) -> list[str]:
    try:
        return (place.cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _recorded_socket_folder(place: Place) -> Path | None:
    recorded = _recorded(place)
    return Path(recorded[4]) if len(recorded) > 4 and recorded[4] else None


def _answering(place: Place) -> Server | None:
    socket_folder = _recorded_socket_folder(place)
    if socket_folder is None:
        return None
    server = Server(place, socket_folder, started_here=False)
    try:
        with psycopg.connect(server.url_of("postgres"), connect_timeout=10) as connection:
            row = connection.execute("show data_directory").fetchone()
    except psycopg.OperationalError:
        return None
    return server if row == (str(place.cluster),) else None


def _start(place: Place, *, durable: bool) -> Server:
    engine = unpack_engine(place)
    if not place.cluster.exists():
        _make_cluster(place, engine, durable=durable)
    _check_version(place)
    socket_folder = make_socket_folder(place)
    _forget_dead_server(place, socket_folder)
    try:
        _run(place, engine, write_settings(place, socket_folder, durable=durable))
    except PostgresProblem:
        socket_folder.rmdir()
        raise
    return Server(place, socket_folder, started_here=True)


def _make_cluster(place: Place, engine: Engine, *, durable: bool) -> None:
    """Make the cluster beside its place and move it there when whole: half a cluster is none."""
    unfinished = place.folder / "cluster.new"
    if unfinished.exists():
        shutil.rmtree(unfinished)
    make_private(unfinished, place.account)
    options = [
        "--username",
        ROLE,
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
    ]
    options += ["--auth=peer", "--text-search-config=simple"] + ([] if durable else ["--no-sync"])
    made = engine.run("initdb", "-D", str(unfinished), *options)
    if made.returncode:
        raise PostgresProblem(f"PostgreSQL could not make its cluster in {unfinished}: {_last_words(made.stderr)}")
    unfinished.rename(place.cluster)


def _check_version(place: Place) -> None:
    found = (place.cluster / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise PostgresProblem(f"The data in {place.cluster} is of PostgreSQL {found}, the installed engine is {MAJOR}.")


def _forget_dead_server(place: Place, socket_folder: Path) -> None:
    # PostgreSQL believes a lock file if any process of the same account has the number written in it.
    for leftover in (place.cluster / "postmaster.pid", *socket_folder.glob(".s.PGSQL.*")):
        leftover.unlink(missing_ok=True)


def _run(place: Place, engine: Engine, configuration: Path) -> None:
    make_room_in_log(place.log)
    options = shlex.join(["-c", f"config_file={configuration}"])
    deadline = time.monotonic() + 20
    while True:
        with place.log.open("ab") as log:
            place.log.chmod(0o600)
            begin = log.tell()
            started = engine.run(
                "pg_ctl",
                "start",
                "-s",
                "-w",
                "-t",
                str(PATIENCE),
                "-D",
                str(place.cluster),
                "-o",
                options,
                output=log.fileno(),
            )
        if started.returncode == 0:
            return
        said = place.log.read_bytes()[begin:].decode(errors="replace")
        # After a kill -9 the dead server's helpers need a moment to notice and leave.
        if "shared memory block" not in said or time.monotonic() > deadline:
            raise PostgresProblem(f"PostgreSQL did not start: {_last_words(said or started.stderr)} (log: {place.log})")
        time.sleep(0.5)


def _stop(place: Place) -> None:
    socket_folder = _recorded_socket_folder(place)
    if _postmaster(place):
        stopped = unpacked_engine(place).run(
            "pg_ctl", "stop", "-s", "-w", "-t", "60", "-m", "fast", "-D", str(place.cluster)
        )
        if stopped.returncode and _postmaster(place):
            raise PostgresProblem(f"PostgreSQL did not stop: {_last_words(stopped.stderr)}")
    if socket_folder and socket_folder.name.startswith("cinnabar-"):
        with suppress(OSError):
            socket_folder.rmdir()


def _last_words(text: str) -> str:
    """The end of what a program said, without the log's times and process numbers."""
    lines = [re.sub(r"^[-0-9]{10} \S+ UTC \[\d+\] ", "", line.strip()) for line in text.splitlines() if line.strip()]
    return " ".join(lines[-3:]) or "it gave no reason"
