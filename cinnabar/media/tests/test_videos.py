"""The life of a video: sent in parts over a line that breaks, made, shown, concealed, erased."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from cinnabar.media import actions, cleaning, files, jobs, resuming, tickets
from cinnabar.media.actions import begin_picture, bring_video, conceal, erase, repeat_picture, show
from cinnabar.media.models import Picture, PictureState
from cinnabar.media.problems import CannotUse
from cinnabar.media.tests.conftest import a_photo, a_video, encoded, path_of

pytestmark = pytest.mark.django_db(transaction=True)
MEI, TOM = 11, 12
Leftovers = Callable[[], list[str]]


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    return a_video(tmp_path / "mine.mp4", seconds=1).read_bytes()


def announced(size: int) -> tuple[Picture, str]:
    video = begin_picture(MEI, purpose="note", is_video=True, announced_bytes=size)
    return video, path_of(tickets.video_ticket(video))


def part(live: TestClient, address: str, content: bytes | Iterator[bytes], offset: int) -> tuple[int, str | None]:
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    answer = live.patch(address, content=content, headers=headers)
    return answer.status_code, answer.headers.get("Upload-Offset")


def how_far(live: TestClient, address: str) -> tuple[int, str | None]:
    answer = live.head(address)
    return answer.status_code, answer.headers.get("Upload-Offset")


def test_a_video_comes_in_parts(live: TestClient, content: bytes) -> None:
    video, address = announced(len(content))
    half = len(content) // 2
    assert how_far(live, address) == (200, "0")
    assert part(live, address, content[:half], 0) == (204, str(half))
    assert how_far(live, address) == (200, str(half))
    assert part(live, address, content, 0) == (409, str(half))
    assert part(live, address, content[half:], half) == (204, str(len(content)))
    assert how_far(live, address) == (200, str(len(content)))
    assert part(live, address, b"", len(content)) == (204, str(len(content)))

    jobs.make_film(picture_id=video.pk)
    jobs.make_film(picture_id=video.pk)
    video.refresh_from_db()
    assert (video.state, video.is_public, video.uploaded_bytes) == (PictureState.READY, False, len(content))
    assert 0.8 < video.seconds < 1.3
    assert not list(files.folder("incoming").iterdir())
    assert not files.original(video.secret).exists()
    assert how_far(live, address) == (200, str(len(content)))


def test_what_came_before_the_line_broke_stays(live: TestClient, content: bytes) -> None:
    video, address = announced(len(content))
    at = len(content) * 99 // 100

    def breaking() -> Iterator[bytes]:
        yield content[:at]
        raise ConnectionError("the train is in a tunnel")

    with pytest.raises(ConnectionError):
        part(live, address, breaking(), 0)

    came = resuming.offset_of(video)
    assert how_far(live, address) == (200, str(came))
    assert part(live, address, content[came:], came) == (204, str(len(content)))
    jobs.make_film(picture_id=video.pk)
    video.refresh_from_db()
    assert video.state == PictureState.READY


def test_more_than_was_announced_is_refused_and_one_part_at_a_time_comes(live: TestClient) -> None:
    video, address = announced(10)
    assert part(live, address, b"x" * 11, 0)[0] == 413
    assert resuming.offset_of(video) == 0
    headers = {"Upload-Offset": "0"}
    assert live.patch(address, content=b"x", headers=headers).status_code == 415
    with resuming.part(video.pk).open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert part(live, address, b"x", 0)[0] == 423
    assert part(live, address, b"x", 0) == (204, "1")


def test_a_ticket_is_for_one_video_until_it_is_given_up(live: TestClient, leftovers: Leftovers) -> None:
    _video, address = announced(10)
    assert part(live, address[:-2] + "xx", b"x", 0)[0] == 403
    assert live.post(address, content=b"x").status_code == 405
    assert part(live, address, b"xyz", 0) == (204, "3")
    assert live.delete(address).status_code == 204
    assert how_far(live, address)[0] == 403
    assert not Picture.objects.exists()
    assert leftovers() == []


def test_what_cannot_be_used_says_so_and_leaves_nothing(live: TestClient, leftovers: Leftovers) -> None:
    content = encoded(a_photo())
    video, address = announced(len(content))
    assert part(live, address, content, 0)[0] == 204
    jobs.make_film(picture_id=video.pk)
    video.refresh_from_db()
    assert (video.state, video.problem) == (PictureState.FAILED, "not_a_video")
    assert leftovers() == []
    assert how_far(live, address)[0] == 403


def test_what_was_never_sent_whole_is_forgotten_after_a_day(
    live: TestClient,
    leftovers: Leftovers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _video, address = announced(10)
    part(live, address, b"xyz", 0)
    cleaning.remove_abandoned()
    assert len(leftovers()) == 1
    monkeypatch.setattr(cleaning, "ABANDONED_AFTER", timedelta(0))
    cleaning.remove_abandoned()
    assert leftovers() == []
    assert not Picture.objects.exists()


def test_too_many_too_large_and_no_room_are_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VIDEO_BYTES = 100
    for _number in range(actions.MOST_VIDEOS_WAITING):
        announced(100)
    for owner, size, free, problem in (
        (MEI, 100, 10**15, "too_many"),
        (TOM, 101, 10**15, "video_too_heavy"),
        (TOM, 100, actions.ROOM_LEFT, "no_room"),
    ):
        monkeypatch.setattr("shutil.disk_usage", lambda _path, free=free: type("Usage", (), {"free": free}))
        with pytest.raises(CannotUse, match=problem):
            begin_picture(owner, purpose="note", is_video=True, announced_bytes=size)
    assert Picture.objects.filter(owner_id=TOM).count() == 0
    assert Picture.objects.filter(owner_id=MEI).count() == actions.MOST_VIDEOS_WAITING


def test_a_film_is_fetched_by_signed_address_while_it_is_shown(
    live: TestClient,
    tmp_path: Path,
    leftovers: Leftovers,
) -> None:
    video = bring_video(MEI, purpose="note", path=a_video(tmp_path / "v.mp4", seconds=1))

    def fetched(kind: str, *, is_public: bool, **headers: str) -> Any:
        return live.get(path_of(tickets.film_address(video.secret, kind, is_public=is_public)), headers=headers)

    assert fetched("mp4", is_public=True).status_code == 404
    own = fetched("mp4", is_public=False)
    assert (own.status_code, own.headers["Content-Type"]) == (200, "video/mp4")
    assert own.headers["X-Content-Type-Options"] == "nosniff"

    show([video.pk])
    whole = fetched("mp4", is_public=True).content
    some = fetched("mp4", is_public=True, Range="bytes=10-29")
    assert (some.status_code, some.content) == (206, whole[10:30])
    assert some.headers["Content-Range"] == f"bytes 10-29/{len(whole)}"
    playlist = fetched("m3u8", is_public=True).text
    parts = {line for line in playlist.splitlines() if line.startswith("http")}
    assert len(parts) == 1
    assert live.get(urlsplit(parts.pop()).path, headers={"Range": "bytes=0-9"}).status_code == 206
    assert f"{video.secret}-film" not in playlist
    address = path_of(tickets.film_address(video.secret, "mp4", is_public=True))
    assert live.get(address.replace(".mp4", ".m3u8")).status_code == 404
    assert live.get(address[:8] + "x" + address[8:]).status_code == 404

    conceal([video.pk])
    assert fetched("mp4", is_public=True).status_code == 404
    assert fetched("mp4", is_public=False).status_code == 200

    copy = repeat_picture(video, owner_id=TOM, purpose="note")
    erase([video.pk])
    assert fetched("mp4", is_public=False).status_code == 404
    assert (copy.is_video, copy.seconds) == (True, video.seconds)
    assert files.film(copy.secret, "mp4").is_file()
    erase([copy.pk])
    assert leftovers() == []


def test_a_plain_form_brings_a_video_too(live: TestClient, content: bytes) -> None:
    address = path_of(tickets.form_ticket(MEI, purpose="note", most=3, back="/notes/new"))
    sent = [("files", ("v.mp4", content, "video/mp4")), ("files", ("p.jpg", encoded(a_photo()), "image/jpeg"))]
    assert live.post(address, files=sent).status_code == 303
    assert sorted(Picture.objects.values_list("is_video", "uploaded_bytes")) == sorted(
        [(True, len(content)), (False, len(encoded(a_photo())))]
    )


def test_a_form_for_something_else_takes_no_videos(live: TestClient, settings: Any, leftovers: Leftovers) -> None:
    settings.PICTURE_BYTES = 100
    address = path_of(tickets.form_ticket(MEI, purpose="avatar", most=1, back="/settings/profile"))
    answer = live.post(address, files=[("files", ("v.mp4", b"x" * 101, "video/mp4"))])
    assert "problem=too_heavy" in answer.headers["Location"]
    assert not Picture.objects.exists()
    assert leftovers() == []
