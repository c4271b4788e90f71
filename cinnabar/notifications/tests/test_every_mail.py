"""Every mail × both languages: to whom, in whose language, with which links; field report MAIL-2."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.template import engines
from django.test import Client
from django.utils import translation

import cinnabar
from cinnabar.notifications.models import Mail
from cinnabar.orders.actions.refunding import refund
from cinnabar.orders.actions.shipping import correct_parcel, mark_shipped
from cinnabar.orders.tests.props import a_paid_order, euros
from cinnabar.people.exports import ask_for_export, prepare_export
from cinnabar.people.models import Person
from cinnabar.shop.models import Shop, ShopRole, Variant
from cinnabar.shop.staffing import invite_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "media_folder")]
SITE = "https://shop.example.test:8443"
OLD, NEW = "lavender morning", "seven quiet rivers"
HERE = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0"
# Names and numbers of orders are what they are in any language.
NAMES = re.compile(
    r"\b([0-9A-Z-]{6,}|Cinnabar|Hanok|Tom|tom|Lin|lin|DHL|JD014|Firefox|Windows|UTC|Petal Melt Lipstick|Coral)\b"
)


@dataclass
class Scene:
    tom: Person
    lin: Person
    hanok: Shop
    coral: Variant
    browser: Client  # of somebody who reads the other language
    monkeypatch: Any

    def signed_in(self) -> Client:
        self.browser.force_login(self.tom)
        return self.browser

    def path_in_mail(self) -> str:
        found = re.search(rf"{SITE}(/\S+)", Mail.objects.latest("pk").body)
        assert found
        return found[1]


def placed(scene: Scene) -> str:
    a_paid_order(scene.tom, scene.coral)
    return scene.tom.email


def shipped(scene: Scene) -> str:
    order = a_paid_order(scene.tom, scene.coral)
    mark_shipped(order, carrier="DHL", tracking="JD014")
    return scene.tom.email


def corrected(scene: Scene) -> str:
    order = a_paid_order(scene.tom, scene.coral)
    parcel = mark_shipped(order, carrier="UPS", tracking="JD014")
    correct_parcel(order, parcel.pk, carrier="DHL", tracking="JD014")
    return scene.tom.email


def sale(scene: Scene) -> str:
    """Everybody who works in the shop."""
    placed(scene)
    return scene.lin.email


def refunded(scene: Scene) -> str:
    order = a_paid_order(scene.tom, scene.coral)
    mark_shipped(order, carrier="DHL")
    refund(order, euros(10), reason="late", key="a")
    return scene.tom.email


def invited(scene: Scene) -> str:
    invite_staff(scene.hanok, scene.tom, role=ShopRole.SUPPORT, by=scene.lin)
    return scene.tom.email


def export_ready(scene: Scene) -> str:
    prepare_export.func(export_id=ask_for_export(scene.tom, language="en").pk)
    return scene.tom.email


def export_failed(scene: Scene) -> str:
    scene.monkeypatch.setattr("cinnabar.people.exports.Pack.write", lambda _pack: 1 / 0)
    return export_ready(scene)


def new_sign_in(scene: Scene) -> str:
    scene.browser.post("/login", {"login": "tom", "password": OLD})
    return scene.tom.email


def sessions_ended(scene: Scene) -> str:
    Client(headers={"User-Agent": HERE, "Sec-Fetch-Site": "same-origin"}).post(
        "/login", {"login": "tom", "password": OLD}
    )
    scene.signed_in().post("/settings/sessions", {"end": "others"})
    return scene.tom.email


def password_changed(scene: Scene) -> str:
    scene.signed_in().post("/settings/password", {"oldpassword": OLD, "password1": NEW})
    return scene.tom.email


def password_reset_key(scene: Scene) -> str:
    scene.browser.post("/password-reset", {"email": scene.tom.email})
    return scene.tom.email


def password_reset(scene: Scene) -> str:
    password_reset_key(scene)
    form = scene.browser.get(scene.path_in_mail())["Location"]
    scene.browser.post(form, {"password1": NEW})
    return scene.tom.email


def unknown_account(scene: Scene) -> str:
    scene.browser.post("/password-reset", {"email": "nobody@example.com"})
    return "nobody@example.com"


def email_confirmation(scene: Scene) -> str:
    scene.signed_in().post("/settings/email", {"email": "new@example.com", "password": OLD})
    return "new@example.com"


def email_changed(scene: Scene) -> str:
    """The old address hears of it; the new one confirmed it."""
    email_confirmation(scene)
    Client(headers={"Sec-Fetch-Site": "same-origin"}).post(scene.path_in_mail())
    return "tom@example.com"


MAILS: dict[str, Callable[[Scene], str]] = {
    cause.__name__: cause
    for cause in (
        *(
            placed,
            sale,
            shipped,
            corrected,
            refunded,
            invited,
            export_ready,
            export_failed,
            new_sign_in,
            sessions_ended,
        ),
        *(password_changed, password_reset_key, password_reset, unknown_account, email_confirmation, email_changed),
    )
}
WITHOUT_LINK = {"email_changed"}


def test_every_mail_is_in_the_table() -> None:
    folders = Path(cinnabar.__file__).parent.glob("*/templates/*/mail")
    parts = {"order"}  # what mails about an order share

    assert {file.stem for folder in folders for file in folder.glob("*.jinja")} - parts == set(MAILS)


@pytest.fixture
def scene(tom: Person, lin: Person, hanok: Shop, coral: Variant, monkeypatch: Any) -> Scene:
    tom.set_password(OLD)
    tom.save()
    EmailAddress.objects.create(user=tom, email=tom.email, primary=True, verified=True)
    return Scene(tom, lin, hanok, coral, Client(), monkeypatch)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", MAILS)
def test_each_speaks_the_receivers_language_and_names_our_address(
    scene: Scene, settings: Any, tell: Callable[[], int], work: Callable[[], int], name: str, language: str
) -> None:
    settings.ADDRESS = SITE
    scene.monkeypatch.setitem(engines["jinja2"].env.globals, "address", SITE)  # read once a process
    Person.objects.update(language=language)
    scene.tom.refresh_from_db()
    other = "en" if language == "zh-hans" else "zh-hans"
    # Without an account there is only the reader's own browser to go by.
    asked = language if name == "unknown_account" else other
    headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": asked, "User-Agent": HERE}
    scene.browser = Client(headers=headers)

    with translation.override(other):
        receiver = MAILS[name](scene)
        tell()
        work()

    mail = Mail.objects.filter(to=receiver).latest("pk")
    links = re.findall(r"https?://\S+", mail.body)
    assert all(link.startswith(f"{SITE}/") for link in links)
    assert bool(links) is (name not in WITHOUT_LINK)
    words = NAMES.sub("", re.sub(r"https?://\S+|\S+@\S+", "", f"{mail.subject}\n{mail.body}"))
    is_chinese = bool(re.search(r"[\u4e00-\u9fff]", words))
    if language == "en":
        assert not is_chinese, words
    else:
        assert is_chinese
        assert not re.search(r"[A-Za-z]{3,}", words), words
    assert not re.search(r"\bNone\b|[{}]|%\(|&#|&amp;|&lt;", words)
    assert "\n" not in mail.subject
    assert 5 < len(mail.subject) <= 78
    assert OLD not in mail.body
    assert NEW not in mail.body


@pytest.mark.parametrize("name", ["placed", "sale", "shipped", "corrected", "refunded", "invited", "export_ready"])
def test_each_is_written_once_however_often_its_job_runs(
    scene: Scene, tell: Callable[[], int], work: Callable[[], int], name: str
) -> None:
    receiver = MAILS[name](scene)
    tell()
    work()
    before = list(Mail.objects.filter(to=receiver).values_list("key", flat=True))
    tell()
    work()

    assert list(Mail.objects.filter(to=receiver).values_list("key", flat=True)) == before
    assert len(set(before)) == len(before)


def test_the_words_a_person_or_a_shop_chose_add_no_line_to_a_subject(
    scene: Scene, tell: Callable[[], int], work: Callable[[], int]
) -> None:
    Shop.objects.update(name="Hanok\r\nBcc: everybody@example.com", name_zh="")
    scene.hanok.refresh_from_db()
    invited(scene)
    tell()
    placed(scene)
    work()

    for mail in Mail.objects.all():
        assert "\n" not in mail.subject
        assert "\r" not in mail.subject
