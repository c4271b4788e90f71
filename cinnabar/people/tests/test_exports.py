"""The copy of one's data: asked for, packed, fetched by its owner alone, erased."""

from __future__ import annotations

import json
import time
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from starlette.testclient import TestClient

from cinnabar.kit.clock import at, now
from cinnabar.kit.exports import Part
from cinnabar.kit.ids import encode
from cinnabar.media import files, tickets
from cinnabar.people.actions import block, follow
from cinnabar.people.exports import TooEarly, ask_for_export, erase_old_exports, prepare_export
from cinnabar.people.models import Export, ExportState, Person
from cinnabar.people.packing import Pack
from tests.cast import a_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_FOLDER = tmp_path
    return tmp_path


def packed(person: Person) -> tuple[Export, ZipFile]:
    export = ask_for_export(person, language="en")
    prepare_export.func(export_id=export.pk)
    export.refresh_from_db()
    return export, ZipFile(files.export(export.secret))


def rows(copy: ZipFile, name: str) -> list[dict[str, Any]]:
    return json.loads(copy.read(f"data/{name}.json"))


def test_a_copy_is_asked_for_packed_and_offered(tom: Person, browser_of: Any) -> None:
    browser = browser_of(tom)
    assert "Prepare my data" in browser.get("/settings/data").content.decode()

    assert browser.post("/settings/data")["Location"] == "/settings/data"
    waiting = browser.get("/settings/data")
    assert "We are packing it" in waiting.content.decode()
    assert waiting["Refresh"] == "5"

    export = Export.objects.get()
    prepare_export.func(export_id=export.pk)
    prepare_export.func(export_id=export.pk)  # a job may run twice
    export.refresh_from_db()
    assert export.state == ExportState.READY
    assert export.size == files.export(export.secret).stat().st_size
    page = browser.get("/settings/data").content.decode()
    assert f'href="/settings/data/{encode(export.pk)}"' in page
    assert "One copy a day" in page


def test_it_holds_what_is_theirs_and_only_names_of_others(tom: Person, mei: Person, zoe: Person) -> None:
    Person.objects.filter(pk=mei.pk).update(bio="KEY-4Z1")
    follow(tom, mei)
    block(tom, zoe)
    picture = a_picture(tom)
    files.original(picture.secret).write_bytes(b"\xff\xd8\xff jpeg")
    a_picture(mei)

    _export, copy = packed(tom)

    assert rows(copy, "profile")[0]["email"] == "tom@example.com"
    assert [row["handle"] for row in rows(copy, "following")] == ["mei"]
    assert [row["handle"] for row in rows(copy, "blocked")] == ["zoe"]
    assert rows(copy, "followers") == []
    assert copy.read(f"pictures/{encode(picture.pk)}.jpg") == b"\xff\xd8\xff jpeg"
    assert [name for name in copy.namelist() if name.startswith("pictures/")] == [f"pictures/{encode(picture.pk)}.jpg"]
    everything = b"".join(copy.read(name) for name in copy.namelist()).decode(errors="replace")
    assert "KEY-4Z1" not in everything
    assert "mei@example.com" not in everything
    assert "argon2" not in everything
    assert "Your data · Tom (@tom)" in copy.read("index.html").decode()
    assert "<dt>handle</dt><dd>mei</dd>" in copy.read("following.html").decode()


def test_what_people_wrote_stays_text_in_the_pages(tom: Person) -> None:
    Person.objects.filter(pk=tom.pk).update(bio="<script>alert(1)</script>", name="<b>x")

    _export, copy = packed(tom)

    pages = "".join(copy.read(name).decode() for name in copy.namelist() if name.endswith(".html"))
    assert "<script" not in pages
    assert "<b>x" not in pages


def test_one_runs_at_a_time_and_one_is_made_a_day(tom: Person, mei: Person, browser_of: Any) -> None:
    first = ask_for_export(tom, language="en")
    assert ask_for_export(tom, language="en") == first
    assert ProcrastinateJob.objects.filter(task_name__endswith="prepare_export").count() == 1
    prepare_export.func(export_id=first.pk)

    with pytest.raises(TooEarly):
        ask_for_export(tom, language="en")
    refused = browser_of(tom).post("/settings/data")
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert Export.objects.count() == 1
    assert ask_for_export(mei, language="en") != first

    with at(now() + timedelta(hours=25)):
        second, _copy = packed(tom)
    first.refresh_from_db()
    assert second.state == ExportState.READY
    assert first.state == ExportState.ERASED
    assert not files.export(first.secret).exists()


def test_only_its_owner_gets_an_address_and_the_address_ends(
    tom: Person, zoe: Person, browser_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cinnabar.media.live import application

    export, _copy = packed(tom)
    path = f"/settings/data/{encode(export.pk)}"
    assert browser_of(zoe).get(path).status_code == 404
    assert browser_of().get(path)["Location"].startswith("/login")
    answer = browser_of(tom).get(path)
    assert answer["Cache-Control"] == "no-store"
    address = answer["Location"]
    assert address.startswith("http://live.testserver/export/")

    with TestClient(application, follow_redirects=False) as live:
        there = address.removeprefix("http://live.testserver")
        whole = live.get(there)
        assert (whole.status_code, whole.headers["Content-Type"]) == (200, "application/zip")
        assert whole.headers["Content-Disposition"] == 'attachment; filename="cinnabar.zip"'
        assert whole.headers["Cache-Control"] == "no-store"
        rest = live.get(there, headers={"Range": "bytes=100-"})
        assert (rest.status_code, rest.content) == (206, whole.content[100:])
        forged = live.get(there.replace(".zip", "x.zip"))
        assert (forged.status_code, forged.headers["Location"]) == (303, "http://testserver/settings/data")
        present = time.time()
        monkeypatch.setattr(tickets.time, "time", lambda: present + tickets.EXPORT_SECONDS + 1)
        assert live.get(there).status_code == 303


def test_a_copy_that_fails_says_so_and_may_be_asked_for_again(tom: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_pack: Pack) -> str:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(Pack, "_index", broken)
        export = ask_for_export(tom, language="en")
        prepare_export.func(export_id=export.pk)

    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert list(files.folder("exports").iterdir()) == []
    again, _copy = packed(tom)
    assert again.state == ExportState.READY


def test_a_worker_that_died_does_not_hold_the_next_copy_up(tom: Person) -> None:
    export = ask_for_export(tom, language="en")

    with at(now() + timedelta(hours=7)):
        erase_old_exports()

    export.refresh_from_db()
    assert export.state == ExportState.FAILED


def test_a_copy_is_erased_after_seven_days(tom: Person, browser_of: Any) -> None:
    export, _copy = packed(tom)
    with at(now() + timedelta(days=6, hours=23)):
        erase_old_exports()
    assert files.export(export.secret).exists()

    with at(now() + timedelta(days=7, hours=1)):
        erase_old_exports()
        erase_old_exports()

    export.refresh_from_db()
    assert (export.state, export.size) == (ExportState.ERASED, 0)
    assert not files.export(export.secret).exists()
    assert browser_of(tom).get(f"/settings/data/{encode(export.pk)}").status_code == 404
    assert "erased" in browser_of(tom).get("/settings/data").content.decode()


def test_a_long_life_fits_into_a_small_memory(
    tom: Person, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"words": "x" * 1000}
    part = Part("many", "Many", lambda _person: (row for _number in range(20_000)), ())
    registry = type("Registry", (), {"PARTS": (part,), "FILES": ()})
    monkeypatch.setattr("cinnabar.people.packing.import_module", lambda _name: registry)

    tracemalloc.start()
    Pack(tom, tmp_path / "x.zip", language="en").write()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 5_000_000  # of twenty million characters
    assert len(json.loads(ZipFile(tmp_path / "x.zip").read("data/many.json"))) == 20_000
