"""The channels: the one list that interests, home tabs, categories and topics map to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Channel:
    """A broad subject. `slug` stands in addresses and is the slug of a top category where goods exist."""

    slug: str
    name: str
    picture: str  # asset name of the drawing on the interests page


CHANNELS: tuple[Channel, ...] = (
    Channel("fashion", _("Fashion"), "channel-fashion"),
    Channel("beauty", _("Beauty"), "channel-beauty"),
    Channel("skincare", _("Skincare"), "channel-skincare"),
    Channel("baby", _("Baby & maternity"), "channel-baby"),
    Channel("health", _("Health food"), "channel-health"),
    Channel("food", _("Food"), "channel-food"),
    Channel("home", _("Home"), "channel-home"),
    Channel("travel", _("Travel"), "channel-travel"),
    Channel("digital", _("Digital"), "channel-digital"),
)

BY_SLUG = {channel.slug: channel for channel in CHANNELS}
