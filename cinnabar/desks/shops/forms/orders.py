"""What a shop says about an order: the parcel, or why it is cancelled or refunded."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cinnabar.orders.forms import TidyField
from cinnabar.orders.reasons import BY_SHOP, RefundReason

CARRIERS = ("SF Express", "EMS", "YTO Express", "JD Logistics", "DHL", "UPS", "FedEx", "La Poste", "NZ Post", "Posten")
TRACKING = re.compile(r"[A-Za-z0-9][A-Za-z0-9 \-]{3,59}")
CHOOSE = [("", gettext_lazy("Please choose"))]


class ParcelForm(forms.Form):
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


class CancellationForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=[*CHOOSE, *((reason.value, reason.label) for reason in BY_SHOP)]
    )


class RefundForm(forms.Form):
    reason = forms.ChoiceField(label=gettext_lazy("Why?"), choices=[*CHOOSE, *RefundReason.choices])
