"""The embedded PostgreSQL, started for real as whoever runs the tests, by root also as an ordinary user."""

import multiprocessing
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
import pytest

from cinnabar.kit.postgres import PostgresProblem, create_database, remove, start
from cinnabar.kit.postgres.engine import PACKAGE
from cinnabar.kit.postgres.place import SYSTEM_FOLDER, make_place

IS_ROOT = os.geteuid() == 0
ROOT_ONLY = pytest.mark.skipif(not IS_ROOT, reason="only root can be another user")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("homes") / "a home, of 'mine'"
    yield home
    remove(home)


@pytest.fixture
def server(home):
    return start(home, durable=False)


@pytest.fixture
def new_home(tmp_path):
    yield tmp_path / "home"
    remove(tmp_path / "home")


def ask(url, question):
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()


def postmaster(server):
    return psutil.Process(int((server.place.cluster / "postmaster.pid").read_text().splitlines()[0]))


def _start_elsewhere(home):
    """Start the server of `home` in another process."""
    code = f"from cinnabar.kit.tests.test_postgres import *; print(start(Path({str(home)!r})).url)"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def kill(process):
    process.send_signal(signal.SIGKILL)
    psutil.wait_procs([process], timeout=10)


def test_it_speaks_every_language_and_sorts_the_same_everywhere(server):
    words = "unnest('{红,é,a,B,丹}'::text[]) word"
    answer = ask(server.url, f"select lower('É ÀB'), upper('ñ'), string_agg(word, '' order by word) from {words}")
    assert answer == ("é àb", "Ñ", "Baé丹红")
    assert ask(server.url, "select '丹红' ~ '^\\w+$', length('小红书'), current_setting('server_encoding')") == (
        True,
        3,
        "UTF8",
    )


def test_vectors_load(server):
    url = create_database(server, "vectors")
    with psycopg.connect(url) as connection:
        connection.execute("create extension vector")
        assert connection.execute("select '[1,2]'::vector <-> '[1,4]'").fetchone() == (2.0,)


def test_making_a_database_twice_changes_nothing(server):
    url = create_database(server, "odd 'name\" 丹")
    ask(url, "select 1")
    assert create_database(server, "odd 'name\" 丹") == url
    assert "already exists" not in server.place.log.read_text()
    assert ask(url, "select current_database()") == ("odd 'name\" 丹",)


def test_no_port_is_open_and_nobody_else_may_enter(server):
    assert ask(server.url, "select current_setting('listen_addresses'), current_setting('jit')") == (
        "",
        "off",
    )
    assert [c for c in postmaster(server).net_connections() if c.family != socket.AF_UNIX] == []
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    assert len(str(server.socket_folder / ".s.PGSQL.5432")) <= 100


def test_a_second_start_joins_and_a_stop_ends_it(home):
    start(home, durable=False).stop()
    first = start(home, durable=False)
    ask(first.url, "select 1")
    second = start(home, durable=False)
    assert (first.started_here, second.started_here, second.url) == (True, False, first.url)
    second.stop()
    first.stop()
    assert not first.socket_folder.exists()
    with pytest.raises(psycopg.OperationalError):
        ask(first.url, "select 1")
    assert start(home, durable=False).url == first.url


def test_two_processes_at_once_get_one_server(new_home):
    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(lambda _: _start_elsewhere(new_home), range(3)))
    assert [run.stderr for run in runs] == ["", "", ""]
    assert len({run.stdout for run in runs}) == 1
    assert start(new_home).started_here is False


def test_what_was_committed_survives_a_kill(new_home):
    first = start(new_home)
    with psycopg.connect(first.url) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('丹')")
    kill(postmaster(first))
    second = start(new_home)
    assert second.started_here
    assert ask(second.url, "select word from kept") == ("丹",)


def test_a_lock_file_that_names_a_stranger_is_no_server(home):
    server = start(home, durable=False)
    lock = server.place.cluster / "postmaster.pid"
    lines = lock.read_text().splitlines()
    server.stop()
    stranger = subprocess.Popen(["sleep", "60"], **server.place.account.runs_as())
    try:
        lock.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert start(home, durable=False).started_here
    finally:
        stranger.kill()
        stranger.wait()


def test_half_a_cluster_is_made_anew(new_home):
    new_home.mkdir()
    place = make_place(new_home)
    (place.folder / "cluster.new" / "base").mkdir(parents=True)
    (place.folder / "engine.new").mkdir()
    assert ask(start(new_home, durable=False).url, "select 1") == (1,)


def test_a_server_whose_socket_was_swept_away_is_started_again(home):
    first = start(home, durable=False)
    shutil.rmtree(first.socket_folder)
    second = start(home, durable=False)
    assert second.started_here
    assert ask(second.url, "select 1") == (1,)


def test_a_socket_folder_of_somebody_else_is_left_alone(home):
    first = start(home, durable=False)
    first.stop()
    first.socket_folder.mkdir(mode=0o755)
    first.socket_folder.chmod(0o755)
    try:
        second = start(home, durable=False)
        assert second.socket_folder.name == first.socket_folder.name + "-2"
        assert first.socket_folder.stat().st_mode & 0o777 == 0o755
    finally:
        first.socket_folder.rmdir()


def test_a_replaced_environment_does_not_disturb_it(home):
    server = start(home, durable=False)
    maps = Path(f"/proc/{postmaster(server).pid}/maps")
    if not maps.exists():
        pytest.skip("needs /proc")
    assert "site-packages" not in maps.read_text()
    assert str(server.place.folder) in maps.read_text()


def test_settings_that_break_it_are_named(home):
    server = start(home, durable=False)
    server.stop()
    (server.place.settings / "local.conf").write_text("shared_buffers = 'plenty'\n")
    with pytest.raises(PostgresProblem, match="plenty"):
        start(home, durable=False)
    (server.place.settings / "local.conf").write_text("")


def test_a_home_that_cannot_be_made_is_a_clear_problem(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(PostgresProblem, match="cannot be started"):
        start(tmp_path / "file" / "home")
    assert (tmp_path / "file").read_text() == ""


def test_removing_leaves_nothing_and_a_new_start_is_empty(new_home):
    first = start(new_home, durable=False)
    with psycopg.connect(first.url) as connection:
        connection.execute("create table gone ()")
    remove(new_home)
    remove(new_home)
    assert not first.place.folder.exists()
    assert not first.socket_folder.exists()
    assert ask(start(new_home, durable=False).url, "select to_regclass('gone')") == (None,)


@ROOT_ONLY
def test_root_keeps_the_data_where_the_servers_user_may_go(server):
    assert server.place.folder.parent == SYSTEM_FOLDER
    assert server.place.cluster.owner() == "cinnabar"
    assert postmaster(server).username() == "cinnabar"
    assert (server.place.folder.stat().st_uid, server.place.folder.stat().st_mode & 0o777) == (0, 0o750)


@pytest.fixture
def ordinary(monkeypatch):
    """A way to work as an ordinary user, who has a copy of the engine but cannot reach our environment."""
    subprocess.run(["useradd", "--no-create-home", "cinnabar-tester"], capture_output=True, check=False)
    user = pwd.getpwnam("cinnabar-tester")
    folder = Path(tempfile.mkdtemp(prefix="cinnabar-test-"))
    package = Path(find_spec(PACKAGE).origin or "").parent
    shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns("pginstall"))
    for beside in package.parent.glob(f"{PACKAGE}[.-]*"):
        shutil.copytree(beside, folder / beside.name)
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    monkeypatch.syspath_prepend(folder)

    def run_as(work):
        ours, theirs = multiprocessing.Pipe()
        child = multiprocessing.get_context("fork").Process(target=_work_as, args=(user, work, theirs))
        child.start()
        child.join()
        return ours.recv()

    yield folder / "home", run_as
    shutil.rmtree(folder)


def _work_as(user, work, answer):
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    try:
        answer.send(work())
    except Exception as problem:
        answer.send(problem)


@ROOT_ONLY
def test_an_ordinary_user_keeps_everything_at_home(server, ordinary):
    home, run_as = ordinary

    def work():
        mine = start(home, durable=False)
        facts = (
            ask(mine.url, "select current_user, lower('É')"),
            postmaster(mine).username(),
            mine.place.folder.owner(),
        )
        remove(home)
        return facts, sorted(path.name for path in home.iterdir())

    facts, left = run_as(work)
    assert facts == (("cinnabar", "é"), "cinnabar-tester", "cinnabar-tester")
    assert left == ["postgres.lock", "postgres.log"]


@ROOT_ONLY
def test_nobody_enters_a_database_of_another_user(server, ordinary):
    home, run_as = ordinary
    started = run_as(lambda: start(home, durable=False).url)
    try:
        server.socket_folder.chmod(0o755)  # even where the folder would let them in, the server does not
        (server.socket_folder / ".s.PGSQL.5432").chmod(0o777)
        assert "Peer authentication failed" in str(run_as(lambda: ask(server.url, "select 1")))
        with pytest.raises(PostgresProblem, match="belongs to an ordinary user, not to root"):
            start(home)
        with pytest.raises(PostgresProblem, match="belongs to an ordinary user, not to root"):
            remove(home)
        assert run_as(lambda: ask(started, "select 1")) == (1,)
    finally:
        server.socket_folder.chmod(0o700)
        run_as(lambda: remove(home))


@ROOT_ONLY
def test_an_ordinary_user_cannot_use_the_home_of_root(ordinary):
    folder, run_as = ordinary
    home = folder.with_name("home of root")
    server = start(home, durable=False)
    assert "cannot be started" in str(run_as(lambda: start(home)))
    for path, mode in [(home, 0o777), (home / "postgres.lock", 0o666)]:
        path.chmod(mode)
    assert "belongs to another user" in str(run_as(lambda: start(home)))
    assert ask(server.url, "select 1") == (1,)
    remove(home)
