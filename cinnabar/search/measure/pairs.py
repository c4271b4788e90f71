"""`cinnabar search-eval --pairs FILE`: lines of query, title and label, the titles asked as an index of their own."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

import psutil
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from cinnabar.search import census, index
from cinnabar.search.documents import Words
from cinnabar.search.finding import find
from cinnabar.search.measure.scores import ndcg, reciprocal_rank
from cinnabar.search.models import Kind
from cinnabar.search.queries import Limits
from cinnabar.search.ranking import Found, rank
from cinnabar.search.text.question import ask
from cinnabar.search.text.tokens import read

WANTED = 2
BATCH = 1000


class BadFile(Exception):
    """The file does not hold what it should."""


@dataclass(slots=True)
class Pairs:
    """All titles of a file, and the labels of each query by title."""

    titles: list[str] = field(default_factory=list)
    labels: dict[str, dict[int, int]] = field(default_factory=dict)


def read_pairs(file: Path) -> Pairs:
    """The lines of the file; a title stands in the index once, whatever queries name it."""
    pairs = Pairs()
    ids: dict[str, int] = {}
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            query, title, label = _pair(line, number)
            if title not in ids:
                ids[title] = len(pairs.titles)
                pairs.titles.append(title)
            of_query = pairs.labels.setdefault(query, {})
            of_query[ids[title]] = max(label, of_query.get(ids[title], 0))
    return pairs


def _pair(line: str, number: int) -> tuple[str, str, int]:
    try:
        row = json.loads(line)
        return str(row["query"]), str(row["title"]), int(row["label"])
    except (ValueError, KeyError, TypeError):
        raise BadFile(f"line {number} is no object with query, title and label") from None


def measure(pairs: Pairs) -> dict[str, Any]:
    """Index the titles, ask every query, and say how well they were found. Needs an empty database of its own."""
    began = time.process_time()
    with _own_cpu() as index_cpu:
        _fill(pairs.titles)
    index_app = time.process_time() - began
    asked = [query for query, labels in pairs.labels.items() if WANTED in labels.values()]
    began = time.process_time()
    with _own_cpu() as query_cpu:
        found = {query: _ask(query) for query in asked}
    app = time.process_time() - began
    wanted = {query: {one for one, label in pairs.labels[query].items() if label == WANTED} for query in asked}
    ranks = [reciprocal_rank(found[query], wanted[query]) for query in asked]
    return {
        "mrr@10": fmean(ranks) if ranks else 0.0,
        "hit@1": fmean(rank == 1 for rank in ranks) if ranks else 0.0,
        "hit@10": fmean(rank > 0 for rank in ranks) if ranks else 0.0,
        "ndcg@10": _judged(pairs),
        "queries": len(asked),
        "cpu_ms_per_query": 1000 * (app + query_cpu.seconds) / max(1, len(asked)),
        "index_cpu_s": index_app + index_cpu.seconds,
        "app_ms_per_query": 1000 * app / max(1, len(asked)),
        "titles": len(pairs.titles),
    }


def _fill(titles: list[str]) -> None:
    for begin in range(0, len(titles), BATCH):
        index.write(
            Kind.TEXT, [Words(begin + at, title, "", "") for at, title in enumerate(titles[begin : begin + BATCH])]
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_document")
    census.take()


def _ask(query: str) -> list[int]:
    return find(query, AnonymousUser(), Limits((Kind.TEXT,))).ids(Kind.TEXT)


def _judged(pairs: Pairs) -> float:
    """The same ranker over each query's judged titles alone."""
    return fmean(_scores(pairs)) if pairs.labels else 0.0


def _scores(pairs: Pairs) -> Iterator[float]:
    for query, labels in pairs.labels.items():
        if any(labels.values()):
            question = ask(query)
            found = [Found(one, (read(pairs.titles[one]).line, "", "")) for one in labels]
            ranked = rank(question, found, census.known(question.terms))
            yield ndcg([score.id for score in ranked], labels)


class _own_cpu:  # noqa: N801 - it reads as a verb
    """The CPU time that our connection's process of the database takes inside the block."""

    seconds = 0.0

    def __enter__(self) -> _own_cpu:
        self._before = self._spent()
        return self

    def __exit__(self, *problem: object) -> None:
        self.seconds = self._spent() - self._before

    @staticmethod
    def _spent() -> float:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            times = psutil.Process(cursor.fetchone()[0]).cpu_times()
        return times.user + times.system
