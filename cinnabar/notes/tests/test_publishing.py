"""From draft to published note, and edits: limits, provenance, counters, cards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cinnabar.kit.clock import at, now
from cinnabar.media.events import PictureReady
from cinnabar.media.models import Picture, PictureState
from cinnabar.notes.actions import (
    CannotPublish,
    CannotSave,
    DraftContent,
    NotADraft,
    PlacedPicture,
    TagContent,
    edit_note,
    hide_note,
    publish_note,
    restore_note,
    save_draft,
    start_draft,
)
from cinnabar.notes.models import Note, NoteCard, NotePicture, Provenance, Topic
from cinnabar.notes.pictures import take_sizes
from cinnabar.notes.tests.props import a_draft, a_note, a_proof, a_tag, content
from cinnabar.people.models import Person
from cinnabar.shop.models import Product, ProductCard, ProductStatus
from tests.cast import a_picture, a_product


def messages(surprise: pytest.ExceptionInfo[CannotSave]) -> list[tuple[str, int | None]]:
    return [(problem.field, problem.index) for problem in surprise.value.problems]


def test_a_draft_keeps_what_was_written(mei: Person, lipstick: Product) -> None:
    written = content(
        mei,
        pictures=2,
        title="  Empties ",
        body="one\r\ntwo #空瓶记",
        topics=("Lip care", "#空瓶记"),
        tags=(a_tag(lipstick, rating=4, pro="melts", con="fades", used_for="weeks"),),
        city="Shanghai",
    )

    note = save_draft(start_draft(mei), written)

    assert (note.title, note.body, note.headline, note.city) == ("Empties", "one\ntwo #空瓶记", "Empties", "Shanghai")
    assert note.picture_ids() == [picture.picture_id for picture in written.pictures]
    assert list(note.note_topics.order_by("position").values_list("topic__slug", flat=True)) == ["lip care", "空瓶记"]
    tag = note.tags.get()
    assert (tag.product, tag.provenance, tag.rating, tag.pro, tag.con, tag.used_for) == (
        lipstick,
        "elsewhere",
        4,
        "melts",
        "fades",
        "weeks",
    )
    assert note.channel == "beauty"


def test_publishing_twice_changes_nothing(mei: Person) -> None:
    note = a_note(mei)

    with at(now() + timedelta(hours=1)):
        again = publish_note(note)

    assert again.published_at == note.published_at
    assert NoteCard.objects.count() == 1
    assert Picture.objects.get().is_public


def test_a_note_needs_a_picture_and_words(mei: Person) -> None:
    note = save_draft(start_draft(mei), DraftContent())

    with pytest.raises(CannotPublish) as surprise:
        publish_note(note)

    assert messages(surprise) == [("title", None), ("pictures", None)]
    assert Note.objects.get().state == "draft"
    assert not NoteCard.objects.exists()


def test_a_picture_that_is_not_ready_holds_the_note_back(mei: Person) -> None:
    waiting = a_picture(mei, state=PictureState.WAITING)
    failed = a_picture(mei, state=PictureState.FAILED)
    note = a_draft(mei, pictures=0)
    save_draft(note, DraftContent(title="x", pictures=(PlacedPicture(waiting.pk), PlacedPicture(failed.pk))))

    with pytest.raises(CannotPublish) as surprise:
        publish_note(note)

    assert messages(surprise) == [("pictures", 0), ("pictures", 1)]
    assert Note.objects.get(pk=note.pk).state == "draft"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": "字" * 21}, ("title", None)),
        ({"title": "a" * 41}, ("title", None)),
        ({"body": "字" * 1001}, ("body", None)),
        ({"cover_words": "字" * 25}, ("cover_words", None)),
        ({"cover_words": "字" * 81, "cover_style": 5}, ("cover_words", None)),
        ({"cover_words": "a\n" * 30, "cover_style": 5}, ("cover_words", None)),
        ({"cover_words": "👍" * 10_000, "cover_style": 7}, ("cover_words", None)),
        ({"cover_words": "x", "cover_style": 8}, ("cover_style", None)),
        ({"cover_words": "x", "cover_style": 0}, ("cover_style", None)),
        ({"topics": tuple(f"topic{n}" for n in range(11))}, ("topics", None)),
        ({"topics": ("t" * 61,)}, ("topics", None)),
        ({"city": "c" * 61}, ("city", None)),
        ({"cover_ratio": "9:16"}, ("cover_ratio", None)),
        ({"visibility": "everybody"}, ("visibility", None)),
        ({"tags": (TagContent(outside_brand="Only a brand"),)}, ("tags", 0)),
        ({"tags": (TagContent(outside_name="x", rating=6),)}, ("tags", 0)),
        ({"tags": (TagContent(outside_name="x", x=1.01),)}, ("tags", 0)),
        ({"tags": (TagContent(outside_name="x", y=float("nan")),)}, ("tags", 0)),
        ({"tags": (TagContent(outside_name="x", pro="p" * 61),)}, ("tags", 0)),
        ({"tags": tuple(TagContent(outside_name=f"x{n}") for n in range(21))}, ("tags", None)),
    ],
)
def test_what_breaks_a_limit_is_refused_and_nothing_is_written(
    mei: Person, fields: dict[str, object], where: tuple[str, int | None]
) -> None:
    note = a_draft(mei)

    with pytest.raises(CannotSave) as surprise:
        save_draft(note, content(mei, **fields))

    assert messages(surprise) == [where]
    assert Note.objects.get().title == "Empties of March"
    assert not Topic.objects.exists()


def test_the_limits_themselves_fit(mei: Person) -> None:
    # Field report TXT-1: line ends count once, joined emoji by code points, whatever is saved reads back the same.
    title, body = "字" * 19 + "ab", "x\r\n" * 50 + "#\u200d词" * 20 + "👩‍👩‍👧‍👦" * 120
    body += "y" * (1000 - len(body.replace("\r\n", "\n")))

    note = save_draft(start_draft(mei), content(mei, title=title, body=body, pictures=18))

    assert (note.title, note.body) == (title, body.replace("\r\n", "\n"))
    assert NotePicture.objects.count() == 18


def test_more_pictures_than_allowed_are_refused(mei: Person) -> None:
    with pytest.raises(CannotSave) as surprise:
        save_draft(start_draft(mei), content(mei, pictures=19))

    assert messages(surprise) == [("pictures", None)]


def test_pictures_of_somebody_else_or_of_another_note_are_refused(mei: Person, tom: Person) -> None:
    theirs, used = a_picture(tom), a_note(mei).picture_ids()[0]

    with pytest.raises(CannotSave) as surprise:
        save_draft(start_draft(mei), DraftContent(pictures=(PlacedPicture(theirs.pk), PlacedPicture(used))))

    assert messages(surprise) == [("pictures", 0), ("pictures", 1)]
    assert NotePicture.objects.count() == 1


def test_only_goods_on_sale_can_be_tagged_but_old_tags_stay(mei: Person, lipstick: Product) -> None:
    written = content(mei, tags=(a_tag(lipstick),))
    note = publish_note(save_draft(start_draft(mei), written))
    Product.objects.update(status=ProductStatus.DRAFT)

    edit_note(note, written)
    with pytest.raises(CannotSave) as surprise:
        save_draft(start_draft(mei), content(mei, tags=(a_tag(lipstick),)))

    assert messages(surprise) == [("tags", 0)]
    assert note.tags.count() == 1


def test_every_tag_needs_its_provenance(mei: Person, lipstick: Product) -> None:
    note = a_draft(mei, tags=(a_tag(lipstick, ""), TagContent(outside_name="Balm", provenance="gifted")))

    with pytest.raises(CannotPublish) as surprise:
        publish_note(note)

    assert messages(surprise) == [("tags", 0)]


def test_bought_here_needs_a_proof(mei: Person, lipstick: Product) -> None:
    note = a_draft(mei, tags=(a_tag(lipstick, "here"),))

    with pytest.raises(CannotPublish):
        publish_note(note)
    a_proof(mei, lipstick)
    save_draft(note, content(mei, tags=(a_tag(lipstick, "here"),)))
    publish_note(note)

    assert note.tags.get().provenance == Provenance.HERE
    card = NoteCard.objects.get()
    assert (card.tags, card.tags_here, card.money_mark, card.price_minor) == (1, 1, "", 2000)


@pytest.mark.parametrize("said", ["here", "returned", "elsewhere", "gifted", "own_shop", ""])
@pytest.mark.parametrize(
    ("situation", "outcome"),
    [
        ("stranger", {"elsewhere": "elsewhere", "gifted": "gifted"}),
        ("buyer", {"here": "here", "returned": "here", "elsewhere": "elsewhere", "gifted": "gifted"}),
        ("refunded", {"here": "returned", "returned": "returned", "gifted": "gifted"}),
        ("staff", dict.fromkeys(["here", "returned", "elsewhere", "gifted", "own_shop", ""], "own_shop")),
    ],
)
def test_what_a_person_may_say_follows_from_what_is_known(
    mei: Person, lipstick: Product, situation: str, outcome: dict[str, str], said: str
) -> None:
    author = lipstick.shop.staff.get().person if situation == "staff" else mei
    if situation in ("buyer", "refunded"):
        a_proof(mei, lipstick, withdrawn=situation == "refunded")

    note = a_draft(author, tags=(a_tag(lipstick, said),))

    assert note.tags.get().provenance == outcome.get(said, "")


def test_a_refund_between_draft_and_publication_counts(mei: Person, lipstick: Product) -> None:
    proof = a_proof(mei, lipstick)
    note = a_draft(mei, tags=(a_tag(lipstick, "here"),))
    proof.withdrawn_at = now()
    proof.save()

    publish_note(note)

    assert note.tags.get().provenance == Provenance.RETURNED


def test_the_strongest_money_mark_stands_on_the_card(mei: Person, lin: Person, lipstick: Product) -> None:
    balm = a_product(lipstick.shop, "Balm")
    gifted, elsewhere = a_tag(lipstick, "gifted"), a_tag(balm, "elsewhere", earns_commission=True)

    notes = [
        a_note(mei, tags=(elsewhere,)),
        a_note(mei, tags=(gifted, elsewhere)),
        a_note(lin, tags=(gifted,)),
        a_note(mei, tags=(a_tag(lipstick, is_paid=True), a_tag(balm, "gifted"))),
        a_note(mei, is_paid=True),
        a_note(mei),
    ]

    marks = [note.card.money_mark for note in notes]
    assert marks == ["commission", "gifted", "own_shop", "paid", "paid", ""]


def test_ratings_and_counts_follow_the_note(mei: Person, lin: Person, lipstick: Product) -> None:
    def counters() -> tuple[int, int, int, int]:
        card, topic = ProductCard.objects.get(product=lipstick), Topic.objects.get(slug="lips")
        return card.stars_2, card.stars_5, card.notes, topic.notes

    note = a_note(mei, tags=(a_tag(lipstick, rating=2),), topics=("Lips",))
    assert counters() == (1, 0, 1, 1)
    a_note(lin, tags=(a_tag(lipstick, rating=5),))  # staff: shown, but no star of the product
    assert counters() == (1, 0, 2, 1)
    edit_note(note, content(mei, tags=(a_tag(lipstick, rating=5),), topics=("LIPS",)))
    assert counters() == (0, 1, 2, 1)
    hide_note(note, reason="Checking")
    assert counters() == (0, 0, 1, 0)
    restore_note(note)
    assert counters() == (0, 1, 2, 1)
    edit_note(note, content(mei, visibility="friends"))
    assert counters() == (0, 0, 1, 0)


def test_an_edit_keeps_the_date_and_shows_that_it_happened(mei: Person) -> None:
    note = a_note(mei)

    with at(now() + timedelta(days=1)):
        edited = edit_note(note, content(mei, title="Empties of April"))

    assert edited.published_at == note.published_at
    assert edited.edited_at is not None
    assert NoteCard.objects.get().title == "Empties of April"


def test_a_picture_taken_out_by_an_edit_is_concealed(mei: Person) -> None:
    note = a_note(mei, pictures=2)
    first, second = note.picture_ids()

    edit_note(note, DraftContent(title="x", pictures=(PlacedPicture(second),)))

    assert not Picture.objects.get(pk=first).is_public
    assert Picture.objects.get(pk=second).is_public


def test_an_edit_that_leaves_the_note_unready_is_refused(mei: Person) -> None:
    note = a_note(mei)

    with pytest.raises(CannotPublish):
        edit_note(note, DraftContent(title="No pictures"))

    assert Note.objects.get().title == "Empties of March"
    assert NoteCard.objects.get().pictures == 1


def test_a_published_note_is_no_draft(mei: Person) -> None:
    note = a_note(mei)

    with pytest.raises(NotADraft):
        save_draft(note, content(mei, title="Over it"))

    assert Note.objects.get().title == "Empties of March"


def test_a_follow_up_continues_an_own_published_note(mei: Person, tom: Person) -> None:
    first, theirs = a_note(mei), a_note(tom)

    second = a_note(mei, follows_id=first.pk)
    with pytest.raises(CannotSave):
        a_draft(mei, follows_id=theirs.pk)

    assert second.follows == first


def test_a_note_without_title_is_called_by_its_first_clause(mei: Person) -> None:
    note = a_note(mei, title="", body="第三支了，还是会回购。\n真的。")

    assert (note.headline, note.card.title) == ("第三支了", "第三支了")


def test_an_importer_finds_its_note_again(mei: Person) -> None:
    assert start_draft(mei, reference="row-7") == start_draft(mei, reference="row-7")
    assert start_draft(mei) != start_draft(mei)


def test_a_picture_that_becomes_ready_later_brings_its_size(mei: Person) -> None:
    picture = a_picture(mei, state=PictureState.WAITING, width=0, height=0)
    note = save_draft(start_draft(mei), DraftContent(title="x", pictures=(PlacedPicture(picture.pk),)))
    Picture.objects.update(state=PictureState.READY, width=800, height=600, tone="#aabbcc")

    take_sizes(PictureReady(picture.pk, mei.pk))

    placed = note.pictures.get()
    assert (placed.width, placed.height, placed.tone) == (800, 600, "#aabbcc")
