"""Terms, privacy and imprint: the operator's texts, else those beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from cinnabar.desks.models import LegalKind, LegalText
from cinnabar.kit.clock import now
from cinnabar.kit.text import tidy
from cinnabar.people.models import Person

TEXTS = Path(__file__).parent / "texts"
NAMES: dict[str, str | Promise] = {
    LegalKind.TERMS: _("Terms"),
    LegalKind.PRIVACY: _("Privacy policy"),
    LegalKind.IMPRINT: _("Imprint"),
}
LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it stands; `changed_at` is empty for one that came with Cinnabar."""

    body: str
    changed_at: datetime | None


def legal_text(kind: str, language: str) -> Shown:
    """The text of that kind in that language."""
    own = LegalText.objects.filter(kind=kind, language=language).first()
    return Shown(own.body, own.changed_at) if own else Shown(_default(kind, language), None)


@transaction.atomic
def write_legal_text(operator: Person, kind: str, language: str, body: str) -> None:
    """Replace the text; an empty one brings back what came with Cinnabar. The same again changes nothing else."""
    body = tidy(body)
    if not body:
        LegalText.objects.filter(kind=kind, language=language).delete()
        return
    told = {"body": body, "changed_at": now(), "changed_by_id": operator.pk}
    LegalText.objects.update_or_create(kind=kind, language=language, defaults=told)


@cache
def _default(kind: str, language: str) -> str:
    return (TEXTS / f"{kind}.{language}.txt").read_text("utf-8").strip()


def as_html(text: str) -> Markup:
    """Paragraphs, lines that begin with "# " as headings and with "- " as a list; nothing else is markup."""
    html: list[Markup] = []
    for part in text.split("\n\n"):
        lines = part.strip().split("\n")
        if lines[0].startswith("# "):
            html.append(Markup("<h2>{}</h2>").format(lines.pop(0)[2:]))
        if lines and all(line.startswith("- ") for line in lines):
            items = Markup("").join(Markup("<li>{}</li>").format(line[2:]) for line in lines)
            html.append(Markup("<ul>{}</ul>").format(items))
        elif lines and lines != [""]:
            html.append(Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in lines)))
    return Markup("\n").join(html)
