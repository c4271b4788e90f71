"""Ratings, delivery days and addresses, in tables."""

from datetime import date

import pytest

from cinnabar.shop import rules
from cinnabar.shop.attributes import shown
from cinnabar.shop.slugs import free_slug, slug_of


@pytest.mark.parametrize(
    ("stars", "mean"),
    [
        ((0, 0, 0, 0, 0), None),
        ((0, 0, 0, 0, 1), 5.0),
        ((1, 0, 0, 0, 0), 1.0),
        ((0, 0, 0, 1, 1), 4.5),
        ((0, 0, 0, 1, 2), 4.7),
        ((0, 0, 0, 2, 1), 4.3),
        ((0, 0, 0, 3, 1), 4.3),  # 4.25 goes up
        ((2, 1, 3, 4, 13), 4.1),
    ],
)
def test_the_average_has_one_decimal_and_halves_go_up(stars: tuple[int, ...], mean: float | None) -> None:
    assert rules.average(stars) == mean


@pytest.mark.parametrize(
    ("stars", "bars"),
    [
        ((0, 0, 0, 0, 0), [(5, 0, 0), (4, 0, 0), (3, 0, 0), (2, 0, 0), (1, 0, 0)]),
        ((1, 0, 0, 0, 2), [(5, 2, 67), (4, 0, 0), (3, 0, 0), (2, 0, 0), (1, 1, 33)]),
        ((1, 1, 1, 1, 4), [(5, 4, 50), (4, 1, 13), (3, 1, 13), (2, 1, 13), (1, 1, 13)]),
    ],
)
def test_the_spread_has_five_bars(stars: tuple[int, ...], bars: list[tuple[int, int, int]]) -> None:
    assert [(bar.stars, bar.ratings, bar.percent) for bar in rules.spread(stars)] == bars


@pytest.mark.parametrize(
    ("ordered", "least", "most", "promise"),
    [
        (date(2026, 11, 30), 3, 6, (date(2026, 12, 3), date(2026, 12, 6))),
        (date(2026, 12, 28), 2, 9, (date(2026, 12, 30), date(2027, 1, 6))),
        (date(2026, 12, 1), 5, 2, (date(2026, 12, 6), date(2026, 12, 6))),
    ],
)
def test_the_promise_counts_from_the_day_of_the_order(
    ordered: date, least: int, most: int, promise: tuple[date, date]
) -> None:
    assert rules.arrival(ordered=ordered, days_min=least, days_max=most) == promise


@pytest.mark.parametrize(
    ("ships_to", "country", "answer"),
    [(["*"], "IE", True), (["CN", "NZ"], "NZ", True), (["CN", "NZ"], "IE", False), ([], "IE", False)],
)
def test_where_a_shop_sends_to(ships_to: list[str], country: str, answer: bool) -> None:
    assert rules.ships_there(ships_to, country) is answer


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Hanok Beauty", "hanok-beauty"),
        ("  Lumière & Lait!  ", "lumière-lait"),
        ("Casa Ne\u0301bula", "casa-nébula"),
        ("Jo's Pantry", "jos-pantry"),
        ("加工包装", "加工包装"),
        ("花店", "花店"),
        ("T恤 白色", "t恤-白色"),
        ("ＡＢＣ／１０", "abc-10"),
        ("🌸", "cherry-blossom"),
        ("❤️", "heavy-black-heart"),
        ("ครีมกันแดด", "ครีมกันแดด"),
        ("茶" * 200, "茶" * 60),
        ("word " * 30, "-".join(["word"] * 12)),
        ("../../etc", "etc"),
        ("a//b", "a-b"),
    ],
)
def test_an_address_is_made_of_any_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["", "   ", "!!!", "//", "。。。", "\u200d\ufe0f", "-"])
def test_a_name_without_letters_still_has_an_address(name: str) -> None:
    assert len(slug_of(name)) == 8
    assert slug_of(name).isalnum()


def test_taken_addresses_get_a_number_and_stay_short() -> None:
    taken = {"灵感", "灵感-2", "茶" * 60}

    assert free_slug("灵感", is_taken=taken.__contains__) == "灵感-3"
    assert free_slug("茶" * 200, is_taken=taken.__contains__) == "茶" * 58 + "-2"
    assert free_slug("花店", is_taken=taken.__contains__) == "花店"


def test_attributes_speak_the_readers_language() -> None:
    told = {
        "size": "30 ml",
        "material": {"en": "linen", "zh": "亚麻"},
        "own_key": "x",
        "care": {"en": "cold wash"},
        "fits": "",
    }

    english = [(str(label), text) for label, text in shown(told, is_chinese=False)]
    chinese = [text for _, text in shown(told, is_chinese=True, first=("material", "spf"))]

    assert english == [("Size", "30 ml"), ("Material", "linen"), ("Own key", "x"), ("Care", "cold wash")]
    assert chinese == ["亚麻", "30 ml", "x", "cold wash"]
