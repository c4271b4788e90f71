"""Terms, privacy and imprint, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cinnabar.desks.operators.legal import NAMES, as_html, legal_text
from cinnabar.front import structured
from cinnabar.kit.language import spoken


@require_safe
def legal(request: HttpRequest, kind: str) -> HttpResponse:
    """One text in the reader's language."""
    shown = legal_text(kind, spoken())
    here = structured.address_of("legal", kind=kind)
    changed = shown.changed_at.isoformat() if shown.changed_at else ""
    context = {
        "kind": kind,
        "name": NAMES[kind],
        "text": as_html(shown.body),
        "summary": " ".join(line.lstrip("#- ") for line in shown.body.split("\n")),
        "changed_at": shown.changed_at,
        "structured": structured.of_list("WebPage", str(NAMES[kind]), here, dateModified=changed),
    }
    return render(request, "front/legal.jinja", context)
