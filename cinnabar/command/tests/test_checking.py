"""Settings that contradict each other are told in one line each, before anything starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cinnabar.command.checking import check_all, check_settings, complaints
from cinnabar.command.problem import Problem

SHOP = "https://shop.example.test:8443"
KEY = "k" * 48
OURS = "CINNABAR_"
GOOD = {
    "DATABASE_URL": "postgresql://cinnabar:secret@db/cinnabar",
    "CINNABAR_HOME": "/srv/cinnabar",
    "CINNABAR_ADDRESS": SHOP,
    "CINNABAR_LIVE_ADDRESS": SHOP,
    "CINNABAR_PROXIES": "1",
    "CINNABAR_SECRET_KEY": KEY,
    "CINNABAR_MAIL_FROM": "Shop <post@shop.example.test>",
    "SMTP_HOST": "mail.example.test",
}
DEMO = {"CINNABAR_DEMO": "1", "CINNABAR_HOME": "/srv/cinnabar"}


def told(changes: dict[str, str], base: dict[str, str] = GOOD) -> list[str]:
    return [str(complaint) for complaint in complaints({**base, **changes})]


def test_settings_that_fit_are_not_complained_about() -> None:
    assert told({}) == []
    assert told({}, DEMO) == []
    assert told({"CINNABAR_PROXIES": "0"}) == []
    assert told({"SMTP_USER": "shop", "SMTP_PASSWORD": "x", "SMTP_PORT": "465"}) == []
    assert told({"CINNABAR_PAYMENT_PROVIDER": "test", "CINNABAR_SIMULATION": "0.5"}, DEMO) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"CINNABAR_PROXIES": ""}, "CINNABAR_ADDRESS is https, so something in front of us speaks it"),
        ({"CINNABAR_ADDRESS": "", "CINNABAR_LIVE_ADDRESS": ""}, "but CINNABAR_ADDRESS is missing"),
        ({"CINNABAR_LIVE_ADDRESS": ""}, "CINNABAR_LIVE_ADDRESS is missing"),
        ({"CINNABAR_LIVE_ADDRESS": "http://shop.example.test"}, "browsers refuse to send pictures there"),
        ({"CINNABAR_ADDRESS": "shop.example.test"}, "begins with neither https:// nor http://"),
        ({"CINNABAR_ADDRESS": "https://"}, "names no host"),
        ({"CINNABAR_ADDRESS": "https://shop.example/cinnabar"}, "must end after the host"),
        ({"CINNABAR_ADDRESS": "https://me:x@shop.example"}, "must not hold a user"),
        ({"CINNABAR_ADDRESS": "https://shop.example:port"}, "cannot be read"),
        ({"CINNABAR_ADDRESS": "https://Shop.example"}, "small letters"),
        ({"CINNABAR_PROXIES": "yes"}, "CINNABAR_PROXIES must be a whole number from 0 to 10, not 'yes'."),
        ({"CINNABAR_PROXIES": "-1"}, "CINNABAR_PROXIES must be a whole number"),
        ({"CINNABAR_HOST": "10.0.0.0/8"}, "CINNABAR_HOST must be a network address"),
        ({"CINNABAR_POOL": "0"}, "CINNABAR_POOL must be a whole number from 1 to 1000"),
        ({"SMTP_PORT": "smtp"}, "SMTP_PORT must be a whole number"),
        ({"CINNABAR_DEMO": "yes"}, "CINNABAR_DEMO must be 1 or 0"),
        ({"CINNABAR_SIMULATION": "many"}, "CINNABAR_SIMULATION must be a number"),
        ({"CINNABAR_SECRET_KEY": "secret"}, "CINNABAR_SECRET_KEY is too short"),
        ({"SMTP_HOST": "", "SMTP_PORT": "587"}, "SMTP_PORT is set, but SMTP_HOST is missing"),
        ({"SMTP_USER": "shop"}, "SMTP_USER and SMTP_PASSWORD belong together"),
        ({"CINNABAR_MAIL_FROM": ""}, "CINNABAR_MAIL_FROM is missing"),
        ({"CINNABAR_MAIL_FROM": "Shop"}, "CINNABAR_MAIL_FROM must be like"),
        ({"CINNABAR_MAIL_FROM": "a@shop.example\nBcc: b@example.com"}, "CINNABAR_MAIL_FROM must be like"),
        ({"CINNABAR_DEBUG": "1"}, "CINNABAR_DEBUG shows code and settings"),
        ({"CINNABAR_PAYMENT_PROVIDER": "paypal"}, "CINNABAR_PAYMENT_PROVIDER knows test"),
        ({"CINNABAR_PAYMENT_PROVIDER": "test"}, "it exists in a demo only"),
        ({"DATABASE_URL": "mysql://shop:secret@db/shop"}, "DATABASE_URL must be like postgresql://"),
        ({"DATABASE_URL": "postgresql://shop:secret@[db/shop"}, "DATABASE_URL must be like postgresql://"),
    ],
)
def test_what_cannot_be_right_forbids_a_start(changes: dict[str, str], words: str) -> None:
    found = told(changes)

    assert any(words in line for line in found), found
    assert not any(line.startswith("warning: ") and words in line for line in found)
    assert "secret@" not in "".join(found)
    with pytest.raises(Problem, match="These settings cannot be right"):
        check_settings({**GOOD, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"CINNABAR_ADDRESS": "http://shop.lan", "CINNABAR_LIVE_ADDRESS": "http://shop.lan"}, "travel readable"),
        ({"CINNABAR_HOST": "0.0.0.0"}, "can claim any X-Forwarded-For"),
        ({"SMTP_HOST": "", "CINNABAR_MAIL_FROM": ""}, "no mail leaves"),
        ({"CINNABAR_DEMO": "1"}, "can sign in with the listed passwords"),
        ({"CINNABAR_SIMULATION": "60"}, "does nothing outside a demo"),
        ({OURS + "ADRESS": SHOP}, "did you mean CINNABAR_ADDRESS?"),
        ({OURS + "COLOUR": "red"}, "COLOUR is none of our settings."),
    ],
)
def test_what_is_only_risky_is_said_and_starts(changes: dict[str, str], words: str, capsys: Any) -> None:
    (line,) = told(changes)

    assert line.startswith("warning: ")
    assert words in line
    check_settings({**GOOD, **changes})
    assert capsys.readouterr().err == f"{line}\n"


def test_a_server_that_speaks_https_itself_needs_no_proxy() -> None:
    environment = {**GOOD, "CINNABAR_PROXIES": ""}

    assert complaints(environment, ["--ssl-certificate", "shop.pem", "--ssl-keyfile", "shop.key"]) == []


def test_a_drawn_key_must_be_there_whole(tmp_path: Path) -> None:
    changes = {"CINNABAR_SECRET_KEY": "", "CINNABAR_HOME": str(tmp_path)}
    assert told(changes) == []

    (tmp_path / "secret-key").write_text("\n")
    assert "is empty" in told(changes)[0]

    (tmp_path / "secret-key").unlink()
    (tmp_path / "secret-key").mkdir()
    assert "cannot be read" in told(changes)[0]


def test_several_mistakes_are_told_at_once() -> None:
    with pytest.raises(Problem) as surprise:
        check_settings({**GOOD, "CINNABAR_PROXIES": "x", "SMTP_USER": "shop", "CINNABAR_DEBUG": "1"})

    assert str(surprise.value).count("\n") == 3


def test_the_door_asks_the_database_too(monkeypatch: Any, capsys: Any, db: None) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(Problem, match="cannot be reached"):
        check_all([])

    monkeypatch.setenv("DATABASE_URL", _url_of(connection.get_connection_params()))
    check_all([])
    assert "The settings fit together." in capsys.readouterr().out


def _url_of(parameters: dict[str, Any]) -> str:
    told = {name: parameters[name] for name in ("user", "host", "port", "dbname") if parameters.get(name)}
    return f"postgresql:///{told.pop('dbname')}?" + "&".join(f"{name}={value}" for name, value in told.items())
