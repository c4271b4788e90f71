"""What `cinnabar feed-eval` says, and that it sees nothing it may not."""

from __future__ import annotations

import numpy as np
import pytest

from cinnabar.feed.engine.measure import protocols
from cinnabar.feed.engine.measure.files import BadFile, Names, read_attributes, read_sequences
from cinnabar.feed.engine.measure.metrics import of_many_answers, of_one_answer
from cinnabar.feed.engine.tests.small import sequences


@pytest.fixture
def town(tmp_path):
    lines = [" ".join(["p" + str(number), *map(str, one)]) for number, one in enumerate(sequences())]
    (tmp_path / "town.txt").write_text("\n".join(lines))
    return tmp_path / "town.txt"


def test_ranks_become_recall_and_ndcg() -> None:
    told = of_one_answer(np.array([1, 3, 11, 0]))

    assert told["recall@5"] == 0.5
    assert told["recall@20"] == 0.75
    assert told["ndcg@10"] == pytest.approx((1 + 0.5) / 4)


def test_several_answers_count_against_the_best_order() -> None:
    told = of_many_answers([np.array([1, 0]), np.array([2])])

    assert told["recall@20"] == 0.75
    assert told["ndcg@20"] == pytest.approx((1 / (1 + 1 / np.log2(3)) + 1 / np.log2(3)) / 2)


def test_the_fit_sees_all_but_the_last_two_and_the_test_item_nowhere(town, monkeypatch) -> None:
    seen = {}

    def watching(histories, attributes, questions, **options):
        seen["fitted"] = [histories[person].tolist() for person in range(len(histories))]
        seen["asked"] = [(question.known.tolist(), question.answer) for question in questions]
        return real(histories, attributes, questions, **options)

    real = protocols.fit
    monkeypatch.setattr(protocols, "fit", watching)
    names = Names()
    told = list(read_sequences(town, names).values())
    result = protocols.leave_one_out(town, None)

    assert seen["fitted"] == [one[:-2] for one in told]
    assert seen["asked"] == [(one[:-2], one[-2]) for one in told]
    assert result["people"] == 60 and result["items"] == 10
    assert result["recall@20"] == 1.0


def test_a_given_split_is_measured_too(tmp_path) -> None:
    told = sequences()
    for name, cut in (("train", slice(0, 3)), ("test", slice(3, 4))):
        lines = [" ".join(map(str, [number, *one[cut]])) for number, one in enumerate(told)]
        (tmp_path / name).write_text("\n".join(lines) + "\n")

    result = protocols.given_split(tmp_path / "train", tmp_path / "test", None)

    assert (result["people"], result["recall@5"]) == (60, 1.0)


def test_equals_stand_before_us() -> None:
    from cinnabar.feed.engine.tests.small import a_model

    model = a_model()
    for name in model.weights:
        model.weights[name] = 0.0

    assert protocols.rank(model, np.array([0], np.int32), [1])[0] >= 9


@pytest.mark.parametrize("told", ["", "\n\n", "1\n2\n", "1 2 3\n1 4 5\n"])
def test_a_file_that_is_none_is_refused(tmp_path, told: str) -> None:
    (tmp_path / "odd.txt").write_text(told)

    with pytest.raises(BadFile):
        read_sequences(tmp_path / "odd.txt", Names())


@pytest.mark.parametrize("told", ["[]", "{", '{"1": 3}'])
def test_attributes_that_are_none_are_refused(tmp_path, told: str) -> None:
    (tmp_path / "odd.json").write_text(told)

    with pytest.raises(BadFile):
        read_attributes(tmp_path / "odd.json", Names({"1": 0}))
