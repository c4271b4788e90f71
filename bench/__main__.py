"""Measure, print a table, store it as JSON and compare with the last run on this machine."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
SLOW_TARGET_MS = 200
SIZE_LIMITS = {"html": 30_720, "app.js": 61_440, "app.css": 20_480}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="make the town anew")
    parser.add_argument("--no-load", action="store_true", help="only the in-process figures")
    parser.add_argument(
        "--browser", action="store_true", help="only what a phone feels, in the journeys' browser, as JSON"
    )
    parser.add_argument(
        "--search", type=int, metavar="NOTES", help="only what searches cost among that many notes, as JSON"
    )
    options = parser.parse_args()
    if options.search:
        _print_search(options.search, fresh=options.fresh)
        return
    url = _start(fresh=options.fresh)
    if options.browser:
        _print_browser(url)
        return
    from bench.pages import TARGETS_MS, every_page

    pages = [asdict(cost) for cost in every_page()]
    result: dict[str, Any] = {
        "machine": _machine(),
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "pages": pages,
        "assets_gzip": _assets(),
    }
    from bench.media import twelve_megapixels

    result["picture"] = twelve_megapixels()
    if not options.no_load:
        from bench.load import under_load
        from bench.slow import beside_slow_ones

        result["load"] = under_load(url)
        result["slow"] = beside_slow_ones(url)
    last = _last()
    _store(result)
    _print(result, last, TARGETS_MS)


def _start(*, fresh: bool) -> str:
    url = _database("bench", fresh=fresh)
    from bench import town
    from cinnabar.notes.models import Note

    if not Note.objects.exists():
        sys.stderr.write("Making a town of 10,000 notes …\n")
        town.make(town.SMALL)
    town.talk()
    town.board()
    town.learn()
    return url


def _database(name: str, *, fresh: bool) -> str:
    """A migrated database of that name beside the others, and Django in it."""
    home = ROOT / ".state" / name
    os.environ.update(
        CINNABAR_HOME=str(home), CINNABAR_ADDRESS="http://127.0.0.1:8000", CINNABAR_DEMO="1", CINNABAR_POOL="4"
    )
    from cinnabar.kit import postgres

    if fresh:
        postgres.remove(home)
    server = postgres.start(home)
    os.environ["DATABASE_URL"] = server.url
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return server.url


def _print_search(notes: int, *, fresh: bool) -> None:
    _database(f"bench-search-{notes}", fresh=fresh)
    from bench import searching
    from cinnabar.notes.models import Note

    if not Note.objects.exists():
        sys.stderr.write(f"Making a town of {notes} notes …\n")
        searching.make(notes)
    print(json.dumps({"machine": _machine(), **searching.every_figure(notes)}, indent=1, ensure_ascii=False))


def _print_browser(url: str) -> None:
    from bench.browser import on_a_phone
    from bench.pages import NOTE, PRODUCT

    print(json.dumps({"machine": _machine(), **on_a_phone(url, note=NOTE, product=PRODUCT)}, indent=1))


def _machine() -> str:
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in _read("/proc/cpuinfo").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _assets() -> dict[str, int]:
    folder = ROOT / "build" / "static"
    manifest = json.loads((folder / "manifest.json").read_text())
    return {
        name: len(gzip.compress((folder / file).read_bytes(), 9))
        for name, file in manifest.items()
        if name.endswith((".js", ".css"))
    }


def _last() -> dict[str, Any] | None:
    files = sorted(RESULTS.glob("*.json"))
    return json.loads(files[-1].read_text()) if files else None


def _store(result: dict[str, Any]) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    name = result["at"].replace(":", "")
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1))


def _print(result: dict[str, Any], last: dict[str, Any] | None, targets: dict[str, float]) -> None:
    before = {page["page"]: page["median_ms"] for page in (last or {}).get("pages", ())}
    print(f"{result['machine']}; CPU of the asking thread, median of 500\n")
    print(f"{'page':<24}{'ms':>7}{'p90':>7}{'target':>8}{'last':>7}{'queries':>9}{'html gz':>9}")
    for page in result["pages"]:
        name, target = page["page"], targets[page["page"]]
        mark = "" if page["median_ms"] <= target and page["queries"] <= 8 else "  ← above"
        was = f"{before[name]:.2f}" if name in before else "–"
        print(
            f"{name:<24}{page['median_ms']:>7.2f}{page['p90_ms']:>7.2f}{target:>8.1f}{was:>7}"
            f"{page['queries']:>9}{page['html_gzip']:>9}{mark}"
        )
    print("\nassets, gzip: " + ", ".join(f"{name} {size}" for name, size in result["assets_gzip"].items()))
    print(f"12-megapixel JPEG: {json.dumps(result['picture'])}")
    if "load" in result:
        print(f"two workers: {json.dumps(result['load'])}")
    if "slow" in result:
        slow = result["slow"]
        mark = "" if slow["worst_ms"] <= SLOW_TARGET_MS and not slow["refused"] else "  ← above"
        times = f"median {slow['home_ms']} ms, worst {slow['worst_ms']} ms (target {SLOW_TARGET_MS})"
        print(f"home beside 50 slow uploads and 50 slow downloads: {times}, {slow['refused']} refused{mark}")


if __name__ == "__main__":
    main()
