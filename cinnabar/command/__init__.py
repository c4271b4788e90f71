"""The doors from a terminal: `cinnabar serve`, `worker`, `live`, `demo`, `dev`, `init`, `import-town` and more."""

from __future__ import annotations

import sys

from cinnabar.command import checking, demo, measuring, operating, serving
from cinnabar.command.problem import Problem

DOORS = {
    "demo": (demo.demo, "start everything with the demo town on 127.0.0.1 (--check: ask the pages, print JSON, stop)"),
    "dev": (demo.dev, "the demo for developers: pages, styles and code are reloaded when they change"),
    "serve": (serving.serve, "answer requests (needs DATABASE_URL)"),
    "worker": (serving.worker, "do jobs (needs DATABASE_URL)"),
    "live": (serving.live, "take uploads and serve private files (needs DATABASE_URL)"),
    "migrate": (operating.migrate, "bring the database to this version"),
    "init": (operating.init, "make the first operator and the base categories of a real installation"),
    "check-settings": (checking.check_all, "say what is wrong with the environment and the database, before a start"),
    "rebuild-cards": (operating.rebuild_cards, "write the denormalised rows of notes and products anew"),
    "rebuild-search": (
        operating.rebuild_search,
        "write the search index anew, while searches go on (--check: only compare)",
    ),
    "rebuild-trends": (operating.rebuild_trends, "count anew who cared about what in the last eight weeks"),
    "fill-town": (operating.fill_town, "add what is missing of the demo town (only on a demo database)"),
    "simulate-burst": (operating.simulate_burst, "let people of the demo town rush to one topic (--topic, --people)"),
    "import-town": (operating.import_town, "import a folder of real products and reviews"),
    "verify-brand": (operating.verify_brand, "say whose account speaks for a brand: SLUG HANDLE, or SLUG --nobody"),
    "feed-train": (operating.feed_train, "let the feed learn from what people did until now"),
    "feed-eval": (
        measuring.feed_eval,
        "how well the feed guesses on a file of histories (--sequences, or --train and --test)",
    ),
    "feed-simulate": (measuring.feed_simulate, "how the feed does in a made-up town (--seeds, --bots)"),
    "search-eval": (measuring.search_eval, "how well the search finds on a file of judged pairs (--pairs FILE)"),
    "trends-eval": (
        measuring.trends_eval,
        "how well rises are found, on made-up series (--seed) or a file (--series FILE)",
    ),
    "manage": (operating.manage, "Django's own commands"),
}


def main() -> None:
    """Run one door; a Problem becomes one clear line and status 1."""
    name, *arguments = sys.argv[1:] or ["--help"]
    if name not in DOORS:
        _usage()
        raise SystemExit(0 if name in ("-h", "--help") else 2)
    try:
        DOORS[name][0](arguments)
    except Problem as problem:
        sys.stderr.write(f"cinnabar {name}: {problem}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _usage() -> None:
    width = max(map(len, DOORS))
    lines = [f"  {name:<{width}}  {what}" for name, (_door, what) in DOORS.items()]
    sys.stdout.write("usage: cinnabar DOOR [arguments]\n\n" + "\n".join(lines) + "\n")
