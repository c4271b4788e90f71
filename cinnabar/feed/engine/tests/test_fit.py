"""What is learned from histories."""

from __future__ import annotations

import numpy as np
import pytest

from cinnabar.feed.engine.fit.alike import alike, attribute_matrix
from cinnabar.feed.engine.fit.engagement import Direction, co_engagement
from cinnabar.feed.engine.fit.fitting import fit
from cinnabar.feed.engine.fit.learned import Training, train
from cinnabar.feed.engine.histories import Histories
from cinnabar.feed.engine.model import USUAL_WEIGHTS, Reading
from cinnabar.feed.engine.taste import Taste
from cinnabar.feed.engine.tests.small import a_model

UNWEIGHED = {"of_the_first": 0.0, "of_the_second": 0.0}


def test_co_engagement_has_a_direction_and_fades_with_distance() -> None:
    told = co_engagement(Histories.of([[0, 1, 2, 3]]), 4, Direction(fading=0.5, backwards=0.1, **UNWEIGHED)).toarray()

    assert told[0].tolist() == np.float32([0, 0.5, 0.25, 0.125]).tolist()
    assert told[3].round(4).tolist() == np.float32([0.0125, 0.025, 0.05, 0]).tolist()


def test_rare_attributes_make_alike() -> None:
    told = alike(attribute_matrix([[0, 1], [0, 1], [0, 2], [0]])).toarray()

    assert round(float(told[0, 1]), 6) == 1.0
    assert told[0, 2] == 0.0


def test_the_same_seed_learns_the_same() -> None:
    assert a_model().weights == a_model().weights


def test_a_note_without_history_has_a_place_among_its_like() -> None:
    model = a_model()
    point = model.learned.stand(Taste.of_sequence(np.array([5, 6], np.int32)), recency=0.7, reach=10)
    values = model.learned.values(point)

    assert values[11] > values[:5].max()


def test_judging_against_a_sample_learns_too() -> None:
    told = Histories.of([[(start + step) % 40 for step in range(6)] for start in range(40)] * 20)
    training = Training(dimensions=16, most_epochs=6, batch=64, rate=0.02, all_up_to=10, drawn=20, dropout=0.0)
    space = list(train(told, attribute_matrix([[]] * 40), Reading(), training))[-1]
    point = space.stand(Taste.of_sequence(np.array([7, 8], np.int32)), recency=0.7, reach=10)

    assert int(space.values(point).argmax()) == 9


def test_strengths_add_up_where_somebody_did_something_last() -> None:
    taste = Taste.of_actions([(4, "like"), (2, "hide"), (4, "open")])

    assert taste.notes.tolist() == [4, 2]
    assert taste.strengths.round(2).tolist() == np.float32([1.7, -3.0]).tolist()


def test_many_data_are_gone_through_less_often() -> None:
    assert Training().epochs(100_000, 10_000) == 12
    assert Training().epochs(5_000_000, 100_000) == 1
    assert Training(most_work=1.2e10).most_answers(100_000) == 1_708_428


def test_of_more_than_there_is_time_for_some_are_learned_from() -> None:
    told = Histories.of([[(start + step) % 8 for step in range(6)] for start in range(8)] * 40)
    training = Training(dimensions=8, most_epochs=1, batch=16, rate=0.05, dropout=0.0, most_work=8 * 400)
    space = list(train(told, attribute_matrix([[]] * 8), Reading(), training))[-1]

    assert training.most_answers(8) == 400
    assert np.isfinite(space.offered).all()
    assert np.abs(space.bias).sum() > 0


@pytest.mark.parametrize("epochs", [1, 3])
def test_without_questions_the_usual_weights_stay(epochs: int) -> None:
    model = fit(Histories.of([[0, 1, 2], [1, 2, 0]]), attribute_matrix([[], [], []]), [], training=Training(4, epochs))

    assert model.weights == USUAL_WEIGHTS
    assert np.isfinite(model.learned.offered).all()


def test_one_note_and_nobody_make_a_model() -> None:
    model = fit(Histories.of([[]]), attribute_matrix([[]]), [])

    assert len(model) == 1
