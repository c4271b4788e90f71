"""Web addresses in plain text become links, and nothing else does."""

from __future__ import annotations

import pytest

from cinnabar.design.links import linked


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        (
            "看这里https://example.com/a，很好（https://example.org/b）。",
            ["https://example.com/a", "https://example.org/b"],
        ),
        ("(see https://example.com/a?b=c&d=e).", ["https://example.com/a?b=c&amp;d=e"]),
        ("javascript:alert(1) ftp://example.com", []),
        ('"https://example.com/"onclick="x', ["https://example.com/"]),
    ],
)
def test_only_addresses_become_links(text: str, addresses: list[str]) -> None:
    html = str(linked(text))

    assert [part.split('"')[0] for part in html.split('href="')[1:]] == addresses
