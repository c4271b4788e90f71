"""The composer where nothing was typed since the last save."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import Town


def test_publish_works_when_everything_is_saved(phone: Page, town: Town) -> None:
    """The form was sent again while its own submit event still ran, which browsers ignore: the button did nothing."""
    steps.sign_in_as(phone, town, "tom_reads")
    phone.get_by_role("link", name="Write").click()
    steps.add_picture(phone, "mug-oat-wood.jpg")
    phone.get_by_label("Title").fill("A mug, at last")
    expect(phone.get_by_role("status").filter(has_text=re.compile("^Saved "))).to_be_visible()
    phone.get_by_role("button", name="Publish").click()
    expect(phone.get_by_role("heading", name="A mug, at last", level=1)).to_be_visible()
