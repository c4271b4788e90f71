"""Field report OPS-3: behind an HTTPS proxy everything works, says https, and believes the proxy and nobody else."""

from __future__ import annotations

import io
import re
import secrets
import time
import xml.etree.ElementTree as Xml
from collections.abc import Callable, Mapping
from http.cookies import Morsel, SimpleCookie
from typing import Any

import httpx
import pytest
from PIL import Image

from cinnabar.kit.ids import encode
from cinnabar.media.models import Picture, PictureState
from cinnabar.notes.actions import add_comment
from cinnabar.notes.models import Comment, Note
from cinnabar.notes.tests.props import a_note, a_tag
from cinnabar.notifications.models import Mail
from cinnabar.orders.models import Order
from cinnabar.orders.tests.props import a_purchase
from cinnabar.people.models import Person
from cinnabar.shop.models import Product
from tests.access.forms import Form, Reading
from tests.cast import a_person, a_product, a_shop
from tests.proxies.conftest import ADDRESS, Reader

pytestmark = pytest.mark.django_db
FORM = {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin", "Referer": f"{ADDRESS}/"}
PASSWORD = "seven quiet rivers"
PATIENCE = 60.0


def a_handle() -> str:
    return f"r{secrets.token_hex(5)}"


def sent(browser: httpx.Client, path: str, fields: Mapping[str, str], **headers: str) -> httpx.Response:
    """A form, as a browser sends it from one of our pages."""
    return browser.post(path, data=fields, headers=FORM | headers)


def signed_up(browser: httpx.Client) -> Person:
    handle = a_handle()
    fields = {"email": f"{handle}@example.com", "username": handle, "password1": PASSWORD}
    answer = sent(browser, "/signup", fields)
    assert answer.status_code == 302, answer.text
    return Person.objects.get(handle=handle)


def cookies_of(answer: httpx.Response) -> dict[str, Morsel[str]]:
    return {
        name: cookie for line in answer.headers.get_list("set-cookie") for name, cookie in SimpleCookie(line).items()
    }


def form_on(browser: httpx.Client, path: str, is_it: Callable[[Form], bool]) -> tuple[str, dict[str, str]]:
    """Where a form of that page goes, and what it holds already."""
    form = next(form for form in Reading(browser.get(path).text).forms if is_it(form))
    held = {control.name: control.value for control in form.controls if control.name and control.kind != "button"}
    return form.action or path, held


def mail_to(person: Person) -> Mail:
    return Mail.objects.filter(to=person.email).latest("pk")


def wait_until(is_so: Callable[[], Any]) -> Any:
    """The worker does it in its own time."""
    deadline = time.monotonic() + PATIENCE
    while not (found := is_so()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


@pytest.fixture(scope="module")
def product(tables: None) -> Product:
    return a_product(a_shop(a_person("lin", language="en")), stock=50)


@pytest.fixture
def note(product: Product) -> Note:
    author = a_person(a_handle(), language="en")
    return a_note(author, title="Rosehip oil", topics=("tea",), tags=(a_tag(product, rating=4),))


def test_sign_up_and_sign_in_keep_a_secure_cookie(reader: Reader) -> None:
    browser = reader()
    person = signed_up(browser)
    link = re.search(rf"{ADDRESS}/email/\S+", mail_to(person).body)
    assert link is not None
    assert browser.get(link[0]).status_code == 200

    assert sent(browser, "/logout", {}).status_code == 302
    answer = sent(browser, "/login", {"login": person.handle, "password": PASSWORD, "next": "/settings"})

    session = cookies_of(answer)["session"]
    assert (session["secure"], session["httponly"], session["samesite"]) == (True, True, "Lax")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert httpx.URL(ADDRESS).join(answer.headers["location"]) == f"{ADDRESS}/settings"
    assert person.handle in browser.get("/settings").text
    chosen = cookies_of(sent(browser, "/language", {"language": "en"}))["language"]
    assert chosen["secure"] is True


def test_only_our_own_pages_may_send_a_form(reader: Reader, note: Note) -> None:
    browser = reader()
    signed_up(browser)
    path = f"/notes/{encode(note.pk)}/comments"

    def said(headers: dict[str, str], **more: str) -> httpx.Response:
        return browser.post(path, data={"body": f"Which shade? {headers}", **more}, headers=headers)

    for wrong in (
        {"Origin": "http://shop.example.test:8443"},
        {"Origin": "https://shop.example.test"},
        {"Origin": "https://evil.test", "X-Forwarded-Host": "evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert said(wrong).status_code == 403, wrong
    assert not Comment.objects.filter(note=note).exists()

    for right in ({"Origin": ADDRESS}, {"Sec-Fetch-Site": "same-origin"}):
        assert said(right).status_code == 302, right
    asked = said({})
    assert asked.status_code == 403
    assert cookies_of(asked)["token"]["secure"] is True
    token = re.search('name="csrfmiddlewaretoken" value="(.+?)"', asked.text)
    assert token is not None
    assert said({}, csrfmiddlewaretoken=token[1]).status_code == 302
    assert Comment.objects.filter(note=note).count() == 3


def test_pictures_go_up_and_private_ones_come_down(reader: Reader) -> None:
    browser = reader()
    person = signed_up(browser)
    out = io.BytesIO()
    # Noise, so that it is larger than what proxies hold in memory.
    Image.effect_noise((2400, 1600), 90).convert("RGB").save(out, "JPEG", quality=97)
    assert out.tell() > 3_000_000

    ticket = sent(browser, "/pictures", {"purpose": "note"}).json()
    assert ticket["upload"].startswith(f"{ADDRESS}/upload/")
    answer = browser.post(ticket["upload"], content=out.getvalue(), headers={"Origin": ADDRESS})
    assert answer.status_code == 201, answer.text
    assert answer.headers["access-control-allow-origin"] == ADDRESS

    action, _held = form_on(browser, "/settings/profile", lambda form: "/upload/" in form.action)
    back = browser.post(action, files={"file": ("me.jpg", out.getvalue(), "image/jpeg")}, headers=FORM)
    assert back.status_code == 303
    assert back.headers["location"].startswith(f"{ADDRESS}/settings/profile?pictures=")
    mine = Picture.objects.filter(owner_id=person.pk)
    wait_until(lambda: mine.filter(state=PictureState.READY).count() == 2)

    note_picture = mine.get(purpose="note")
    states = browser.get(f"/pictures?ids={encode(note_picture.pk)}").text
    private = re.search(rf"{ADDRESS}/private/[^\"\\ ]+", states)
    assert private is not None, states
    shown = browser.get(private[0])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")


def test_a_copy_of_ones_data_is_fetched_through_the_proxy(reader: Reader) -> None:
    browser = reader()
    person = signed_up(browser)
    assert sent(browser, "/settings/data", {}).status_code == 302
    export = wait_until(lambda: person.exports.filter(state="ready").first())

    answer = browser.get(f"/settings/data/{encode(export.pk)}", follow_redirects=True)

    assert str(answer.url).startswith(f"{ADDRESS}/export/")
    assert answer.content[:2] == b"PK"
    mail = wait_until(lambda: Mail.objects.filter(to=person.email, body__contains="/settings/data").first())
    assert f"{ADDRESS}/settings/data" in mail.body


def test_a_purchase_is_paid(reader: Reader, product: Product) -> None:
    browser = reader()
    person = signed_up(browser)
    purchase = a_purchase(person, product.variants.get(position=0), key=a_handle())
    action, held = form_on(browser, f"/purchases/{encode(purchase.pk)}/payment", lambda form: "amount" in form.names)

    assert sent(browser, action, {**held, "means": "approve"}).status_code == 302

    order = Order.objects.get(purchase=purchase)
    assert order.paid_at is not None
    mail = wait_until(lambda: Mail.objects.filter(to=person.email, body__contains=order.number).first())
    assert f"{ADDRESS}/orders/{order.number}" in mail.body


def test_a_forged_host_is_refused_or_ignored(reader: Reader) -> None:
    browser = reader()
    person = signed_up(browser)
    before = Mail.objects.filter(to=person.email).count()
    asked = {"email": person.email}

    # Caddy itself answers a host that it does not know, with nothing.
    for forged in ("evil.test", "evil.test:8443", "shop.example.test.evil.test"):
        answer = sent(browser, "/password-reset", asked, Host=forged)
        assert answer.status_code == 400 or not answer.content, forged
    assert Mail.objects.filter(to=person.email).count() == before

    answer = sent(browser, "/password-reset", asked, **{"X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test"})
    assert answer.status_code == 302
    assert "evil.test" not in answer.headers["location"]
    mail = mail_to(person)
    link = re.search(rf"{ADDRESS}/password-reset/\S+", mail.body)
    assert link is not None
    assert "evil.test" not in mail.body
    visitor = reader()
    page = visitor.get(link[0], follow_redirects=True)
    form = next(form for form in Reading(page.text).forms if "password1" in form.names)
    fields = dict.fromkeys(form.names & {"password1", "password2"}, "eight loud rivers")
    assert sent(visitor, form.action or page.url.path, fields).status_code == 302
    assert sent(visitor, "/login", {"login": person.handle, "password": "eight loud rivers"}).status_code == 302


def test_limits_count_readers_and_not_the_proxy(reader: Reader) -> None:
    person = signed_up(reader())
    wrong = {"login": person.handle, "password": "guess"}
    first, second = reader("127.0.0.2"), reader("127.0.0.3")
    assert [sent(first, "/login", wrong).status_code for _time in range(6)] == [422] * 5 + [429]

    for claim in ("9.9.9.9", "127.0.0.3", "9.9.9.9, 8.8.8.8", "", "unknown"):
        claimed = {"X-Forwarded-For": claim, "X-Real-IP": "9.9.9.9", "Forwarded": "for=9.9.9.9"}
        assert sent(first, "/login", wrong, **claimed).status_code == 429, claim
    assert sent(second, "/login", wrong).status_code == 422
    assert sent(second, "/login", {**wrong, "password": PASSWORD}).status_code == 302


def test_every_absolute_address_is_the_public_one(reader: Reader, note: Note, product: Product) -> None:
    visitor = reader()
    add_comment(a_person(a_handle()), note, "hm")
    note_path, handle = f"/notes/{encode(note.pk)}", note.author.handle
    paths = ["/", note_path, f"{note_path}/share", f"/@{handle}", f"/@{handle}.rss", "/topics/tea", "/topics/tea.rss"]
    paths += [f"/products/{encode(product.pk)}", "/shops/hanok", "/brands/petal-theory", "/robots.txt", "/sitemap.xml"]
    paths += [f"/sitemaps/notes-{encode(note.pk)}.xml", "/login", "/nothing-here"]

    pages = {path: visitor.get(path) for path in paths}

    for path, answer in pages.items():
        assert answer.headers["strict-transport-security"], path
        said = set(re.findall(r"https?://[^\s\"'<>;]+", answer.text + str(answer.headers)))
        inside = {place for place in said if re.match(r"https?://(127\.|localhost|testserver|shop\.)", place)}
        assert not [place for place in inside if not re.match(rf"{ADDRESS}([/?#,]|$)", place)], path
    page = pages[note_path].text
    assert f'<link rel="canonical" href="{ADDRESS}{note_path}">' in page
    assert f'<meta property="og:url" content="{ADDRESS}{note_path}">' in page
    assert f"<link>{ADDRESS}{note_path}</link>" in pages[f"/@{handle}.rss"].text
    assert str(Xml.fromstring(pages["/sitemap.xml"].content)[0][0].text).startswith(ADDRESS)
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in pages["/robots.txt"].text


def test_what_has_not_changed_is_not_sent_again(reader: Reader, note: Note) -> None:
    visitor = reader()
    for path in (f"/notes/{encode(note.pk)}", f"/@{note.author.handle}.rss", "/sitemap.xml"):
        first = visitor.get(path)
        again = visitor.get(path, headers={"If-None-Match": first.headers["etag"]})

        assert (again.status_code, again.content) == (304, b""), path
        assert not first.headers.get("set-cookie")
