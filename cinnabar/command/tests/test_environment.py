"""What the commands say before they start anything."""

import os
import socket

import pytest

from cinnabar.command.environment import Place, check_ports, need_database, place, take_home
from cinnabar.command.problem import Problem


def test_the_environment_chooses_folder_and_port(monkeypatch, tmp_path):
    monkeypatch.setenv("CINNABAR_HOME", str(tmp_path))
    monkeypatch.setenv("CINNABAR_PORT", "9100")

    assert place("demo") == Place(tmp_path, 9100)
    assert place("demo").live_address == "http://127.0.0.1:9101"


@pytest.mark.parametrize("port", ["", "http", "0", "65535", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch, port):
    monkeypatch.setenv("CINNABAR_PORT", port)

    with pytest.raises(Problem, match="CINNABAR_PORT must be a number"):
        place("demo")


def test_a_folder_holds_one_running_product(tmp_path):
    where = Place(tmp_path / "new" / "home", 9100)
    held = take_home(where)

    with pytest.raises(Problem, match="Another Cinnabar is running"):
        take_home(where)
    os.close(held)
    os.close(take_home(where))
    assert where.home.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(Problem, match="cannot be used"):
        take_home(Place(tmp_path / "file" / "home", 9100))


@pytest.fixture
def neighbours():
    """Two ports next to each other, held by two sockets that do not listen yet."""
    while True:
        first, second = socket.socket(), socket.socket()
        with first, second:
            first.bind(("127.0.0.1", 0))
            try:
                second.bind(("127.0.0.1", first.getsockname()[1] + 1))
            except OSError:
                continue
            yield first, second
            return


@pytest.mark.parametrize("taken", [0, 1])
def test_a_port_in_use_is_named(taken, neighbours, tmp_path):
    port = neighbours[0].getsockname()[1]
    neighbours[1 - taken].close()
    neighbours[taken].listen()

    with pytest.raises(Problem, match=f"Port {port + taken} is in use"):
        check_ports(Place(tmp_path, port))


def test_servers_do_not_guess_where_the_data_is(monkeypatch):
    monkeypatch.delenv("DATABASE_URL")

    with pytest.raises(Problem, match="DATABASE_URL is not set"):
        need_database()
