"""Where a form may send its reader afterwards: only to a page of ours."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(text: str | None) -> str:
    """`text` when it is a path on this site, else an empty text. Addresses of other hosts never pass."""
    if text and text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None):
        return text
    return ""
