"""Quantities and addresses: text into values."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cinnabar.design.formats import country as country_name
from cinnabar.design.formats import is_chinese
from cinnabar.kit.ids import LARGEST, decode
from cinnabar.kit.text import tidy
from cinnabar.orders.addresses import Address, AddressRules, rules_of, written

LONG_NUMBER = re.compile(r"[0-9]{12,19}")  # longer than any base58 form
WHOLE = re.compile(r"[0-9]{1,20}")
PHONE = re.compile(r"\+?[0-9][0-9 ().\-/]{4,22}[0-9]")

AUTOCOMPLETE = {
    "street_address": "address-line1",
    "street_more": "address-line2",
    "city_area": "address-level3",
    "city": "address-level2",
    "country_area": "address-level1",
    "postal_code": "postal-code",
}


class QuantityField(forms.Field):
    """A whole number from 1 to the most that a line holds; full-width digits count as digits."""

    widget = forms.NumberInput

    def to_python(self, value: Any) -> int | None:
        text = unicodedata.normalize("NFKC", str(value or "")).strip()
        if not text:
            return None
        if not WHOLE.fullmatch(text) or not 1 <= int(text) <= settings.BASKET_LINE_MOST:
            raise ValidationError(_("A whole number from 1 to %(most)s, please.") % {"most": settings.BASKET_LINE_MOST})
        return int(text)


class IdField(forms.Field):
    """An id, in digits or in its base58 form."""

    def to_python(self, value: Any) -> int | None:
        text = str(value or "")
        if LONG_NUMBER.fullmatch(text) and int(text) <= LARGEST:
            return int(text)
        try:
            return decode(text) if text else None
        except ValueError:
            raise ValidationError(_("This is not for sale here.")) from None


class NoteField(IdField):
    """The id of the note from which somebody comes; anything unreadable is no note, and no reason to refuse goods."""

    def to_python(self, value: Any) -> int | None:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class TidyField(forms.CharField):
    """A line of text, composed and without control characters."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class QuantityForm(forms.Form):
    quantity = QuantityField(
        label=gettext_lazy("Quantity"), error_messages={"required": gettext_lazy("How many do you want?")}
    )


class AddForm(QuantityForm):
    variant = IdField(label=gettext_lazy("Choice"))
    from_note = NoteField(required=False)


class AddressForm(forms.Form):
    """Name, telephone and the parts that an address has in `country`."""

    def __init__(self, data: Any = None, *, country: str, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.rules = rules_of(country)
        self.fields["name"] = _line(_("Full name"))
        self.fields["phone"] = _line(_("Telephone"), most=25)
        self.fields["phone"].help_text = _("Only for the delivery.")
        for part in self.rules.parts:
            self.fields.update(_part(part, self.rules))

    def clean_phone(self) -> str:
        phone = unicodedata.normalize("NFKC", self.cleaned_data["phone"]).strip()
        if not PHONE.fullmatch(phone):
            raise ValidationError(_("A telephone number has 6 to 20 digits, such as +44 20 7946 0000."))
        return phone

    def clean_postal_code(self) -> str:
        postcode = unicodedata.normalize("NFKC", self.cleaned_data["postal_code"]).strip().upper()
        if postcode and not self.rules.is_postcode(postcode):
            raise ValidationError(
                _("This does not look like a postcode of %(country)s; one is %(example)s.")
                % {"country": country_name(self.rules.country), "example": self.rules.postcode_example}
            )
        return postcode

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The address's fields as its country places them beside each other."""
        rows = [[self[part] for part in row] for row in self.rules.rows]
        place = next(index for index, row in enumerate(self.rules.rows) if "street_address" in row)
        return [*rows[: place + 1], [self["street_more"]], *rows[place + 1 :]]

    def address(self) -> Address:
        fields = {name: self.cleaned_data.get(name, "") for name in ("street_more", *self.rules.parts)}
        return Address(
            name=self.cleaned_data["name"],
            phone=self.cleaned_data["phone"],
            country=self.rules.country,
            lines=written(fields, country=self.rules.country),
            fields=fields,
        )


def _part(part: str, rules: AddressRules) -> dict[str, forms.Field]:
    """The field of one part of an address, and a second line for the street."""
    required = part in rules.required
    if part == "street_address":
        return {part: _line(_("Street and number")), "street_more": _line(_("Flat, floor, building"), required=False)}
    if part == "country_area" and rules.areas:
        return {part: _choice(str(rules.area_label), rules, required=required)}
    labels = {
        "country_area": rules.area_label,
        "city": rules.city_label,
        "city_area": rules.district_label,
        "postal_code": rules.postcode_label,
    }
    return {part: _line(str(labels[part]), most=20 if part == "postal_code" else 80, required=required)}


def _choice(label: str, rules: AddressRules, *, required: bool) -> forms.ChoiceField:
    names = [(value, native if is_chinese() else latin) for value, latin, native in rules.areas]
    choices = [("", _("Please choose")), *names]
    return forms.ChoiceField(label=label, choices=choices, required=required, error_messages=_messages())


def _line(label: str, *, most: int = 120, required: bool = True) -> TidyField:
    return TidyField(label=label, max_length=most, required=required, error_messages=_messages())


def _messages() -> dict[str, str]:
    return {"required": _("Please fill this in."), "invalid_choice": _("Please choose one of the list.")}
