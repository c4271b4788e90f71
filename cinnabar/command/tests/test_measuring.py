"""The doors that measure, asked as from a terminal."""

from __future__ import annotations

import json

import pytest

from cinnabar.command.measuring import feed_eval, trends_eval
from cinnabar.command.problem import Problem


def test_feed_eval_prints_one_line_of_json(tmp_path, capsys) -> None:
    file = tmp_path / "town.txt"
    file.write_text(
        "".join(f"{person} {' '.join(str((person + step) % 6) for step in range(5))}\n" for person in range(30))
    )

    feed_eval(["--sequences", str(file), "--json"])
    told = json.loads(capsys.readouterr().out)

    cuts = {f"{kind}@{cut}" for kind in ("recall", "ndcg") for cut in (5, 10, 20)}
    assert set(told) == cuts | {"people", "items", "cpu_s", "peak_mb", "weights", "protocol"}
    assert (told["people"], told["items"]) == (30, 6)


@pytest.mark.parametrize(
    "arguments", [[], ["--train", "one"], ["--sequences", "one", "--train", "two", "--test", "three"]]
)
def test_feed_eval_wants_one_kind_of_file(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        feed_eval(arguments)


def test_feed_eval_says_what_is_wrong_with_a_file(tmp_path) -> None:
    with pytest.raises(Problem, match="nowhere"):
        feed_eval(["--sequences", str(tmp_path / "nowhere")])


def test_trends_eval_prints_one_line_of_json_for_what_it_made_up_itself(tmp_path, capsys) -> None:
    file = tmp_path / "series.jsonl"

    trends_eval(["--seed", "11", "--number", "20", "--write", str(file)])
    trends_eval(["--seed", "11", "--number", "20", "--json"])
    made = json.loads(capsys.readouterr().out)
    trends_eval(["--series", str(file), "--json"])
    read = json.loads(capsys.readouterr().out)

    assert (made["series"], made["series_days"], made["recall"]) == (20, 840.0, 1.0)
    assert read | {"cpu_s": 0} == made | {"cpu_s": 0}


def test_trends_eval_says_what_is_wrong_with_a_file(tmp_path) -> None:
    with pytest.raises(Problem, match="nowhere"):
        trends_eval(["--series", str(tmp_path / "nowhere")])
