"""Odd input to every address and every form: never an error of ours, and nothing written when it is refused."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.db import transaction
from django.test import Client

from cinnabar.kit.ids import LARGEST, encode
from cinnabar.kit.paging import pack_ids, pack_key
from cinnabar.kit.text import tidy
from cinnabar.orders.tests.props import address_form
from tests.access.forms import Reading, untied
from tests.access.places import PEOPLE, Places
from tests.access.test_requests import rows
from tests.access.test_who_gets_what import TABLE

ODD = (
    "",
    " ",
    "a\0b",
    "x" * 10_000,
    "茶" * 10_000,
    "-1",
    "1.5",
    "1e400",
    "nan",
    "２",
    "2147483648",
    "9223372036854775808",
    "9" * 5000,
    "XX",
    '"><script>alert(1)</script>',
    "../../etc/passwd",
    "%s%(x)s{{x}}{x}",
    "\u202e\u200d\ufeff\r\nX: y",
    encode(1),
    encode(LARGEST),
    "a.b.c." * 50,
    pack_ids([1, 2], of="x"),
    pack_key(1e18, 1, of="x"),
)

MANY = 300  # characters of each, where all fields are sent at once: more would be refused before anybody reads it
SOME_ODD = (
    "",
    "a\0b",
    "茶" * 10_000,
    "👩‍👩‍👧‍👦" * 2_000,
    "-1",
    "2147483648",
    "9" * 30,
    '"><b>\u202e\u200f\u200b\u2066ابجد',
    "e" + "\u0301\u20dd" * 300,
)

ODD_ALONE = ("", "茶" * 10_000, "9" * 30, '"><b>\u202e\u200b')

# Every name that a query string or a form of ours may carry.
QUERY = (
    "after ask before card category channel comment country currency done followed follows from ids key kind like name"
    " next number only order origin pictures problem product q query region reply saved seal select sort state stock"
    " tab time to variant window"
).split()
FIELDS = (
    "amount board body carrier channels channel city confirm country cover_ratio cover_style cover_words cover_x"
    " cover_y country_area description do earns_commission email follows from_note gender is_paid is_private"
    " is_question item key kept language login means name next on only parent password password1 phone picture pictures"
    " postal_code product purpose q quantity"
    " reason remove rule seen shown_country state street_address street_more tag then title to token topics"
    " total tracking trait_skin update username variant visibility bio birth_year edition handle nth role seen turn"
    " option attribute name_en name_zh legal_name shipping days_min hides_boards id subject way words decision end"
).split()
NESTED = [
    f"t-1-{name}"
    for name in "brand commission con name paid picture pro product provenance rating used_for x y".split()
]


# A good form of each kind; one field of it at a time becomes odd.
GOOD: dict[tuple[str, str, str], dict[str, Any]] = {
    ("signup", "", "visitor"): {"email": "new@example.com", "username": "newcomer", "password1": "a long way home"},
    ("logout", "", "reader"): {"next": "/"},
    ("password-reset", "", "visitor"): {"email": "tom@example.com"},
    ("settings-profile", "", "reader"): {
        **dict.fromkeys(("bio", "city", "trait_skin", "language", "country", "gender"), ""),
        "name": "Zoe",
        "birth_year": "1999",
    },
    ("interests", "", "reader"): {"channels": ["beauty", "food", "home"], "next": "/"},
    ("settings-privacy", "", "reader"): {"hides_boards": "on", "keeps_history": "on", "keeps_searches": "on"},
    ("history-removal", "", "reader"): {"subject": "note", "id": encode(7)},
    ("history-keeping", "", "reader"): {"on": "0"},
    ("search-history-removal", "", "reader"): {"words": "tea"},
    ("comments", "note", "reader"): {"body": "which shade?", "parent": "", "product": "", "q": "", "do": "send"},
    ("save", "note", "reader"): {"on": "1", "name": "Spring", "is_private": "1"},
    ("product-save", "product", "reader"): {"on": "1", "name": "Spring", "is_private": "1"},
    ("board-items", "board", "author"): {"do": "remove", "item": encode(1), "to": ""},
    ("board-deletion", "board", "author"): {"to": "nowhere"},
    ("board-settings", "board", "author"): {"name": "Open", "description": "", "is_private": "on"},
    ("basket", "", "reader"): {"variant": "", "quantity": "1", "from_note": "", "then": ""},
    ("basket-line", "variant", "buyer"): {"quantity": "2", "to": "1"},
    ("payment", "purchase", "buyer"): {"amount": "2400 EUR", "means": "approve"},
    ("checkout", "", "buyer"): {
        **address_form(),
        **{
            "currency": "EUR",
            "country": "DE",
            "shown_country": "DE",
            "only": "",
            "key": "a-key-of-ours",
            "total": "2400",
        },
    },
    ("shop-desk-parcel", "order of a shop", "seller"): {"carrier": "DHL", "tracking": "JD0146000312"},
    ("shop-desk-cancellation", "order of a shop", "seller"): {"reason": "not_in_stock"},
    ("shop-desk-refund", "sent order of a shop", "seller"): {
        "amount": "1.00",
        "reason": "damaged",
        "key": "a" * 24,
        "seen": "0",
    },
    ("shop-new", "", "reader"): {
        **dict.fromkeys(("name_zh", "city", "register_number", "contact_phone", "free_from", "returns_en"), ""),
        **dict.fromkeys(("returns_zh", "story_en", "story_zh"), ""),
        "name": "Corner",
        "kind": "individual",
        "country": "NZ",
        "currency": "NZD",
        "legal_name": "Zoe",
        "legal_address": "4 Lane",
        "contact_email": "zoe@example.com",
        "shipping": "6.50",
        "everywhere": "on",
        "ships_to": ["NZ"],
        "days_min": "3",
        "days_max": "7",
    },
    ("shop-settings", "shop", "seller"): {
        "edition": "0",
        "name": "Hanok",
        "kind": "independent",
        "country": "KR",
        "currency": "EUR",
        "legal_name": "Lin",
        "legal_address": "4 Lane",
        "contact_email": "lin@example.com",
        "shipping": "4",
        "everywhere": "on",
        "days_min": "3",
        "days_max": "7",
    },
    ("shop-staff", "shop", "seller"): {"handle": "@tom", "role": "support"},
    ("shop-banner", "shop", "seller"): {"picture": ""},
    ("shop-opening", "shop", "seller"): {"state": "closed"},
    ("shop-products", "shop", "seller"): {"shown": "", "product": "", "turn": ""},
    ("shop-product-status", "product of a shop", "seller"): {"status": "paused"},
    ("shop-product-new", "shop", "seller"): {
        **dict.fromkeys(("name_zh", "origin", "ships_from", "description_en", "description_zh"), ""),
        "name_en": "Balm",
        "brand": "Penrose",
        "category": "lips",
        "option": "0",
        "o-0-en": "Shade",
        "o-0-zh": "",
        "o-0-values": "Coral, Rose",
        "variant": "n1",
        "v-n1-en-0": "Coral",
        "v-n1-zh-0": "",
        "v-n1-price": "12.50",
        "v-n1-was": "",
        "v-n1-stock": "3",
        "v-n1-seen": "",
        "v-n1-picture": "",
        "attribute": "size",
        "a-size-en": "9 ml",
        "a-size-zh": "",
        "edition": "0",
        "key": "a" * 24,
        "do": "save",
    },
    ("moderation-decision", "note", "moderator"): {"rule": "harm", "reason": "Somebody is insulted"},
    ("pictures", "", "reader"): {"purpose": "note"},
}


def sent(browser: Client, address: str, body: str) -> tuple[int, set[str], str]:
    """Status, the tables whose number of rows changed, and a refused form's page; nothing stays."""
    with transaction.atomic():
        before = rows()
        response = browser.post(address, body, content_type="application/x-www-form-urlencoded")
        after = rows()
        transaction.set_rollback(True)
    page = response.content.decode() if response.status_code == 422 and response.content[:1] == b"<" else ""
    return response.status_code, {table for table in after if after[table] != before[table]}, page


def asked(browser: Client, method: str, address: str, fields: dict[str, Any]) -> tuple[int, set[str]]:
    """Status, and the tables whose number of rows changed; nothing stays."""
    with transaction.atomic():
        before = rows()
        status = getattr(browser, method)(address, fields).status_code
        after = rows()
        transaction.set_rollback(True)
    return status, {table for table in after if after[table] != before[table]}


def faults(what: str, status: int, written: set[str]) -> list[str]:
    if status >= 500:
        return [f"{what}: {status}"]
    written = written - {"payments_payment"}  # a declined attempt is written down
    if what.startswith("/notes/new "):
        written -= {"notes_note", "notes_notetopic", "notes_topic"}  # what cannot be published yet is kept as a draft
    return [f"{what}: {status}, but wrote into {written}"] if status >= 400 and written else []


@pytest.fixture
def visits(places: Places, browser_of: Any) -> list[tuple[str, str, Client, bool]]:
    """Every address with somebody for whom it is there, if there is anybody, and whether it takes forms."""
    found = []
    for name, about, get, post in TABLE:
        welcome = [who for who in PEOPLE[1:] if get[who] == 200 or post[who] in (200, 302, 422)]
        person = places.people[welcome[-1] if welcome else "visitor"]
        browser = browser_of(person if person.is_authenticated else None)
        browser.raise_request_exception = False
        found.append((name, places.address(name, about), browser, set(post.values()) - {401} != {405}))
    return found


def test_an_odd_query_string_is_never_an_error_of_ours(visits: Any) -> None:
    wrong = []
    for odd in ODD:
        for name, address, browser, _takes_forms in visits:
            status = browser.get(address, dict.fromkeys(QUERY, odd[:MANY])).status_code
            wrong += faults(f"{name} with {odd[:20]!r}", status, set())

    assert wrong == []


def test_a_form_full_of_oddities_is_never_an_error_of_ours(visits: Any) -> None:
    """Names that any form of ours may carry, at every address, whoever knows them from elsewhere."""
    wrong = []
    for odd in SOME_ODD:
        body = urlencode({field: [odd[:MANY]] * 2 for field in [*FIELDS, *NESTED, "tag"]}, doseq=True)
        for name, address, browser, takes_forms in visits:
            if takes_forms:
                status, written, _page = sent(browser, address, body)
                wrong += faults(f"{name} with {odd[:20]!r}", status, written)

    assert wrong == []


def forms_of(places: Places, browser_of: Any) -> dict[tuple[str, frozenset[str]], tuple[str, dict[str, str]]]:
    """Every form of every page, as whoever sees it: address and names of its fields → who, and what stands in them."""
    found: dict[tuple[str, frozenset[str]], tuple[str, dict[str, str]]] = {}
    for name, about, get, _post in TABLE:
        for who in PEOPLE:
            if get[who] != 200:
                continue
            person, address = places.people[who], places.address(name, about)
            response = browser_of(person if person.is_authenticated else None).get(address)
            if not response.headers["Content-Type"].startswith("text/html"):
                continue
            for form in Reading(response.content.decode()).forms:
                action = urljoin(address, form.action)
                if form.method == "post" and form.controls and action.startswith("/"):
                    values = {control.name: control.value for control in form.controls if control.name}
                    found.setdefault((action, frozenset(form.names)), (who, values))
    return found


def good_of(places: Places) -> dict[str, dict[str, Any]]:
    """What a good form at an address holds, where there is one below."""
    return {places.address(name, about): fields for (name, about, _who), fields in GOOD.items()}


def test_every_form_of_every_page_takes_oddities_or_says_what_is_wrong(places: Places, browser_of: Any) -> None:
    wrong = []
    good = good_of(places)
    for (action, names), (who, values) in forms_of(places, browser_of).items():
        person = places.people[who]
        browser = browser_of(person if person.is_authenticated else None)
        browser.raise_request_exception = False
        known = {**values, **{name: value for name, value in good.get(action, {}).items() if name in names}}
        alike = {re.sub("[0-9A-Z][0-9A-Za-z]{9,}|[0-9]+", "", name): name for name in names}  # a row stands for others
        trials = [(name, {**known, name: odd}) for name in alike.values() for odd in ODD_ALONE]
        trials += [("", dict.fromkeys(names, odd)) for odd in SOME_ODD]
        for name, fields in trials:
            what = f"{action} as {who}, {name or 'all'} {(fields.get(name) or next(iter(fields.values()), ''))[:12]!r}"
            status, written, page = sent(browser, action, urlencode(fields, doseq=True))
            wrong += faults(what, status, written)
            if status == 422:
                wrong += [f"{what}: {told}" for told in untied(page)]
                wrong += [f"{what}: {told}" for told in lost(page, fields, names)]
        for raw in ("%ED%A0%80", "%00", "%FF%FE", "%F0%9F%91%A8%E2%80%8D" * 3000):
            status, written, _page = sent(browser, action, "&".join(f"{name}={raw}" for name in names))
            wrong += faults(f"{action} as {who} {raw[:12]}", status, written)

    assert wrong == []


def lost(page: str, fields: dict[str, Any], names: frozenset[str]) -> list[str]:
    """Texts that somebody typed and that a refused form has not kept."""
    kept = {
        control.name: control.value
        for form in Reading(page).forms
        if names & form.names
        for control in form.controls
        if control.kind == "textarea"
        or (control.kind == "input" and control.attributes.get("type", "text") in ("text", "email", "tel"))
    }
    return [
        f"{name} has lost what was typed"
        for name, typed in fields.items()
        if name in kept and tidy(str(typed)).split() and not tidy(kept[name]).split()
    ]


@pytest.mark.parametrize(("name", "about", "who"), GOOD, ids=lambda value: value)
def test_one_odd_field_is_never_an_error_of_ours(
    places: Places, browser_of: Any, name: str, about: str, who: str
) -> None:
    person = places.people[who]
    good = GOOD[name, about, who]
    if good.get("variant") == "":
        good = {**good, "variant": encode(places.about["variant"]["variant_id"])}
    wrong = []
    if (
        asked(browser_of(person if person.is_authenticated else None), "post", places.address(name, about), good)[0]
        >= 400
    ):
        wrong.append("the good form is refused")
    for field in good:
        for odd in (
            *ODD,
            *(f"{letters}@example.com" for letters in ("x" * 64, f"x@{'y' * 60}.{'y' * 60}.{'y' * 60}.{'y' * 60}")),
        ):
            browser = browser_of(person if person.is_authenticated else None)
            browser.raise_request_exception = False
            wrong += faults(
                f"{field} {odd[:20]!r}", *asked(browser, "post", places.address(name, about), {**good, field: odd})
            )
        without = {key: value for key, value in good.items() if key != field}
        wrong += faults(f"without {field}", *asked(browser, "post", places.address(name, about), without))

    assert wrong == []


ODD_PATHS = (
    "/notes/{}",
    "/notes/{}/edit",
    "/products/{}",
    "/boards/{}",
    "/basket/{}",
    "/purchases/{}",
    "/orders/{}",
    "/shops/{}",
    "/brands/{}",
    "/topics/{}",
    "/categories/{}",
    "/c/{}",
    "/@{}",
    "/desk/shop/{}",
    "/desk/shop/{}/orders/A",
    "/desk/shop/hanok/orders/{}",
    "/desk/shop/hanok/products/{}",
    "/desk/shop/hanok/staff/{}",
    "/desk/shop/hanok/packing?number={}",
    "/desk/shop/{}/packing",
    "/desk/shop/{}/products.csv",
    "/desk/invitations/{}",
    "/email/{}",
    "/password-reset/{}-{}",
    "/payments/{}/webhook",
    "/desk/moderation/notes/{}",
    "/notes/{}/share",
    "/boards/{}/share",
    "/topics/{}/share",
    "/@{}/share",
    "/{}",
)


@pytest.mark.parametrize("path", ODD_PATHS)
def test_an_odd_path_is_never_an_error_of_ours(places: Places, browser_of: Any, path: str) -> None:
    broken = []
    for odd in (
        "%00",
        "a%00b",
        "%FF%FE",
        "%ED%A0%80",
        "x" * 10_000,
        "%E8%8C%B6" * 3000,
        "zzzzzzzzzzzzz",
        "11",
        "..%2f..",
        "%0d%0aX: y",
        "jpXCZedGfVR",
        "zzzzzzzzzzz",
        "%F0%9F%8C%B8",
        "'",
        "%25",
        "a%2Fb",
        "9" * 30,
    ):
        for who in ("visitor", "seller", "moderator"):
            person = places.people[who]
            browser = browser_of(person if person.is_authenticated else None)
            browser.raise_request_exception = False
            response = browser.get(path.replace("{}", odd))
            if response.status_code >= 500:
                broken.append(f"{odd[:20]} as {who}: {response.status_code}")

    assert broken == []


@pytest.mark.parametrize("cookie", ["session", "basket", "interests", "language", "token"])
def test_an_odd_cookie_is_no_cookie(places: Places, cookie: str) -> None:
    for odd in ('"\\000aaaaaaaaaa"', "x" * 4000, '"\\377\\376aaaaaaa"', "a" * 41, "%00%00%00%00%00"):
        client = Client(
            headers={"Cookie": f"{cookie}={odd}", "Sec-Fetch-Site": "same-origin"}, raise_request_exception=False
        )
        for address in ("/", "/basket", "/orders"):
            assert client.get(address).status_code in (200, 302), (odd[:20], address)
        assert client.post("/language", {"language": "en"}).status_code == 302
