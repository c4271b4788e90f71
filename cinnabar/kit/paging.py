"""Cursors: signed, compact, opaque to the reader."""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence

from django.core import signing

SIGNER = signing.Signer(salt="cinnabar.cursor")


class BadCursor(ValueError):
    """The cursor was not made by us, or for another list."""


def pack_ids(ids: Sequence[int], *, of: str) -> str:
    """A signed cursor that carries `ids` for the list named `of`."""
    raw = base64.urlsafe_b64encode(struct.pack(f">{len(ids)}q", *ids)).decode().rstrip("=")
    return SIGNER.sign(f"{of}.{raw}")


def unpack_ids(cursor: str, *, of: str) -> list[int]:
    """The ids in a cursor of `pack_ids`, or BadCursor."""
    try:
        name, _, raw = SIGNER.unsign(cursor).partition(".")
        data = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    except (signing.BadSignature, ValueError) as problem:
        raise BadCursor("not a cursor") from problem
    if name != of or len(data) % 8:
        raise BadCursor("a cursor of another list")
    return list(struct.unpack(f">{len(data) // 8}q", data))


def pack_key(score: float, last_id: int, *, of: str) -> str:
    """A signed keyset cursor: continue below (`score`, `last_id`) in the list named `of`."""
    raw = base64.urlsafe_b64encode(struct.pack(">dq", score, last_id)).decode().rstrip("=")
    return SIGNER.sign(f"{of}.{raw}")


def unpack_key(cursor: str, *, of: str) -> tuple[float, int]:
    """The pair in a cursor of `pack_key`, or BadCursor."""
    try:
        name, _, raw = SIGNER.unsign(cursor).partition(".")
        score, last_id = struct.unpack(">dq", base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    except (signing.BadSignature, ValueError, struct.error) as problem:
        raise BadCursor("not a cursor") from problem
    if name != of:
        raise BadCursor("a cursor of another list")
    return score, last_id
