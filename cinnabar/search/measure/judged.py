"""`cinnabar search-eval --judged FILE`: judged questions about a town, asked in an index of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from django.contrib.auth.models import AnonymousUser

from cinnabar.search import census, index
from cinnabar.search.documents import Words
from cinnabar.search.finding import find
from cinnabar.search.measure.scores import ndcg
from cinnabar.search.models import Document, Kind
from cinnabar.search.queries import Limits

FINAL = 2  # every second clean question is kept for the final run; its twins with it


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A question with the level of everything that answers it."""

    about: str  # notes or products
    language: str
    words: str
    levels: Mapping[str, int]
    is_final: bool
    twin: str = ""  # the same wish, written without mistakes


def read_judged(file: Path) -> list[Judged]:
    """The questions of a file; how it is written stands at its head."""
    found: list[Judged] = []
    clean: dict[tuple[str, str], Judged] = {}
    for line in file.read_text("utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        about, language, words, *rest = (part.strip() for part in line.split("|"))
        if rest[0].startswith("= "):
            twin = clean[about, rest[0][2:]]
            found.append(Judged(about, language, words, twin.levels, twin.is_final, twin.words))
            continue
        levels = {key: int(part[0]) for part in rest for key in part[2:].split()}
        one = Judged(about, language, words, levels, len(clean) % FINAL == 1)
        clean[about, words] = one
        found.append(one)
    return found


def measure(
    judged: Sequence[Judged], texts: Mapping[str, Mapping[str, Words]], *, is_final: bool = False
) -> dict[str, Any]:
    """Ask every question among `texts` (notes or products → key → words). Needs an empty database of its own.

    What is kept for the final run is not told before.
    """
    judged = [one for one in judged if is_final or not one.is_final]
    scores: dict[Judged, float] = {}
    nothing = 0
    for about, words in texts.items():
        Document.objects.all().delete()
        keys = list(words)
        for at, key in enumerate(keys):
            one = words[key]
            index.write(Kind.TEXT, [Words(at, one.title, one.labels, one.body)])
        census.take()
        for question in judged:
            if question.about == about:
                ids = find(question.words, AnonymousUser(), Limits((Kind.TEXT,))).ids(Kind.TEXT)
                nothing += not ids
                by_id = {keys.index(key): level for key, level in question.levels.items()}
                scores[question] = ndcg(ids, by_id)
    return _told(scores, nothing)


def _told(scores: Mapping[Judged, float], nothing: int) -> dict[str, Any]:
    clean = {(one.about, one.words): score for one, score in scores.items() if not one.twin}
    told: dict[str, Any] = {
        "ndcg@10": _mean(score for one, score in scores.items() if not one.twin and not one.is_final),
        "ndcg@10 final": _mean(score for one, score in scores.items() if not one.twin and one.is_final),
        "zero results": nothing / max(1, len(scores)),
        "questions": len(scores),
    }
    for language in dict.fromkeys(one.language for one in scores if one.twin):
        twins = [one for one in scores if one.language == language]
        told[f"{language} of clean"] = _mean(scores[one] for one in twins) / _mean(
            clean[one.about, one.twin] for one in twins
        )
    return told


def _mean(values: Any) -> float:
    found = list(values)
    return fmean(found) if found else 0.0
