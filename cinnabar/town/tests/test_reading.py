"""The town's data: references hold, and it is as lively and mixed as it means to be."""

from __future__ import annotations

from collections import Counter

from cinnabar.kit.text import length, units
from cinnabar.notes.rules import TEXT_CARDS, card_size, cover_units, topic_slug
from cinnabar.town.reading import CLIPS, PICTURES, TownNote, alt_texts, town

NOTES = town().notes
PICTURED = [note for note in NOTES if note.pictures]


def share(count: int) -> float:
    return count / len(PICTURED)


def told_pictures(note: TownNote) -> int:
    return len(note.pictures)


def test_every_reference_leads_somewhere() -> None:
    handles = {person.handle for person in town().people}
    products = {table["key"] for table in town().products}
    keys = {note.key for note in NOTES}
    speakers = {c.by for n in NOTES for c in n.comments} | {r.by for n in NOTES for c in n.comments for r in c.replies}

    assert {note.author for note in NOTES} | speakers <= handles
    assert {tag.product for note in NOTES for tag in note.tags} <= products
    assert {note.follows for note in NOTES if note.follows} <= keys
    assert {table["brand"] for table in town().products} <= {table["slug"] for table in town().brands}
    assert {table["shop"] for table in town().products} <= {table["slug"] for table in town().shops}
    assert len(keys) == len(NOTES)


def test_every_picture_is_here_and_described() -> None:
    used = {name for note in NOTES for name in note.media}
    used |= {name for table in town().products for name in table["pictures"]}

    assert all(any((folder / name).is_file() for folder in (PICTURES, CLIPS)) for name in used)
    assert all(all(alt_texts()[name]) for name in used)
    assert all(0 <= tag.picture < len(note.media) for note in NOTES for tag in note.tags)


def test_no_cover_is_used_twice() -> None:
    assert max(Counter(note.pictures[0] for note in PICTURED).values()) == 1


def test_notes_keep_the_limits_of_the_product() -> None:
    for note in NOTES:
        assert units(note.title) <= 20, note.key
        assert units(note.cover_words) <= cover_units(note.cover_style), note.key
        assert length(note.body) <= 1000, note.key
        assert len(note.topics) <= 10 and all(map(topic_slug, note.topics)), note.key


def test_the_town_is_as_large_as_it_means_to_be() -> None:
    assert (len(NOTES), len(town().people), len(town().products), len(town().shops)) == (148, 51, 101, 8)


def test_its_kinds_and_languages_are_mixed() -> None:
    kinds, languages = Counter(note.kind for note in PICTURED), Counter(note.language for note in PICTURED)

    assert 0.38 <= share(kinds["verdict"]) <= 0.42
    assert 0.18 <= share(kinds["comparison"]) <= 0.22
    assert 0.13 <= share(kinds["routine"] + kinds["howto"]) <= 0.18
    assert 0.68 <= share(languages["zh-hans"]) <= 0.72  # Chinese and mixed
    assert 0.28 <= share(sum(not note.tags for note in PICTURED)) <= 0.38
    assert 0.28 <= share(sum(bool(note.cover_words) for note in PICTURED)) <= 0.38
    assert set(map(told_pictures, PICTURED)) <= {1, 3, 4, 5, 7, 8, 9}
    assert {note.cover_ratio for note in NOTES} == {"3:4", "1:1", "4:3"}


def test_text_cards_stand_for_pictures_in_every_style() -> None:
    cards = [note for note in NOTES if not note.media]

    assert {note.cover_style for note in cards} == set(TEXT_CARDS)
    assert all(card_size(note.cover_words) for note in cards)
    assert {note.language for note in cards} == {"zh-hans", "en"}


def test_infant_formula_has_no_rating_and_no_reduction() -> None:
    formula = {table["key"] for table in town().products if table["category"] == "formula"}

    assert formula
    assert all(tag.rating is None for note in NOTES for tag in note.tags if tag.product in formula)
    assert not [
        t["key"] for t in town().products if t["key"] in formula for v in t["variant"] if "compare_at_minor" in v
    ]


def test_only_a_question_has_an_answer_and_only_one() -> None:
    for note in town().notes:
        chosen = [comment for comment in note.comments if comment.answers]
        assert len(chosen) <= (note.kind == "question"), note.key
        assert not any(reply.answers for comment in note.comments for reply in comment.replies), note.key
    assert sum(comment.answers for note in town().notes for comment in note.comments) == 6


def test_every_clip_is_a_note_that_moves() -> None:
    assert sorted(note.clip for note in NOTES if note.clip) == sorted(path.name for path in CLIPS.glob("*.mp4"))
