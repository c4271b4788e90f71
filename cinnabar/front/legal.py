"""Terms, privacy and imprint, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cinnabar.desks.operators.legal import NAMES, as_html, legal_text
from cinnabar.kit.language import spoken


@require_safe
def legal(request: HttpRequest, kind: str) -> HttpResponse:
    """One text in the reader's language."""
    shown = legal_text(kind, spoken())
    context = {"kind": kind, "name": NAMES[kind], "text": as_html(shown.body), "changed_at": shown.changed_at}
    return render(request, "front/legal.jinja", context)
