"""Doors for whoever operates an installation."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from cinnabar.command.environment import database, django, need_database
from cinnabar.command.problem import Problem

# Everything below needs Django's settings, which read the environment when they are first imported.


def migrate(arguments: list[str]) -> None:
    need_database()
    django()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", *arguments, verbosity=0)


def manage(arguments: list[str]) -> None:
    django()
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["cinnabar manage", *arguments])


def init(arguments: list[str]) -> None:
    """First operator and base categories. Run again it changes nothing but says what is there."""
    need_database()
    migrate([])
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from cinnabar.people.actions import create_operator  # noqa: PLC0415
    from cinnabar.people.models import Person, Role  # noqa: PLC0415
    from cinnabar.shop.categories import ensure_base_categories  # noqa: PLC0415

    made = ensure_base_categories()
    print(f"{made} base categories added.")
    if there := Person.objects.filter(role=Role.OPERATOR).first():
        print(f"The operator @{there.handle} is there already.")
        return
    handle = _ask("CINNABAR_OPERATOR", "Handle of the first operator: ")
    email = _ask("CINNABAR_OPERATOR_EMAIL", "E-mail address: ")
    password = os.environ.get("CINNABAR_OPERATOR_PASSWORD") or (
        getpass.getpass("Password: ") if sys.stdin.isatty() else ""
    )
    try:
        operator = create_operator(handle=handle, email=email, password=password)
    except ValidationError as problem:
        raise Problem(" ".join(problem.messages)) from None
    print(f"The operator @{operator.handle} may sign in now.")


def _ask(variable: str, question: str) -> str:
    if answer := os.environ.get(variable):
        return answer
    if not sys.stdin.isatty():
        raise Problem(f"{variable} is not set and nobody is here to ask.")
    return input(question).strip()


def rebuild_cards(arguments: list[str]) -> None:
    with database(is_demo=False):
        from cinnabar.notes.cards import rebuild_all as rebuild_notes  # noqa: PLC0415
        from cinnabar.shop.cards import rebuild_all as rebuild_products  # noqa: PLC0415

        print(f"{rebuild_products()} product cards and {rebuild_notes()} note cards written.")


def rebuild_search(arguments: list[str]) -> None:
    """Every document anew, with progress; --check only says where index and rows differ."""
    if arguments not in ([], ["--check"]):
        raise Problem("rebuild-search takes nothing, or --check")
    with database(is_demo=False):
        from cinnabar.search import actions, index  # noqa: PLC0415

        if arguments:
            found = index.drift()
            print(f"{found.missing} missing, {found.surplus} surplus, {found.outdated} read by another tokeniser.")
            raise SystemExit(not found.is_none)
        print(f"{actions.rebuild(say=print)} documents written.")


def rebuild_trends(arguments: list[str]) -> None:
    """A day after the other, while the pages are read; again it comes to the same."""
    with database(is_demo=False):
        from cinnabar.trends import actions  # noqa: PLC0415

        actions.rebuild(say=_say)
        _say("The counters of trends are new.")


def feed_train(arguments: list[str]) -> None:
    """A snapshot from what people did until now; every web worker serves it within seconds."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy reads it when it is first imported
    with database(is_demo=False):
        _learn()


def _learn() -> None:
    from cinnabar.feed.engine.fit.building import BadModel  # noqa: PLC0415
    from cinnabar.feed.training import Busy, train  # noqa: PLC0415

    try:
        snapshot = train()
    except (BadModel, Busy) as problem:
        raise Problem(f"nothing new is served: {problem}") from None
    quality = "too few actions to judge it" if snapshot.quality is None else f"NDCG@20 {snapshot.quality:.4f}"
    print(f"Home has learned from {len(snapshot.catalogue)} notes (snapshot {snapshot.version}; {quality}).")


def verify_brand(arguments: list[str]) -> None:
    """Who speaks for a brand is checked by people, outside; here it is written down."""
    if len(arguments) != 2:
        raise Problem("name a brand and a person: cinnabar verify-brand SLUG HANDLE (or SLUG --nobody)")
    with database(is_demo=False):
        from cinnabar.people.models import Person  # noqa: PLC0415
        from cinnabar.shop import actions  # noqa: PLC0415
        from cinnabar.shop.models import Brand  # noqa: PLC0415

        slug, handle = arguments
        try:
            brand = Brand.objects.get(slug=slug)
            if handle == "--nobody":
                actions.withdraw_verification(brand)
            else:
                actions.verify_brand(brand, Person.objects.by_handle(handle.removeprefix("@")))
        except Brand.DoesNotExist:
            raise Problem(f"there is no brand at /brands/{slug}") from None
        except Person.DoesNotExist:
            raise Problem(f"there is nobody called {handle}") from None
        print(f"{brand.name}: {'nobody speaks for it now' if handle == '--nobody' else f'{handle} is verified'}.")


def fill_town(arguments: list[str]) -> None:
    with database(is_demo=True):
        from cinnabar.town.filling import NotADemo, fill  # noqa: PLC0415

        try:
            fill(say=_say)
        except NotADemo as problem:
            raise Problem(str(problem)) from None
        _learn()


def simulate_burst(arguments: list[str]) -> None:
    """Some people of the demo town look at and like one topic, all within a minute."""
    parser = argparse.ArgumentParser(prog="cinnabar simulate-burst", description=simulate_burst.__doc__)
    parser.add_argument("--topic", required=True, help="as in /topics/TOPIC")
    parser.add_argument("--people", type=int, default=15, help="how many (default 15)")
    options = parser.parse_args(arguments)
    with database(is_demo=True):
        from cinnabar.town.marker import NotADemo  # noqa: PLC0415
        from cinnabar.town.strolling import NoSuchTopic, burst  # noqa: PLC0415

        try:
            came = burst(options.topic.removeprefix("#"), people=options.people)
        except (NotADemo, NoSuchTopic) as problem:
            raise Problem(str(problem)) from None
        _say(f"Simulated: {came} people of the town looked at it and liked it; see /trends?window=hour.")


def import_town(arguments: list[str]) -> None:
    if len(arguments) != 1 or not Path(arguments[0], "products.csv").is_file():
        raise Problem("name one folder with products.csv and reviews.jsonl: cinnabar import-town FOLDER")
    with database(is_demo=True):
        from cinnabar.town.importing import import_folder  # noqa: PLC0415
        from cinnabar.town.marker import NotADemo  # noqa: PLC0415

        try:
            import_folder(Path(arguments[0]), say=_say)
        except NotADemo as problem:
            raise Problem(str(problem)) from None


def _say(text: str) -> None:
    print(text, flush=True)
