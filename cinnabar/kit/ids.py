"""Time-sorted 63-bit ids made by the application, and their short form in addresses.

Layout: 41 bits of milliseconds since 2026-01-01 UTC, 10 bits of node, 12 bits of sequence.
A process holds its node number by a lease row, so that two processes never share one.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import datetime

import psycopg
from django.db import connection

EPOCH_MS = 1_767_225_600_000
LEASE_SECONDS = 3600
NODES = 1024

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE = {letter: number for number, letter in enumerate(ALPHABET)}
LARGEST = 2**63 - 1


class NoNodeFree(RuntimeError):
    """All 1,024 node numbers are leased: more processes run than the ids allow."""


def new_id() -> int:
    """A new id, larger than every id this process made before."""
    return _maker.next_id()


def first_id_of(moment: datetime) -> int:
    """No id made from then on is smaller: what lets "lately" be asked of a primary key."""
    return max(int(moment.timestamp() * 1000) - EPOCH_MS, 0) << 22


def encode(number: int) -> str:
    """The base58 form of a non-negative id."""
    if number < 0:
        raise ValueError("ids are not negative")
    letters = ""
    while True:
        number, rest = divmod(number, 58)
        letters = ALPHABET[rest] + letters
        if number == 0:
            return letters


def decode(text: str) -> int:
    """The id of its base58 form; ValueError for anything that `encode` does not write."""
    number = 0
    if not text or len(text) > 11:
        raise ValueError("not an id")
    for letter in text:
        if letter not in _VALUE:
            raise ValueError("not an id")
        number = number * 58 + _VALUE[letter]
    if number > LARGEST or encode(number) != text:
        raise ValueError("not an id")
    return number


def decode_or_none(text: str) -> int | None:
    """The same for what came with a form or a query string; None for anything that `encode` does not write."""
    try:
        return decode(text)
    except ValueError:
        return None


class IdConverter:
    """Base58 ids in addresses: `path("notes/<id:note_id>", …)`."""

    regex = "[1-9A-HJ-NP-Za-km-z]{1,11}"

    def to_python(self, value: str) -> int:
        return decode(value)

    def to_url(self, value: int) -> str:
        return encode(value)


class _Maker:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = 0
        self._node = 0
        self._renew_at = 0.0
        self._lost_at = 0.0
        self._last_ms = 0
        self._sequence = 0

    def next_id(self) -> int:
        with self._lock:
            if self._process != os.getpid() or time.monotonic() >= self._renew_at:
                self._hold_node()
            now_ms = int(time.time() * 1000) - EPOCH_MS
            # A clock set back must not make ids smaller or double: go on from the last one.
            self._last_ms, self._sequence = (
                (now_ms, 0) if now_ms > self._last_ms else (self._last_ms, self._sequence + 1)
            )
            if self._sequence == 4096:
                self._last_ms, self._sequence = self._last_ms + 1, 0
            return (self._last_ms << 22) | (self._node << 12) | self._sequence

    def _hold_node(self) -> None:
        mine = self._node if self._process == os.getpid() and time.monotonic() < self._lost_at else None
        try:
            self._node = _lease_node(mine)
        except psycopg.errors.UndefinedTable:
            # Before the first migration Django's checks already make (and drop) rows; nothing can be stored yet.
            return
        self._process = os.getpid()
        self._renew_at = time.monotonic() + LEASE_SECONDS / 2
        self._lost_at = time.monotonic() + LEASE_SECONDS * 0.9


def _lease_node(mine: int | None) -> int:
    # A connection of its own: the lease must survive when the caller's transaction rolls back.
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "pool", "prepare_threshold", "context", "server_side_binding"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters, autocommit=True) as own:
        if mine is not None:
            renewed = own.execute(
                "UPDATE kit_nodelease SET until = now() + make_interval(secs => %s) WHERE node = %s",
                (LEASE_SECONDS, mine),
            )
            if renewed.rowcount:
                return mine
        for _attempt in range(20):
            taken = own.execute(TAKE_A_NODE, {"seconds": LEASE_SECONDS, "nodes": NODES}).fetchone()
            if taken is not None:
                return int(taken[0])
    raise NoNodeFree("all node numbers are leased")


# Two processes may draw the same number; the second finds it taken, gets no row and draws again.
TAKE_A_NODE = """
INSERT INTO kit_nodelease (node, until)
SELECT node, now() + make_interval(secs => %(seconds)s) FROM generate_series(0, %(nodes)s - 1) AS node
WHERE NOT EXISTS (SELECT 1 FROM kit_nodelease held WHERE held.node = node.node AND held.until >= now())
ORDER BY random() LIMIT 1
ON CONFLICT (node) DO UPDATE SET until = EXCLUDED.until WHERE kit_nodelease.until < now()
RETURNING node
"""


_maker = _Maker()
