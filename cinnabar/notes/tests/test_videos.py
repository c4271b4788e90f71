"""Video notes: one video, perhaps a cover before it, and what cards know of it."""

from __future__ import annotations

import pytest

from cinnabar.media import files
from cinnabar.media.models import Picture, PictureState
from cinnabar.notes.actions import CannotPublish, PlacedPicture, edit_note, hide_note, publish_note, save_draft
from cinnabar.notes.composer.stored import content_of
from cinnabar.notes.models import Note, NoteCard, NoteState
from cinnabar.notes.tests.props import a_draft, a_stored_picture, a_stored_video, content
from cinnabar.people.models import Person

pytestmark = pytest.mark.django_db


def of(author: Person, *pictures: Picture) -> Note:
    return a_draft(author, pictures=0) if not pictures else save_draft(a_draft(author), showing(author, *pictures))


def showing(author: Person, *pictures: Picture):
    return content(author, pictures=0).__class__(
        title="How the lip oil sits", pictures=tuple(PlacedPicture(picture.pk) for picture in pictures)
    )


def test_a_video_is_a_note_and_its_card_says_how_long_it_plays(mei: Person) -> None:
    video = a_stored_video(mei, seconds=74.2)
    note = publish_note(of(mei, video))

    card = NoteCard.objects.get()
    assert (card.note_id, card.secret, card.seconds, card.pictures) == (note.pk, video.secret, 75, 1)
    assert all(files.shown_film(video.secret, kind).exists() for kind in files.FILM)


def test_a_picture_before_the_video_is_its_cover(mei: Person) -> None:
    cover, video = a_stored_picture(mei), a_stored_video(mei)
    publish_note(of(mei, cover, video))

    card = NoteCard.objects.get()
    assert (card.secret, card.seconds, card.pictures) == (cover.secret, 75, 2)


def test_a_video_stands_alone(mei: Person) -> None:
    first, second, picture = a_stored_video(mei), a_stored_video(mei), a_stored_picture(mei)
    for placed in ((first, second), (first, picture), (picture, first, second)):
        note = of(mei, *placed)
        with pytest.raises(CannotPublish) as refused:
            publish_note(note)
        assert [problem.field for problem in refused.value.problems] == ["pictures"]
        note.refresh_from_db()
        assert note.state == NoteState.DRAFT
        note.delete()
    assert not NoteCard.objects.exists()


def test_a_video_that_is_not_ready_keeps_the_note_a_draft(mei: Person) -> None:
    video = a_stored_video(mei)
    note = of(mei, video)
    Picture.objects.update(state=PictureState.WAITING)

    with pytest.raises(CannotPublish):
        publish_note(note)
    assert not files.shown_film(video.secret, "mp4").exists()


@pytest.mark.django_db(transaction=True)
def test_a_film_goes_with_what_hides_its_note_and_with_an_edit(mei: Person) -> None:
    video, other = a_stored_video(mei), a_stored_video(mei)
    note = publish_note(of(mei, video))
    edit_note(note, showing(mei, other))
    assert not files.shown_film(video.secret, "mp4").exists()
    assert files.shown_film(other.secret, "mp4").exists()
    assert content_of(note).pictures[0].picture_id == other.pk

    hide_note(note, reason="Undisclosed advertising")
    assert not files.shown_film(other.secret, "mp4").exists()
    assert files.film(other.secret, "mp4").exists()
