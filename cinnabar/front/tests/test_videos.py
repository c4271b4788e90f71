"""A video on its note's page, on walls and for machines."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.media.tickets import read_film_ticket
from cinnabar.notes.actions import DraftContent, PlacedPicture, hide_note, publish_note, save_draft, start_draft
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_stored_picture, a_stored_video
from cinnabar.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(mei: Person) -> Note:
    """With a video of a minute and a quarter, and a cover before it."""
    placed = [PlacedPicture(a_stored_picture(mei).pk), PlacedPicture(a_stored_video(mei).pk, alt="A wand is turned")]
    return publish_note(save_draft(start_draft(mei), DraftContent(title="How it sits", pictures=placed)))


def html_of(browser: Any, note: Note) -> str:
    return browser.get(f"/notes/{encode(note.pk)}").content.decode()


def films_in(html: str) -> list[tuple[str, str, bool]]:
    return [read_film_ticket(signed) for signed in re.findall(r'src="[^"]+/film/([^"]+)\.\w+"', html)]


def test_a_video_plays_on_its_page(note: Note, tom: Person, browser_of: Any) -> None:
    cover, video = note.pictures.order_by("position")
    for browser in (browser_of(None), browser_of(tom)):
        html = html_of(browser, note)
        assert re.search(r'<video controls playsinline loop preload="none" width="\d+" height="\d+"', html)
        assert 'aria-label="A wand is turned"' in html
        assert f"{cover.secret}-" in re.search(r'poster="([^"]+)"', html)[1]
        assert films_in(html) == [(video.secret, "m3u8", True), (video.secret, "mp4", True)]


def test_a_hidden_video_is_for_its_author_only(note: Note, mei: Person, tom: Person, browser_of: Any) -> None:
    hide_note(note, reason="Undisclosed advertising")
    video = note.pictures.get(position=1)

    assert films_in(html_of(browser_of(mei), note)) == [(video.secret, "m3u8", False), (video.secret, "mp4", False)]
    assert browser_of(tom).get(f"/notes/{encode(note.pk)}").status_code == 404


def test_cards_say_how_long_it_plays(note: Note, browser_of: Any) -> None:
    html = browser_of(None).get("/").content.decode()
    assert re.search(r'class="card-length"><span class="spoken">Video</span> 1:15<', html)


def test_machines_are_told_of_the_video(note: Note, browser_of: Any) -> None:
    html = html_of(browser_of(None), note)
    nodes = [node for text in re.findall(r'ld\+json">(.*?)</script>', html) for node in json.loads(text)["@graph"]]
    told = next(node["video"] for node in nodes if "video" in node)
    assert (told["@type"], told["duration"], told["description"]) == ("VideoObject", "PT75S", "A wand is turned")
    assert told["embedUrl"].endswith(f"/notes/{encode(note.pk)}")
