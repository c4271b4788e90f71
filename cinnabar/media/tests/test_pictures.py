"""The life of a picture: received, decoded, shown, concealed, erased, cleaned away."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from cinnabar.kit.clock import now
from cinnabar.media import cleaning, files, jobs
from cinnabar.media.actions import (
    Brought,
    begin_picture,
    bring_picture,
    bring_pictures,
    conceal,
    erase,
    receive,
    show,
)
from cinnabar.media.models import Picture, PictureState
from cinnabar.media.problems import CannotUse
from cinnabar.media.tests.conftest import a_photo, a_png_that_claims, encoded

MakeFile = Callable[[bytes], Path]
Leftovers = Callable[[], list[str]]

pytestmark = pytest.mark.django_db
MEI, TOM = 11, 12


@pytest.fixture(autouse=True)
def commits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a commit runs at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda function, **_: function())


def an_upload(content: bytes, a_file: MakeFile, owner_id: int = MEI) -> Picture:
    picture = begin_picture(owner_id, purpose="note")
    path = a_file(content)
    receive(picture.pk, path, len(content))
    jobs.make_sizes(picture_id=picture.pk)
    picture.refresh_from_db()
    return picture


def public_files() -> list[str]:
    return sorted(path.name for path in files.folder("public").rglob("*.*"))


def queued(name: str, argument: str, value: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE %s AND args ->> %s = %s",
            [f"%{name}", argument, str(value)],
        )
        return cursor.fetchone()[0]


def test_a_received_file_is_queued_and_becomes_a_picture(a_file: MakeFile) -> None:
    picture = an_upload(encoded(a_photo(1000, 800)), a_file)
    assert queued("make_sizes", "picture_id", picture.pk) == 1
    assert (picture.state, picture.width, picture.height) == (PictureState.READY, 1000, 800)
    assert (len(picture.thumbhash), picture.tone[0], picture.is_animated_still) == (32, "#", False)
    assert picture.uploaded_bytes == files.original(picture.secret).stat().st_size
    assert not files.incoming(picture.pk).exists()
    assert public_files() == []


def test_a_second_run_changes_nothing(a_file: MakeFile) -> None:
    picture = an_upload(encoded(a_photo()), a_file)
    before = Picture.objects.values().get(pk=picture.pk)
    jobs.make_sizes(picture_id=picture.pk)
    assert Picture.objects.values().get(pk=picture.pk) == before


@pytest.mark.parametrize("content", [b"", b"no picture", a_png_that_claims(50_000, 50_000)])
def test_a_bad_file_fails_with_its_reason_and_leaves_nothing(
    content: bytes, a_file: MakeFile, leftovers: Leftovers
) -> None:
    picture = an_upload(content, a_file)
    assert picture.state == PictureState.FAILED
    assert picture.problem in ("empty", "not_a_picture", "too_many_pixels")
    assert leftovers() == []


def test_a_second_body_is_refused(a_file: MakeFile) -> None:
    picture = begin_picture(MEI, purpose="note")
    receive(picture.pk, a_file(b"first"), 5)
    with pytest.raises(CannotUse) as refused:
        receive(picture.pk, a_file(b"second!"), 7)
    assert refused.value.problem == "used"
    assert files.incoming(picture.pk).read_bytes() == b"first"
    assert Picture.objects.get().uploaded_bytes == 5


def test_nobody_may_have_too_many_waiting() -> None:
    for _ in range(60):
        begin_picture(MEI, purpose="note")
    with pytest.raises(CannotUse) as refused:
        begin_picture(MEI, purpose="note")
    assert refused.value.problem == "too_many"
    assert Picture.objects.filter(owner_id=MEI).count() == 60
    assert begin_picture(TOM, purpose="note").state == PictureState.WAITING


def test_shown_and_concealed_pictures_come_and_go_for_everybody(a_file: MakeFile) -> None:
    picture = an_upload(encoded(a_photo(900, 600)), a_file)
    show([picture.pk])
    show([picture.pk])
    names = [f"{picture.secret}-{width}.{kind}" for width in (360, 720, 900) for kind in ("avif", "webp")]
    assert public_files() == sorted(names)
    assert Picture.objects.get().is_public
    conceal([picture.pk])
    conceal([picture.pk])
    assert public_files() == []
    assert not Picture.objects.get().is_public
    assert files.size(picture.secret, 900, "webp").exists()


def test_what_is_shown_before_it_is_ready_is_linked_when_it_is(a_file: MakeFile) -> None:
    picture = begin_picture(MEI, purpose="avatar")
    show([picture.pk])
    receive(picture.pk, a_file(encoded(a_photo())), 1)
    jobs.make_sizes(picture_id=picture.pk)
    assert public_files() == [f"{picture.secret}-192.webp", f"{picture.secret}-64.webp"]


def test_an_erased_picture_is_gone_in_every_form(a_file: MakeFile, leftovers: Leftovers) -> None:
    picture = an_upload(encoded(a_photo()), a_file)
    show([picture.pk])
    erase([picture.pk])
    erase([picture.pk])
    assert leftovers() == []
    assert not Picture.objects.exists()


def test_a_picture_erased_while_it_is_decoded_leaves_nothing(
    a_file: MakeFile, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cinnabar.media import sizing

    picture = begin_picture(MEI, purpose="note")
    receive(picture.pk, a_file(encoded(a_photo())), 1)
    decode = sizing.decode

    def slowly(tasks: Any) -> Any:
        made = decode(tasks)
        erase([picture.pk])
        return made

    monkeypatch.setattr(sizing, "decode", slowly)
    jobs.make_sizes(picture_id=picture.pk)
    assert leftovers() == []


def test_brought_pictures_come_back_in_order_with_the_problem_of_each_bad_one(
    a_file: MakeFile, leftovers: Leftovers
) -> None:
    sizes = [(300 + step, 200) for step in range(9)]
    items = [Brought(MEI, "product", a_file(encoded(a_photo(*size)))) for size in sizes]
    items[4] = Brought(MEI, "product", a_file(b"no picture"))
    results = bring_pictures(items, workers=2)
    assert isinstance(results[4], CannotUse)
    pictures = [result for result in results if isinstance(result, Picture)]
    assert [picture.width for picture in pictures] == [300, 301, 302, 303, 305, 306, 307, 308]
    assert Picture.objects.filter(state=PictureState.READY, purpose="product").count() == 8
    assert len(leftovers()) == 16


def test_a_missing_file_is_brought_by_nobody(tmp_path: Path) -> None:
    with pytest.raises(CannotUse) as refused:
        bring_picture(MEI, purpose="note", path=tmp_path / "nowhere.jpg")
    assert refused.value.problem == "damaged"
    assert not Picture.objects.exists()


def test_what_never_became_a_picture_is_cleaned_away_after_a_day(a_file: MakeFile, leftovers: Leftovers) -> None:
    kept = an_upload(encoded(a_photo(400, 300)), a_file)
    show([kept.pk])
    orphan = an_upload(encoded(a_photo(400, 300)), a_file)
    show([orphan.pk])
    Picture.objects.filter(pk=orphan.pk).delete()  # as if the process had ended before it removed the files
    waiting = begin_picture(MEI, purpose="note")
    (files.folder("incoming") / "123-abc.part").write_bytes(b"half")
    before = leftovers()
    assert cleaning.remove_abandoned() == 0
    assert leftovers() == before
    Picture.objects.filter(pk=waiting.pk).update(created_at=now() - timedelta(days=2))
    tomorrow = time.time() + 2 * 86_400
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cleaning.time, "time", lambda: tomorrow)
        assert cleaning.remove_abandoned() == 10
    assert {name for name in leftovers() if kept.secret not in name} == set()
    assert len(leftovers()) == 9
    assert list(Picture.objects.values_list("pk", flat=True)) == [kept.pk]


def test_the_folders_follow_the_rows_after_a_crash(a_file: MakeFile) -> None:
    picture = an_upload(encoded(a_photo(300, 300)), a_file)
    show([picture.pk])
    Picture.objects.update(is_public=False)  # committed, but the process ended before it unlinked
    jobs.settle(picture_ids=[picture.pk])
    assert public_files() == []


def test_only_the_public_folder_may_be_read_by_others(a_file: MakeFile, media_folder: Path) -> None:
    picture = an_upload(encoded(a_photo(300, 300)), a_file)
    show([picture.pk])
    modes = {path.name: path.stat().st_mode & 0o777 for path in media_folder.iterdir()}
    assert {name: mode for name, mode in modes.items() if name != "public"} == {
        "incoming": 0o700,
        "originals": 0o700,
        "sizes": 0o700,
    }
    assert modes["public"] == 0o755
