"""Doors for measuring what the product promises."""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cinnabar.command.environment import django
from cinnabar.command.problem import Problem
from cinnabar.kit import postgres

FINAL_SEED = 2030  # the detector was tuned on seeds 1 to 5


def feed_eval(arguments: list[str]) -> None:
    """Fit the feed engine on a file of histories and say how well it guesses what was held back."""
    options = _options(arguments)
    # One thread: the CPU time told is then what one core needs. NumPy reads this when it is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from cinnabar.feed.engine.measure.files import BadFile  # noqa: PLC0415
    from cinnabar.feed.engine.measure.protocols import given_split, leave_one_out  # noqa: PLC0415

    began = time.process_time()
    try:
        if options.sequences:
            result = leave_one_out(options.sequences, options.attributes)
        else:
            result = given_split(options.train, options.test, options.attributes)
    except (BadFile, OSError, UnicodeDecodeError) as problem:
        raise Problem(str(problem)) from None
    result = {name: round(value, 6) if isinstance(value, float) else value for name, value in result.items()}
    result["cpu_s"] = round(time.process_time() - began, 1)
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps(result) + "\n" if options.json else _table(result))


def search_eval(arguments: list[str]) -> None:
    """Index the titles of a file in a database of its own, ask its queries, and say how well they were found."""
    parser = argparse.ArgumentParser(prog="cinnabar search-eval", description=search_eval.__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--pairs", type=Path, help="JSON lines of query, title and label (0, 1, 2)")
    what.add_argument("--town", action="store_true", help="the judged questions about the demo town")
    parser.add_argument("--final", action="store_true", help="with --town: also the half that is kept from tuning")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    options = parser.parse_args(arguments)
    with scratch_database():
        from cinnabar.search.measure import judged  # noqa: PLC0415
        from cinnabar.search.measure.pairs import BadFile, measure, read_pairs  # noqa: PLC0415
        from cinnabar.town.judging import QUESTIONS, texts  # noqa: PLC0415

        try:
            if options.town:
                result = judged.measure(judged.read_judged(QUESTIONS), texts(), is_final=options.final)
            else:
                result = measure(read_pairs(options.pairs))
        except (BadFile, OSError, UnicodeDecodeError) as problem:
            raise Problem(str(problem)) from None
    result = {name: round(value, 6) if isinstance(value, float) else value for name, value in result.items()}
    sys.stdout.write(json.dumps(result) + "\n" if options.json else _table(result))


@contextmanager
def scratch_database() -> Iterator[None]:
    """A server of our own with an empty search index, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="cinnabar-search-") as folder:
        server = postgres.start(Path(folder), durable=False)
        try:
            os.environ |= {"CINNABAR_HOME": folder, "DATABASE_URL": server.url}
            django()
            from django.db import connection  # noqa: PLC0415

            from cinnabar.search.measure.scratch import make_tables  # noqa: PLC0415

            make_tables()
            yield
            connection.close()
        finally:
            server.stop()
            postgres.remove(Path(folder))


def feed_simulate(arguments: list[str]) -> None:
    """Let a made-up town read for some days, once with what is new and popular, once with the engine; compare."""
    parser = argparse.ArgumentParser(prog="cinnabar feed-simulate", description=feed_simulate.__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many towns (default 10)")
    parser.add_argument("--bots", type=int, default=0, help="accounts that like one another's notes all day")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    options = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from cinnabar.feed.engine.simulate.running import compare  # noqa: PLC0415

    began = time.process_time()
    result = compare(range(1, options.seeds + 1), bots=options.bots)
    result["cpu_s"] = round(time.process_time() - began, 1)
    sys.stdout.write(json.dumps(result) + "\n" if options.json else _table(result))


def trends_eval(arguments: list[str]) -> None:
    """Go through series of counts as the tab of the hour does, and say how many labelled rises it finds."""
    parser = argparse.ArgumentParser(prog="cinnabar trends-eval", description=trends_eval.__doc__)
    parser.add_argument("--series", type=Path, help="JSON lines of name, start, step, counts, spans (docs/trends.md)")
    parser.add_argument("--seed", type=int, default=FINAL_SEED, help=f"of the made-up set (default {FINAL_SEED})")
    parser.add_argument("--number", type=int, default=1000, help="how many made-up series (default 1000)")
    parser.add_argument("--write", type=Path, help="only write the made-up set to this file")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    options = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from cinnabar.trends.engine.measure.made import made_set  # noqa: PLC0415
    from cinnabar.trends.engine.measure.scores import measure  # noqa: PLC0415
    from cinnabar.trends.engine.measure.series import BadFile, as_lines, read_series  # noqa: PLC0415

    began = time.process_time()
    try:
        if options.write:
            lines = as_lines(made_set(options.seed, series=options.number))
            options.write.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            return
        result = measure(
            read_series(options.series) if options.series else made_set(options.seed, series=options.number)
        )
    except (BadFile, OSError, UnicodeDecodeError) as problem:
        raise Problem(str(problem)) from None
    result = {name: round(value, 6) if isinstance(value, float) else value for name, value in result.items()}
    result["cpu_s"] = round(time.process_time() - began, 1)
    sys.stdout.write(json.dumps(result) + "\n" if options.json else _table(result))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cinnabar feed-eval", description=feed_eval.__doc__)
    parser.add_argument(
        "--sequences", type=Path, help="one line a person: id, then items in order; the last is the test"
    )
    parser.add_argument("--train", type=Path, help="one line a person: id, then items")
    parser.add_argument("--test", type=Path, help="the same people: what is to be guessed")
    parser.add_argument("--attributes", type=Path, help="JSON: item → list of attributes")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    options = parser.parse_args(arguments)
    if bool(options.sequences) == bool(options.train and options.test) or bool(options.train) != bool(options.test):
        parser.error("give --sequences, or --train and --test")
    return options


def _table(result: Mapping[str, object]) -> str:
    width = max(map(len, result))
    return "".join(f"{name:<{width}}  {value}\n" for name, value in result.items())
