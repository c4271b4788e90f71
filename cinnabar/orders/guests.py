"""The key of a guest's basket: random, and signed in the cookie that carries it."""

from __future__ import annotations

import secrets

from django.core import signing

SIGNER = signing.Signer(salt="cinnabar.basket")


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_urlsafe(16)


def cookie_of(guest_key: str) -> str:
    return SIGNER.sign(guest_key)


def find_key(cookie: str) -> str | None:
    """The key inside a cookie, if we signed it."""
    try:
        return SIGNER.unsign(cookie)
    except signing.BadSignature:
        return None
