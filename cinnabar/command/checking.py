"""What is wrong with the settings, said in one line each before anything starts.

Read from the environment alone: Django's settings would fall over half of it without saying why.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from cinnabar.command.environment import ROOT
from cinnabar.command.problem import Problem

Environment = Mapping[str, str]

SHORTEST_KEY = 32
OLDEST_POSTGRESQL = 16
MOST_PROXIES = 10
WHOLE_NUMBERS = {
    "CINNABAR_POOL": (1, 1000),
    "CINNABAR_WORKERS": (1, 256),
    "CINNABAR_JOBS": (1, 256),
    "CINNABAR_HISTORY_DAYS": (1, 36_500),
    "CINNABAR_PROXIES": (0, MOST_PROXIES),
    "SMTP_PORT": (1, 65_535),
    "CINNABAR_PORT": (1, 65_534),
}
SWITCHES = ("CINNABAR_DEMO", "CINNABAR_DEBUG", "CINNABAR_SERVICE_WORKER")
PROVIDERS = ("test",)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One line for whoever operates this. With a fatal one nothing starts."""

    words: str
    is_fatal: bool = True

    def __str__(self) -> str:
        return self.words if self.is_fatal else f"warning: {self.words}"


def check_settings(environment: Environment, arguments: Sequence[str] = ()) -> None:
    """Say every warning, and raise a Problem of all that forbids a start. `arguments` are those for the web server."""
    found = complaints(environment, arguments)
    for complaint in found:
        if not complaint.is_fatal:
            sys.stderr.write(f"{complaint}\n")
    if fatal := [complaint.words for complaint in found if complaint.is_fatal]:
        raise Problem("\n  ".join(["These settings cannot be right:", *fatal]))


def check_all(arguments: list[str]) -> None:
    """The door `cinnabar check-settings`: every complaint, about the database too."""
    if arguments:
        raise Problem("usage: cinnabar check-settings")
    check_settings(os.environ)
    if url := os.environ.get("DATABASE_URL"):
        _check_database(url)
    sys.stdout.write("The settings fit together.\n")


def _check_database(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=5) as database:
            if database.info.server_version < OLDEST_POSTGRESQL * 10_000:
                raise Problem(f"The database is older than PostgreSQL {OLDEST_POSTGRESQL}.")
    except psycopg.OperationalError as problem:
        raise Problem(
            f"The database of DATABASE_URL cannot be reached: {str(problem).strip().splitlines()[-1]}"
        ) from None


def complaints(environment: Environment, arguments: Sequence[str] = ()) -> list[Complaint]:
    """All that is wrong, whatever forbids a start first."""
    said = {name: value for name, value in environment.items() if value}
    found = [
        *_numbers(said),
        *_addresses(said),
        *_proxies(said, has_own_tls=any(word.startswith("--ssl") for word in arguments)),
        *_secrets(said),
        *_mail(said),
        *_dangers(said),
        *_database(said),
        *_unknown(said),
    ]
    return sorted(found, key=lambda complaint: not complaint.is_fatal)


def _numbers(said: Environment) -> Iterator[Complaint]:
    for name, (least, most) in WHOLE_NUMBERS.items():
        if name in said and not _is_whole(said[name], least, most):
            yield Complaint(f"{name} must be a whole number from {least} to {most}, not {said[name]!r}.")
    for name in SWITCHES:
        if said.get(name, "0") not in ("0", "1"):
            yield Complaint(f"{name} must be 1 or 0, not {said[name]!r}.")
    rate = said.get("CINNABAR_SIMULATION", "0")
    if not re.fullmatch(r"\d+(\.\d+)?", rate, re.ASCII):
        yield Complaint(f"CINNABAR_SIMULATION must be a number of deeds an hour, not {rate!r}.")


def _addresses(said: Environment) -> Iterator[Complaint]:
    for name in ("CINNABAR_ADDRESS", "CINNABAR_LIVE_ADDRESS"):
        if name in said and (problem := _problem_of_address(said[name])):
            yield Complaint(f"{name} must be like https://shop.example: {said[name]!r} {problem}.")
    page, live = said.get("CINNABAR_ADDRESS", ""), said.get("CINNABAR_LIVE_ADDRESS", "")
    if page and not live and not _is_local(page):
        yield Complaint(
            "CINNABAR_LIVE_ADDRESS is missing: readers' browsers would send pictures to their own machine. Where a "
            f"proxy leads /upload/, /private/ and /export/ to the live process, it is {page}."
        )
    if page.startswith("https://") and live.startswith("http://"):
        yield Complaint(
            "CINNABAR_LIVE_ADDRESS is http, but the pages are https: browsers refuse to send pictures there."
        )
    if page.startswith("http://") and not _is_local(page):
        words = "CINNABAR_ADDRESS is http: passwords and cookies travel readable to everybody on the way."
        yield Complaint(words, is_fatal=False)
    host = said.get("CINNABAR_HOST", "127.0.0.1")
    if not _is_network_address(host):
        yield Complaint(f"CINNABAR_HOST must be a network address of this machine, like 127.0.0.1 or ::, not {host!r}.")


def _proxies(said: Environment, *, has_own_tls: bool) -> Iterator[Complaint]:
    page, proxies = said.get("CINNABAR_ADDRESS", ""), said.get("CINNABAR_PROXIES", "")
    is_public = page.startswith("https://") and not _is_local(page)
    if is_public and not proxies and not has_own_tls:
        yield Complaint(
            "CINNABAR_ADDRESS is https, so something in front of us speaks it: say by CINNABAR_PROXIES how many "
            "proxies of your own that is (usually 1), else all readers share the limits of one. 0 says there is none."
        )
    if not _is_whole(proxies, 1, MOST_PROXIES):
        return
    if not page:
        yield Complaint(
            "CINNABAR_PROXIES says that a proxy stands in front, but CINNABAR_ADDRESS is missing: links and mails "
            "would lead to 127.0.0.1. It is the address that readers type."
        )
    host = said.get("CINNABAR_HOST", "127.0.0.1")
    if _is_network_address(host) and not ipaddress.ip_address(host).is_loopback:
        words = (
            f"CINNABAR_HOST is {host}: whoever reaches that without the proxy can claim any X-Forwarded-For and pass "
            "every limit. Let only the proxy reach it."
        )
        yield Complaint(words, is_fatal=False)


def _secrets(said: Environment) -> Iterator[Complaint]:
    if said.get("CINNABAR_DEMO") == "1":
        return
    for name in ("CINNABAR_SECRET_KEY", "CINNABAR_PAYMENT_WEBHOOK_SECRET"):
        if name in said and len(said[name]) < SHORTEST_KEY:
            yield Complaint(f"{name} is too short, so it can be guessed: draw at least {SHORTEST_KEY} characters.")
    if "CINNABAR_SECRET_KEY" in said:
        return
    home = said.get("CINNABAR_HOME", "")
    drawn = Path(home or ROOT / ".state" / "demo", "secret-key")
    try:
        is_empty = drawn.exists() and not drawn.read_text().strip()
    except (OSError, UnicodeDecodeError) as problem:
        yield Complaint(f"The secret key {drawn} cannot be read ({problem}).")
        return
    if is_empty:
        yield Complaint(f"The secret key {drawn} is empty: remove the file, and a new one is drawn.")
    if not home:
        words = f"CINNABAR_HOME is missing: uploads and the secret key lie in {drawn.parent}."
        yield Complaint(words, is_fatal=False)


def _mail(said: Environment) -> Iterator[Complaint]:
    host = said.get("SMTP_HOST", "")
    rest = [name for name in ("SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD") if name in said]
    if rest and not host:
        yield Complaint(f"{rest[0]} is set, but SMTP_HOST is missing: no mail would leave.")
    if host and ("SMTP_USER" in said) != ("SMTP_PASSWORD" in said):
        yield Complaint("SMTP_USER and SMTP_PASSWORD belong together: set both, or none.")
    sender = said.get("CINNABAR_MAIL_FROM", "")
    _name, address = parseaddr(sender)
    if sender and (not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or sender != sender.strip() or "\n" in sender):
        yield Complaint(f'CINNABAR_MAIL_FROM must be like "Cinnabar <no-reply@shop.example>", not {sender!r}.')
    if host and not sender:
        yield Complaint("CINNABAR_MAIL_FROM is missing: no mail server takes mails of no-reply@localhost.")
    if not host and said.get("CINNABAR_DEMO") != "1":
        words = "SMTP_HOST is missing: no mail leaves, so nobody can confirm an address or get a new password."
        yield Complaint(words, is_fatal=False)


def _dangers(said: Environment) -> Iterator[Complaint]:
    page, is_demo = said.get("CINNABAR_ADDRESS", ""), said.get("CINNABAR_DEMO") == "1"
    if said.get("CINNABAR_DEBUG") == "1" and not _is_local(page):
        yield Complaint("CINNABAR_DEBUG shows code and settings to every reader of a broken page: unset it.")
    if is_demo and not _is_local(page):
        words = "CINNABAR_DEMO is 1: everybody who finds this address can sign in with the listed passwords."
        yield Complaint(words, is_fatal=False)
    if not is_demo and said.get("CINNABAR_SIMULATION", "0").strip("0.") != "":
        yield Complaint("CINNABAR_SIMULATION does nothing outside a demo.", is_fatal=False)
    provider = said.get("CINNABAR_PAYMENT_PROVIDER", "")
    if provider and provider not in PROVIDERS:
        yield Complaint(f"CINNABAR_PAYMENT_PROVIDER knows {', '.join(PROVIDERS)}, not {provider!r}.")
    elif provider == "test" and not is_demo:
        yield Complaint("CINNABAR_PAYMENT_PROVIDER is test, which takes no money: it exists in a demo only.")


def _database(said: Environment) -> Iterator[Complaint]:
    url = said.get("DATABASE_URL", "")
    try:
        is_ours = not url or url.startswith(("postgresql://", "postgres://"))
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        is_ours = False
    if not is_ours:  # not what it says: it may hold a password
        yield Complaint("DATABASE_URL must be like postgresql://user:password@host/name.")


def _unknown(said: Environment) -> Iterator[Complaint]:
    """A misspelt variable does nothing, and nobody notices: the page that lists them all knows better."""
    page = ROOT / "docs" / "configuration.md"
    if not page.is_file():
        return
    known = re.findall(r"^\| `(CINNABAR_[A-Z_]+)`", page.read_text("utf-8"), re.MULTILINE)
    for name in sorted(said):
        if name.startswith("CINNABAR_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
            ask = f": did you mean {near[0]}?" if near else "."
            yield Complaint(f"{name} is none of our settings{ask}", is_fatal=False)


def _problem_of_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "cannot be read"
    checks: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: parts.scheme in ("http", "https"), "begins with neither https:// nor http://"),
        (lambda: bool(host) and not re.search(r"[\s_,;*]", text), "names no host"),
        (lambda: parts.username is None, "must not hold a user"),
        (lambda: parts.path in ("", "/") and not (parts.query or parts.fragment), "must end after the host"),
        (lambda: port != 0, "has no such port"),
        (lambda: text == text.lower(), "must be written in small letters"),
    )
    return next((problem for is_right, problem in checks if not is_right()), "")


def _is_local(address: str) -> bool:
    try:
        host = urlsplit(address).hostname or "localhost"
    except ValueError:
        return False
    return host == "localhost" or (_is_network_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_network_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_whole(text: str, least: int, most: int) -> bool:
    return bool(re.fullmatch(r"\d{1,9}", text, re.ASCII)) and least <= int(text) <= most
