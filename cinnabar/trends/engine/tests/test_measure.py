"""How the finding of rises is judged, and how good it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from cinnabar.trends.engine.measure.made import made_set
from cinnabar.trends.engine.measure.scores import measure
from cinnabar.trends.engine.measure.series import BadFile, Series, Span, as_lines, read_series

HALF = 3 * 168


def a_series(name: str, counts: list[float], *spans: Span, step: int = 3600) -> Series:
    return Series(name, 1_785_715_200, step, tuple(counts), spans)


def test_found_missed_and_false_are_told_apart() -> None:
    quiet, crowd = [1.0] * HALF, [40.0] * 4
    found = a_series("found", quiet + crowd + quiet, Span(HALF, HALF + 3))
    missed = a_series("missed", quiet + [1.0] * 4 + quiet, Span(HALF, HALF + 3))
    false = a_series("false", quiet + crowd + quiet)

    told = measure([found, missed, false])

    assert (told["rises"], told["recall"], told["false_alarms"]) == (2, 0.5, 1)
    assert told["hours_until_found"] == 0


def test_the_made_set_is_the_same_for_the_same_seed_and_survives_a_file(tmp_path: Path) -> None:
    file = tmp_path / "series.jsonl"
    file.write_text("\n".join(as_lines(made_set(7, series=3))), encoding="utf-8")

    told = list(as_lines(read_series(file)))

    assert told == list(as_lines(made_set(7, series=3)))
    assert told != list(as_lines(made_set(8, series=3)))


def test_rises_of_a_made_town_are_found_and_bots_are_not() -> None:
    told = measure(made_set(11, series=150))

    assert told["recall"] >= 0.95
    assert told["false_per_1000_series_days"] <= 1
    assert any(one.crowds for one in made_set(11, series=150))


def test_five_minute_counts_are_summed_up_to_hours() -> None:
    steps = [1.0] * (12 * 168 * 4)
    steps[12 * 600 : 12 * 604] = [9.0] * 48

    told = measure([a_series("fine", steps, Span(12 * 600, 12 * 604 - 1), step=300)])

    assert (told["rises"], told["recall"], told["false_alarms"], told["series_days"]) == (1, 1.0, 0, 21.0)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"name": "x", "start": "never", "step": 60, "counts": [1]}',
        '{"name": "x", "start": "2026-01-01", "step": 0, "counts": [1]}',
        '{"name": "x", "start": "2026-01-01", "step": 60, "counts": []}',
        '{"name": "x", "start": "2026-01-01", "step": 60, "counts": [-1]}',
        '{"name": "x", "start": "2026-01-01", "step": 60, "counts": ["many"]}',
    ],
)
def test_a_line_that_is_no_series_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "series.jsonl"
    file.write_text(line, encoding="utf-8")

    with pytest.raises(BadFile, match="line 1"):
        list(read_series(file))
