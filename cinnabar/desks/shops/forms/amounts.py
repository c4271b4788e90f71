"""Prices and numbers as sellers type them, strictly: a wrong one gets a message and is never guessed at."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cinnabar.kit.money import NotAnAmount, decimals_of, minor_of
from cinnabar.shop.specs import LARGEST_AMOUNT, LARGEST_STOCK


def read_amount(text: str, currency: str) -> int:
    """Minor units, or ValidationError."""
    try:
        minor = minor_of(text, currency)
    except NotAnAmount:
        raise ValidationError(how_to_write(currency)) from None
    if minor > LARGEST_AMOUNT:
        raise ValidationError(_("This amount is too large."))
    return minor


def read_price(text: str, currency: str) -> int:
    minor = read_amount(text, currency)
    if not minor:
        raise ValidationError(_("A price is above zero."))
    return minor


def read_compared(text: str, currency: str, *, price: int | None) -> int | None:
    """The price before, which is empty or higher than the price."""
    if not text.strip():
        return None
    minor = read_amount(text, currency)
    if price is not None and minor <= price:
        raise ValidationError(_("The price before must be higher than the price."))
    return minor


def read_stock(text: str) -> int:
    return read_whole(text, least=0, most=LARGEST_STOCK)


def read_whole(text: str, *, least: int, most: int) -> int:
    written = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch("[0-9]{1,12}", written) or not least <= int(written) <= most:
        raise ValidationError(_("A whole number from %(least)s to %(most)s, please.") % {"least": least, "most": most})
    return int(written)


def how_to_write(currency: str) -> str:
    """How amounts of a currency are typed, for the help and the message at a field."""
    if decimals_of(currency):
        return _("With a point, such as 12.50. A comma is not taken.")
    return _("A whole number, such as 1250: this currency has nothing behind the point.")
