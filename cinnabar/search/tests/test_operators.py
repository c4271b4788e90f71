"""What operators let through, of every kind."""

from __future__ import annotations

from typing import Any

import pytest

from cinnabar.notes.tests.props import a_note, a_tag
from cinnabar.people.actions import block
from cinnabar.people.models import Person
from cinnabar.search.actions import catch_up
from cinnabar.search.models import Kind
from cinnabar.shop.cards import refresh_card
from cinnabar.shop.models import Brand, Product, Shop
from tests.cast import a_product, a_shop


def test_a_phrase_is_found_as_it_stands_and_a_word_can_be_left_out(mei: Person, found: Any) -> None:
    near = a_note(mei, title="green tea cup")
    far = a_note(mei, title="tea from a green hill")

    assert found('"green tea"') == [near.pk]
    assert found("green tea -cup") == [far.pk]
    assert found("green tea -hill") == [near.pk]
    assert found("-cup") == [far.pk]  # nothing but an operator: a list
    assert found("“绿茶”") == []


def test_chinese_phrases_and_words_left_out(mei: Person, found: Any) -> None:
    one, two = a_note(mei, title="口红试色小样"), a_note(mei, title="红口罩与口红")

    assert found("“口红试”") == [one.pk]
    assert found("口红 －小样") == [two.pk]


def test_a_topic_and_a_person_are_lists_of_notes(mei: Person, tom: Person, found: Any) -> None:
    hers = a_note(mei, title="zebra", topics={"stripes": "Stripes"})
    his = a_note(tom, title="zebra", topics={"stripes": "Stripes"})
    other = a_note(mei, title="zebra")
    catch_up()

    assert set(found("#stripes")) == set(found("zebra #STRIPES")) == {hers.pk, his.pk}
    assert set(found("@mei")) == set(found("zebra @Mei")) == {hers.pk, other.pk}
    assert found("@mei #stripes") == [hers.pk]
    assert found("@mei", kind=Kind.PERSON) == [mei.pk]
    assert len(found("#stripes", kind=Kind.TOPIC)) == 1
    assert found("#stripes", kind=Kind.PERSON) == []  # of people a topic says nothing


def test_operators_show_nobody_what_they_may_not_see(mei: Person, tom: Person, lipstick: Product, found: Any) -> None:
    catch_up()
    note = a_note(mei, title="secret", visibility="friends", topics={"t": "t"}, tags=(a_tag(lipstick),))

    for words in ("@mei", "#t", "brand:petal"):
        assert (found(words, mei), found(words, tom), found(words)) == ([note.pk], [], []), words
    assert (found("@mei", mei, Kind.PRODUCT), found("@mei", tom, Kind.PRODUCT)) == ([lipstick.pk], [])
    public = a_note(mei, title="open", tags=(a_tag(lipstick),))
    assert (found("@mei", tom), found("@mei", tom, Kind.PRODUCT)) == ([public.pk], [lipstick.pk])
    block(mei, tom)
    assert found("@mei", tom) == found("@mei", tom, Kind.PRODUCT) == found("@mei", tom, Kind.PERSON) == []


@pytest.mark.parametrize(
    "words", ["brand:petal", 'brand:"Petal Theory"', "品牌：花瓣理论", "brand:花瓣", "BRAND：Ｐetal"]
)
def test_a_brand_is_known_by_any_of_its_names(
    mei: Person, hanok: Shop, lipstick: Product, found: Any, words: str
) -> None:
    note = a_note(mei, title="x", tags=(a_tag(lipstick),))
    other = a_product(hanok, "Petal of another brand")
    type(other).objects.filter(pk=other.pk).update(brand=Brand.objects.create(slug="other", name="Other"))
    refresh_card(other.pk)
    catch_up()

    assert found(words, kind=Kind.PRODUCT) == [lipstick.pk]
    assert found(words) == [note.pk]
    assert found(words, kind=Kind.BRAND) == [lipstick.brand_id]
    assert found("brand:nobody", kind=Kind.PRODUCT) == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("under 20", ["cheap"]),
        ("over 20", ["dear", "yen"]),
        ("9-20", ["cheap"]),
        ("zebra 1000-2000", ["yen"]),
        ("zebra ¥1000~2000", ["yen"]),
        ("€5-€100", ["cheap", "dear"]),
        ("€1000以上", []),
    ],
)
def test_prices_are_compared_in_the_currency_of_the_shop(
    lin: Person, hanok: Shop, found: Any, words: str, names: list[str]
) -> None:
    tokyo = a_shop(lin, "tokyo", currency="JPY")
    for shop, name, price in ((hanok, "cheap", 900), (hanok, "dear", 20_00 + 1), (tokyo, "yen", 1200)):
        a_product(shop, f"Zebra {name}", price=price)
    catch_up()

    ids = found(words, kind=Kind.PRODUCT)
    assert sorted(Product.objects.filter(pk__in=ids).values_list("name_en", flat=True)) == [f"Zebra {n}" for n in names]


def test_a_note_has_the_price_of_what_it_tags(mei: Person, lipstick: Product, found: Any) -> None:
    note = a_note(mei, title="zebra", tags=(a_tag(lipstick),))
    a_note(mei, title="zebra")

    assert (found("zebra under 21"), found("zebra under 19")) == ([note.pk], [])


@pytest.mark.parametrize(
    "words",
    ["brand:%", "brand:_", "brand:'", "#'", "@'", '"\'"', "-'", "brand:\\", "#\\", "@%%", '"%s"', "-%(viewer)s"],
)
def test_signs_of_sql_are_letters_like_others(mei: Person, lipstick: Product, found: Any, words: str) -> None:
    a_note(mei, title="tea", tags=(a_tag(lipstick),))
    catch_up()

    assert found(words, kind=Kind.BRAND) == []
    assert isinstance(found(words), list)
