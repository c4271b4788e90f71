"""Something is talked about all of a sudden: it stands on the page of trends, with its curve, and leads on."""

from __future__ import annotations

import re
import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.journeys.looking import faults
from tests.journeys.running import Site
from tests.journeys.steps import Town

TOPIC = "奶瓶"


def rush(site: Site) -> None:
    """People of the town look at one topic, all within a minute."""
    command = [sys.executable, "-m", "cinnabar.command", "simulate-burst", "--topic", TOPIC, "--people", "15"]
    run = subprocess.run(command, env=site.environment(), capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    assert "15 people" in run.stdout


def test_a_burst_is_seen_with_its_curve_and_leads_to_its_notes(
    phone: Page, unscripted: Page, site: Site, town: Town
) -> None:
    rush(site)

    phone.goto(f"{town.address}/search")
    phone.get_by_role("link", name="All trends").click()
    expect(phone.get_by_role("heading", name="Trends", level=1)).to_be_visible()
    phone.get_by_role("navigation", name="How far back").get_by_role("link", name="Hour").click()
    phone.get_by_role("navigation", name="Of what").get_by_role("link", name="Topics").click()
    line = phone.locator(".trend").filter(has=phone.get_by_role("link", name=f"#{TOPIC}", exact=True))
    expect(line).to_contain_text(re.compile("1[5-9] people in the last hour"))
    expect(line).to_contain_text(re.compile("Rising|New"))
    line.get_by_text("Curve").click()
    expect(line.locator("canvas")).to_be_visible()
    expect(line.get_by_role("columnheader", name="People")).to_be_visible()
    assert faults(phone) == []

    unscripted.goto(phone.url)
    without = unscripted.locator(".trend").filter(has=unscripted.get_by_role("link", name=f"#{TOPIC}", exact=True))
    expect(without.locator("> .trend-drawing")).to_be_visible()
    without.get_by_text("Curve").click()
    expect(without.locator("figure .trend-drawing")).to_be_visible()

    line.get_by_role("link", name=f"#{TOPIC}", exact=True).click()
    expect(phone.get_by_role("heading", name=f"#{TOPIC}", level=1)).to_be_visible()
