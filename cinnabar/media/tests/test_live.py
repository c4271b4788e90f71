"""The live process, asked as a browser asks it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from cinnabar.kit.ids import decode, encode
from cinnabar.media import arriving, files, jobs, tickets
from cinnabar.media.actions import begin_picture, bring_picture, erase
from cinnabar.media.models import Picture, PictureState
from cinnabar.media.problems import CannotUse
from cinnabar.media.tests.conftest import a_photo, encoded, path_of

pytestmark = pytest.mark.django_db(transaction=True)
MEI, TOM = 11, 12
Leftovers = Callable[[], list[str]]


def an_upload_address() -> str:
    return path_of(tickets.upload_ticket(begin_picture(MEI, purpose="note")))


def a_form_address(most: int = 3, owner_id: int = MEI) -> str:
    return path_of(tickets.form_ticket(owner_id, purpose="note", most=most, back="/notes/new?x=1"))


def parts(*contents: bytes) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("files", (f"{number}.jpg", content, "image/jpeg")) for number, content in enumerate(contents)]


def told(location: str) -> dict[str, list[str]]:
    assert location.startswith("http://testserver/notes/new?x=1&")
    return {name: values for name, values in parse_qs(urlsplit(location).query).items() if name != "x"}


def test_a_body_becomes_a_waiting_picture(live: TestClient) -> None:
    content = encoded(a_photo())
    answer = live.post(an_upload_address(), content=content, headers={"Origin": "http://testserver"})
    picture = Picture.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"id": encode(picture.pk), "state": "waiting"})
    assert answer.headers["Access-Control-Allow-Origin"] == "http://testserver"
    assert files.incoming(picture.pk).read_bytes() == content
    jobs.make_sizes(picture_id=picture.pk)
    picture.refresh_from_db()
    assert picture.state == PictureState.READY


def test_only_our_own_pages_may_read_the_answer(live: TestClient) -> None:
    address = an_upload_address()
    asked = {"Origin": "http://evil.test", "Access-Control-Request-Method": "POST"}
    assert live.options(address, headers=asked).status_code == 400
    answer = live.post(address, content=b"x", headers={"Origin": "http://evil.test"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_ticket_opens_once(live: TestClient, leftovers: Leftovers) -> None:
    address = an_upload_address()
    assert live.post(address, content=b"first").status_code == 201
    again = live.post(address, content=b"second")
    assert (again.status_code, again.json()["problem"]) == (409, "used")
    assert [files.folder("incoming") / Path(name).name for name in leftovers()] == [
        files.incoming(Picture.objects.get().pk)
    ]


def test_a_ticket_that_is_old_or_not_ours_opens_nothing(
    live: TestClient, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = an_upload_address()
    forged = address[:-1] + ("A" if address[-1] != "A" else "B")
    later = time.time() + tickets.TICKET_SECONDS + 5
    assert live.post(forged, content=b"x").status_code == 403
    assert live.post("/upload/nothing", content=b"x").status_code == 403
    monkeypatch.setattr(tickets.time, "time", lambda: later)
    answer = live.post(address, content=b"x", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert (answer.status_code, answer.json()["problem"]) == (403, "expired")
    assert leftovers() == []
    assert Picture.objects.get().uploaded_bytes == 0


def test_a_private_address_is_no_upload_ticket(live: TestClient) -> None:
    picture = Picture(secret="ab", purpose="note", width=900)
    signed = path_of(tickets.private_address(picture, 720)).removeprefix("/private/").removesuffix(".webp")
    assert live.post(f"/upload/{signed}", content=b"x").status_code == 403


@pytest.mark.parametrize(("size", "status", "problem"), [(0, 422, "empty"), (40 * 1024 * 1024, 413, "too_heavy")])
def test_an_empty_or_too_heavy_body_is_refused_and_leaves_nothing(
    size: int, status: int, problem: str, live: TestClient, leftovers: Leftovers
) -> None:
    answer = live.post(an_upload_address(), content=bytes(size))
    assert (answer.status_code, answer.json()["problem"]) == (status, problem)
    assert answer.json()["message"]
    assert leftovers() == []
    assert Picture.objects.get().uploaded_bytes == 0


def test_what_was_refused_may_be_sent_again(live: TestClient) -> None:
    address = an_upload_address()
    assert live.post(address, content=b"").status_code == 422
    assert live.post(address, content=b"better").status_code == 201


def test_a_plain_form_brings_several_files_and_leads_back(live: TestClient) -> None:
    contents = [encoded(a_photo(100 + number, 90)) for number in range(3)]
    answer = live.post(a_form_address(), files=parts(*contents), data={"more": "ignored"})
    assert answer.status_code == 303
    (ids,) = told(answer.headers["Location"])["pictures"]
    stored = [files.incoming(decode(picture_id)).read_bytes() for picture_id in ids.split(".")]
    assert stored == contents
    assert set(Picture.objects.values_list("owner_id", "purpose", "state")) == {(MEI, "note", "waiting")}


def test_a_form_with_one_bad_file_keeps_the_good_ones_and_says_so(live: TestClient, leftovers: Leftovers) -> None:
    answer = live.post(a_form_address(), files=parts(b"good", b"", b"fine"))
    back = told(answer.headers["Location"])
    assert len(back["pictures"][0].split(".")) == 2
    assert back["problem"] == ["empty"]
    assert Picture.objects.count() == len(leftovers()) == 2


def test_a_form_with_too_many_files_or_none_says_so(live: TestClient, leftovers: Leftovers) -> None:
    assert told(live.post(a_form_address(1), files=parts(b"a", b"b")).headers["Location"]) == {"problem": ["too_many"]}
    nothing = live.post(a_form_address(), files=[("files", ("", b"", "application/octet-stream"))])
    assert told(nothing.headers["Location"]) == {"problem": ["no_file"]}
    assert (leftovers(), Picture.objects.count()) == ([], 0)


def test_a_form_sent_twice_does_not_overwrite(live: TestClient) -> None:
    address = a_form_address(2)
    live.post(address, files=parts(b"one"))
    second = told(live.post(address, files=parts(b"two")).headers["Location"])
    assert Picture.objects.count() == 2
    assert files.incoming(decode(second["pictures"][0])).read_bytes() == b"two"
    assert told(live.post(address, files=parts(b"three")).headers["Location"]) == {"problem": ["too_many"]}


def test_a_form_that_breaks_off_leaves_nothing(live: TestClient, leftovers: Leftovers) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
    sent = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = live.post(a_form_address(), content=head + b"half a fi", headers=sent)
    assert told(answer.headers["Location"]) == {"problem": ["interrupted"]}
    assert live.post(a_form_address(), content=b"--y\r\nnonsense", headers=sent).status_code == 303
    assert (leftovers(), Picture.objects.count()) == ([], 0)


def test_a_form_without_end_is_not_read_to_its_end(leftovers: Leftovers, settings: Any) -> None:
    settings.PICTURE_BYTES = 100
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n'
        while read < 100_000:
            read += 50
            yield b"a" * 50

    with pytest.raises(CannotUse) as refused:
        asyncio.run(arriving.receive_form(endless(), "multipart/form-data; boundary=x", [7]))

    assert refused.value.problem == "too_heavy"
    assert read <= 1000
    assert leftovers() == []


def test_a_phone_that_falls_silent_is_not_waited_for(leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "IDLE_SECONDS", 0.05)

    async def silent() -> AsyncIterator[bytes]:
        yield b"some"
        await asyncio.sleep(5)

    with pytest.raises(CannotUse) as refused:
        asyncio.run(arriving.receive_body(silent(), 7))
    assert refused.value.problem == "interrupted"
    assert leftovers() == []


def test_a_private_picture_is_fetched_by_its_address_only(live: TestClient, a_file: Any) -> None:
    picture = bring_picture(MEI, purpose="note", path=a_file(encoded(a_photo())))
    address = path_of(tickets.private_address(picture, 360))
    answer = live.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=900"
    part = live.get(address, headers={"Range": "bytes=0-11"})
    assert (part.status_code, part.content) == (206, answer.content[:12])
    assert path_of(tickets.private_address(picture, 360)) == address
    assert live.get(address.replace("/private/", "/private/x")).status_code == 404
    erase([picture.pk])
    assert live.get(address).status_code == 404


def test_a_private_address_ends(live: TestClient, a_file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = bring_picture(MEI, purpose="note", path=a_file(encoded(a_photo())))
    address = path_of(tickets.private_address(picture, 360))
    later = time.time() + tickets.PRIVATE_SECONDS + tickets.ROUNDED_TO + 5
    monkeypatch.setattr(tickets.time, "time", lambda: later)
    assert live.get(address).status_code == 404


def test_many_slow_uploads_arrive_side_by_side(leftovers: Leftovers) -> None:
    async def slowly(number: int) -> AsyncIterator[bytes]:
        for _ in range(5):
            await asyncio.sleep(0.05)
            yield bytes([number]) * 1000

    async def all_of_them() -> list[arriving.Body]:
        return await asyncio.gather(*(arriving.receive_body(slowly(number), number) for number in range(50)))

    began = time.monotonic()
    bodies = asyncio.run(all_of_them())
    assert time.monotonic() - began < 2
    assert [body.size for body in bodies] == [5000] * 50
    assert [body.path.read_bytes() for body in bodies] == [bytes([number]) * 5000 for number in range(50)]
