"""The channels: the one list that interests, home tabs, categories and topics map to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Channel:
    """A broad subject. `slug` stands in addresses and is the slug of a top category where goods exist."""

    slug: str
    name: str | Promise
    picture: str  # asset name of the drawing on the interests page


CHANNELS: tuple[Channel, ...] = (
    Channel("fashion", pgettext_lazy("channel", "Fashion"), "channel-fashion"),
    Channel("beauty", pgettext_lazy("channel", "Beauty"), "channel-beauty"),
    Channel("skincare", pgettext_lazy("channel", "Skincare"), "channel-skincare"),
    Channel("baby", pgettext_lazy("channel", "Baby & maternity"), "channel-baby"),
    Channel("health", pgettext_lazy("channel", "Health food"), "channel-health"),
    Channel("food", pgettext_lazy("channel", "Food"), "channel-food"),
    Channel("home", pgettext_lazy("channel", "Home"), "channel-home"),
    Channel("travel", pgettext_lazy("channel", "Travel"), "channel-travel"),
    Channel("digital", pgettext_lazy("channel", "Digital"), "channel-digital"),
)

BY_SLUG = {channel.slug: channel for channel in CHANNELS}
