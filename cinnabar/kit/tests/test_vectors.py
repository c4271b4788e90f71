"""What texts are about, as points."""

from __future__ import annotations

import numpy as np
import pytest

from cinnabar.kit.vectors.fit import fit_tokens
from cinnabar.kit.vectors.space import bucket_of
from cinnabar.kit.vectors.tokens import tokens_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("薄涂显色", ["薄", "涂", "显", "色", "薄涂", "涂显", "显色"]),
        ("Melt-In LIPSTICK 02!", ["melt", "in", "lipstick", "02"]),
        ("用ＶＣ精华", ["用", "vc", "精", "华", "精华"]),
        ("", []),
    ],
)
def test_chinese_by_characters_and_pairs_everything_else_by_words(text: str, tokens: list[str]) -> None:
    assert list(tokens_of(text)) == tokens


def test_a_bucket_is_the_same_everywhere() -> None:
    assert bucket_of("tea") == 55218


def test_texts_about_the_same_are_near_and_a_new_one_finds_its_place() -> None:
    told = [["tea", "cup", "green"], ["tea", "pot", "green"], ["shoe", "run", "sole"], ["shoe", "walk", "sole"]]
    space, points = fit_tokens(told, dimensions=2)
    new = space.point(["green", "tea", "never-met"])

    assert points[0] @ points[1] > 0.5 > abs(points[0] @ points[2])
    assert (points @ new).argmax() in (0, 1)
    assert np.linalg.norm(points, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert np.linalg.norm(space.point(["never-met"])) == 0.0
