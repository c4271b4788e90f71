"""Order numbers: short enough to read out, too many to try."""

from __future__ import annotations

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another


def new_number() -> str:
    """Ten letters in two groups, 49 bits: a stranger who finds one still gets a 404."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"
