"""`bin/bench --search 100000`: what a search costs in a town of that many notes, whose words follow Zipf's law."""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import numpy as np
import psutil
import rjieba
from django.db import connection, transaction

from bench import town
from bench.measure import ask
from bench.pages import signed_in
from cinnabar.front import searching as front_searching
from cinnabar.kit.text import clause
from cinnabar.notes.models import Note
from cinnabar.people.models import Person
from cinnabar.search import actions, index
from cinnabar.search.models import Kind
from cinnabar.search.text.tokens import is_dense
from cinnabar.town.judging import texts

QUESTIONS, WARM = 120, 15
LATIN = 0.2  # of notes
FIRST_NOTE, FIRST_PRODUCT = 5_000_001, 4_000_001


class Sayings:
    """Sentences of the demo town's words, each as often as its rank among them lets it be (Zipf 1949)."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        said = Counter(word for line in _lines() for word in rjieba.cut(line) if word.strip() and word.isalnum())
        dense, latin = ([word for word, _ in said.most_common() if is_dense(word) is kind] for kind in (True, False))
        # Words that nobody has said yet: towns of this size have many rare ones.
        dense += ["".join(pair) for pair in itertools.product(dense[:150], repeat=2) if len("".join(pair)) < 5]
        latin += [f"{one}{other}" for one, other in itertools.product(latin[:150], repeat=2)]
        self._words = {"zh": dense, "en": latin}
        self._sums = {name: np.cumsum(1 / (np.arange(len(words)) + 2.7)) for name, words in self._words.items()}

    def sentence(self, language: str, length: int) -> str:
        words, sums = self._words[language], self._sums[language]
        chosen = np.searchsorted(sums, self._random.random(length) * sums[-1])
        return (" " if language == "en" else "").join(words[at] for at in chosen)

    def text(self, language: str, length: int) -> str:
        ends = ". " if language == "en" else "，"
        return ends.join(self.sentence(language, 8) for _ in range(max(1, length // 8)))

    def language(self) -> str:
        return "en" if self._random.random() < LATIN else "zh"

    def length(self, usual: float, most: int) -> int:
        return int(np.clip(self._random.lognormal(np.log(usual), 0.6), 3, most))


def _lines() -> Iterator[str]:
    for subjects in texts().values():
        for words in subjects.values():
            yield from (words.title, words.labels, words.body)


def make(notes: int) -> None:
    """Fill an empty database with everything that a search reads; likes and talks are left out."""
    size = town.Size(notes=notes, people=max(2_000, notes // 20), products=max(1_000, notes // 10))
    town.make(size, but=("notes_like", "notes_comment"))
    sayings = Sayings(7)
    with transaction.atomic():
        _rewrite("notes_note", _notes(sayings, notes), "title = n.title, headline = n.headline, body = n.body")
        _rewrite("shop_product", _products(sayings, size.products), "name_en = n.headline, name_zh = n.title")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notes_notecard c SET title = n.title FROM notes_note n WHERE n.id = c.note_id")
        cursor.execute("VACUUM ANALYZE")


def _notes(sayings: Sayings, count: int) -> Iterator[tuple[int, str, str, str]]:
    for at in range(count):
        language = sayings.language()
        title = clause(sayings.sentence(language, sayings.length(6, 14)), most=20)
        yield FIRST_NOTE + at, title, title, sayings.text(language, sayings.length(60, 500))


def _products(sayings: Sayings, count: int) -> Iterator[tuple[int, str, str, str]]:
    for at in range(count):
        yield FIRST_PRODUCT + at, sayings.sentence("zh", 4), sayings.sentence("en", 4), ""


def _rewrite(table: str, rows: Iterator[tuple[int, str, str, str]], what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE said (id bigint, title text, headline text, body text) ON COMMIT DROP")
        with cursor.copy("COPY said FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("CREATE INDEX ON said (id)")
        cursor.execute("ANALYZE said")
        cursor.execute(f"UPDATE {table} t SET {what} FROM said n WHERE n.id = t.id")
        cursor.execute("DROP TABLE said")


def every_figure(notes: int) -> dict[str, Any]:
    """CPU seconds and milliseconds: of the asking thread, and of the one process of the database that answers it."""
    figures: dict[str, Any] = {"notes": notes, **_rebuild()}
    figures |= {"index a note": _one_note()}
    sys.stderr.write(f"{figures}\n")
    questions = _questions(notes)
    front_searching.SEARCHES = 60_000  # of one person a minute
    cookie = signed_in(Person.objects.get(handle="person1"))
    asking: Mapping[str, tuple[str, str]] = {
        "results": ("/search?q={}", ""),
        "results, signed in": ("/search?q={}", cookie),
        "notes by newest": ("/search?q={}&tab=notes&sort=newest", cookie),
        "products": ("/search?q={}&tab=products", cookie),
        "suggestions": ("/search/suggestions?q={}", cookie),
    }
    for name, (path, cookies) in asking.items():
        if ask(path.format("a"), cookies=cookies).status == 200:
            figures[name] = _pages(path, cookies, questions)
            sys.stderr.write(f"{name}: {figures[name]}\n")
    return figures


def _rebuild() -> dict[str, float]:
    began, before = time.process_time(), _of_database()
    actions.rebuild()
    figures = {"rebuild app s": time.process_time() - began, "rebuild database s": _of_database() - before}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_total_relation_size('search_document') / 1e6")
        figures["index MB"] = float(cursor.fetchone()[0])
    return {name: round(value, 1) for name, value in figures.items()}


def _one_note() -> dict[str, float]:
    times, before = [], _of_database()
    for note_id in Note.objects.order_by("-id").values_list("pk", flat=True)[:200]:
        began = time.thread_time()
        with transaction.atomic():
            index.renew(Kind.NOTE, [note_id])
        times.append(1000 * (time.thread_time() - began))
    return {**_quantiles(times), "database mean": round(5 * (_of_database() - before), 2)}


def _questions(notes: int) -> list[str]:
    """One to three words that stand beside each other in titles, mostly; the rest in bodies."""
    choose = random.Random(11)
    found = []
    for row in Note.objects.filter(pk__in=choose.sample(range(FIRST_NOTE, FIRST_NOTE + notes), QUESTIONS + WARM)):
        text = row.title if choose.random() < 0.7 else row.body
        words = text.split() if row.title.isascii() else rjieba.cut(text.replace("，", ""))
        at = choose.randrange(max(1, len(words) - 2))
        found.append((" " if row.title.isascii() else "").join(words[at : at + choose.choice((1, 2, 2, 3))]) or "口红")
    return found


def _pages(path: str, cookies: str, questions: list[str]) -> dict[str, float]:
    times, wall = [], []
    before = 0.0
    for at, question in enumerate(questions):
        if at == WARM:
            before = _of_database()
        begun, began = time.perf_counter(), time.thread_time()
        answer = ask(path.format(quote(question)), cookies=cookies)
        if at >= WARM:
            times.append(1000 * (time.thread_time() - began))
            wall.append(1000 * (time.perf_counter() - begun))
        if answer.status != 200:
            raise RuntimeError(f"{path.format(question)} answered {answer.status}")
    database = 1000 * (_of_database() - before) / len(times)
    return {**_quantiles(times), "database mean": round(database, 2), "clock p50": round(statistics.median(wall), 1)}


def _quantiles(times: list[float]) -> dict[str, float]:
    return {f"p{part}": round(float(np.quantile(times, part / 100)), 2) for part in (50, 99)}


def _of_database() -> float:
    """The CPU seconds of the process that answers our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return float(spent.user + spent.system)
