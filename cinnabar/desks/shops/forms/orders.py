"""What a shop says about an order: the parcel, or why it is cancelled or refunded."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cinnabar.design.formats import money
from cinnabar.desks.shops.forms.amounts import read_amount, read_whole
from cinnabar.kit.money import Money, typed
from cinnabar.orders.forms import TidyField
from cinnabar.orders.models import Order, OrderLine, Parcel
from cinnabar.orders.reasons import BY_SHOP, RefundReason

CARRIERS = ("SF Express", "EMS", "YTO Express", "JD Logistics", "DHL", "UPS", "FedEx", "La Poste", "NZ Post", "Posten")
TRACKING = re.compile(r"[A-Za-z0-9][A-Za-z0-9 \-]{3,59}")
CHOOSE = [("", gettext_lazy("Please choose"))]


class PiecesField(forms.Field):
    """How many pieces of a line are in a parcel, typed strictly."""

    widget = forms.TextInput

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def to_python(self, value: Any) -> int:
        return read_whole(str(value or "0"), least=0, most=self.most)


class HiddenNumber(forms.Field):
    """A number that the page put into the form; anything else, which nobody typed, counts as none."""

    widget = forms.HiddenInput

    def __init__(self, *, least: int, most: int) -> None:
        super().__init__(required=False)
        self.least, self.most = least, most

    def to_python(self, value: Any) -> int | None:
        try:
            return read_whole(str(value or ""), least=self.least, most=self.most)
        except ValidationError:
            return None


class TravelForm(forms.Form):
    """With what a parcel travels."""

    carrier = forms.ChoiceField(
        label=gettext_lazy("Carrier"),
        choices=[*CHOOSE, *((name, name) for name in CARRIERS), ("other", gettext_lazy("Another one"))],
    )
    tracking = TidyField(label=gettext_lazy("Tracking number"), max_length=60, required=False)

    def clean_tracking(self) -> str:
        tracking = self.cleaned_data["tracking"]
        if tracking and not TRACKING.fullmatch(tracking):
            raise ValidationError(_("A tracking number has letters and digits, such as JD0146000312."))
        return tracking


class ParcelForm(TravelForm):
    nth = HiddenNumber(least=1, most=999)

    def __init__(self, *args: Any, lines: Sequence[tuple[OrderLine, int]] = (), **options: Any) -> None:
        """`lines` with the pieces that wait; one is packed as long as nothing else is said."""
        super().__init__(*args, **options)
        self.lines = [(line, left, f"pieces-{line.pk}") for line, left in lines]
        for _line, left, name in self.lines:
            self.fields[name] = PiecesField(most=left, required=False, initial=left)

    def contents(self) -> dict[int, int] | None:
        """Pieces by line as they were typed; None, which is all, when the form did not ask."""
        asked = [(line, self.cleaned_data.get(name)) for line, _left, name in self.lines if name in self.data]
        return {line.pk: pieces or 0 for line, pieces in asked} if asked else None

    @property
    def packed(self) -> list[tuple[OrderLine, int, forms.BoundField]]:
        return [(line, left, self[name]) for line, left, name in self.lines]


class CorrectionForm(TravelForm):
    """The same of a parcel that is on its way; each has a form of its own on the page."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, parcel: Parcel) -> None:
        first = {"carrier": parcel.carrier, "tracking": parcel.tracking}
        super().__init__(data, initial=first, prefix=f"parcel-{parcel.pk}")
        known: Any = self.fields["carrier"]
        if parcel.carrier not in dict(known.choices):  # of an import
            known.choices = [*known.choices, (parcel.carrier, parcel.carrier)]


class CancellationForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=[*CHOOSE, *((reason.value, reason.label) for reason in BY_SHOP)]
    )


class RefundForm(forms.Form):
    amount = TidyField(label=gettext_lazy("How much?"), max_length=20)
    reason = forms.ChoiceField(label=gettext_lazy("Why?"), choices=[*CHOOSE, *RefundReason.choices])
    key = forms.Field(required=False, widget=forms.HiddenInput)
    seen = HiddenNumber(least=0, most=10**15)

    def __init__(self, data: Mapping[str, Any] | None = None, *, order: Order) -> None:
        first = {
            "amount": typed(order.left_minor, order.currency),
            "key": secrets.token_hex(12),
            "seen": order.refunded_minor,
        }
        super().__init__(data, initial=first)
        self.order = order

    def clean_amount(self) -> Money:
        minor = read_amount(self.cleaned_data["amount"], self.order.currency)
        if not minor:
            raise ValidationError(_("An amount above zero, please."))
        if minor > self.order.left_minor:
            raise ValidationError(self.too_much())
        return Money(minor, self.order.currency)

    def clean_key(self) -> str:
        key = self.cleaned_data["key"] or ""
        return key if re.fullmatch("[0-9a-f]{24}", key) else secrets.token_hex(12)

    def too_much(self) -> str:
        return _("At most %(amount)s can go back.") % {"amount": money(self.order.left_minor, self.order.currency)}
