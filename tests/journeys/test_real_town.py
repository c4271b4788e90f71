"""The same story among real products and reviews, imported from a folder that never enters this repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page
from psycopg import sql

from cinnabar.kit import postgres
from tests.journeys.running import Site
from tests.journeys.steps import Town
from tests.journeys.test_whole_path import tell_the_whole_path

SHARED = os.environ.get("CINNABAR_SHARED")
COUNTED = "Imported: 847 pictures, 213 brands, 17 shops, 1136 products, 600 people, 4305 notes, 16 videos."
TABLES = (
    "media_picture shop_brand shop_shop shop_category shop_product shop_variant shop_productpicture people_person "
    "notes_note notes_notepicture notes_producttag notes_notetopic"
).split()
LONDON = {
    "Full name": "Ngaio Barlow",
    "Street and number": "27 Wattle Rise",
    "Town or city": "London",
    "Postcode": "E8 4QN",
    "Telephone": "+44 20 7946 0143",
}

pytestmark = pytest.mark.skipif(not SHARED, reason="CINNABAR_SHARED names no folder with demo-data: no real town")


def import_town(site: Site) -> str:
    """Run the importer on the site's data folder; its last line."""
    command = [sys.executable, "-m", "cinnabar.command", "import-town", str(Path(SHARED or "") / "demo-data")]
    run = subprocess.run(command, env=site.environment(), capture_output=True, text=True, timeout=900, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()[-1]


def rows_of(site: Site) -> dict[str, int]:
    """How many rows the site's tables have."""
    server = postgres.start(site.home)
    try:
        with psycopg.connect(server.url) as connection:
            return {table: _count(connection, table) for table in TABLES}
    finally:
        server.stop()


def _count(connection: psycopg.Connection, table: str) -> int:
    found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert found is not None
    return found[0]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """A data folder with the real town and nothing else, and what the importer said at last."""
    site = Site(tmp_path_factory.mktemp("real") / f"real-{os.getpid()}")
    try:
        yield site, import_town(site)
    finally:
        site.stop()


def test_the_folder_is_imported_once_however_often(imported: tuple[Site, str]) -> None:
    site, said = imported
    before = rows_of(site)

    again = import_town(site)

    assert said == again == COUNTED
    assert rows_of(site) == before
    assert before["notes_note"] == 4305 + 16


def test_the_whole_path_in_the_real_town(imported: tuple[Site, str], phone: Page, seller: Page) -> None:
    site, _said = imported
    site.start()
    town = Town(site.address, shops=None, country="GB", postal=LONDON, has_choices=False)

    tell_the_whole_path(phone, seller, town, handle="ngaio_from_hackney")
