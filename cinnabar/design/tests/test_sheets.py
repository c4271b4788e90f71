"""All sheets become one: two of them must not mean different things by one name."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

SHEETS = Path(__file__).resolve().parents[2]
NOISE = re.compile(r"/\*.*?\*/|\([^()]*\)", re.S)  # comments, and what stands in parentheses
SELECTORS = re.compile(r"([^{};]+)\{")
BARE = re.compile(r"\.([\w-]+)")


def test_no_two_sheets_define_the_same_class() -> None:
    defined: defaultdict[str, set[str]] = defaultdict(set)
    for sheet in [*SHEETS.glob("*/assets/*.css"), *SHEETS.glob("*/assets/pages/*.css")]:
        for selectors in SELECTORS.findall(NOISE.sub("", sheet.read_text())):
            for selector in selectors.split(","):
                if bare := BARE.fullmatch(selector.strip()):
                    defined[bare[1]].add(sheet.name)
    defined["top"].discard("desk.css")  # what a desk's printer leaves out
    defined["bar"].discard("desk.css")
    defined["foot"].discard("desk.css")
    assert {name: sheets for name, sheets in defined.items() if len(sheets) > 1} == {}
