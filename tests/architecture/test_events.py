"""Facts are frozen and documented, heard or known to be unheard; every reaction accepts what they carry."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass
from importlib import import_module

from config.reactions import REACTIONS
from tests.architecture.shape import PRODUCT, ROOT, modules


def facts() -> list[type]:
    with_events = [name for name in modules() if (PRODUCT / name / "events.py").exists() and name != "kit"]
    found = [import_module(f"cinnabar.{name}.events") for name in with_events]
    return [fact for module in found for fact in vars(module).values() if _is_of(fact, module.__name__)]


def _is_of(thing: object, module: str) -> bool:
    return inspect.isclass(thing) and thing.__module__ == module


def test_facts_are_frozen() -> None:
    assert [fact.__name__ for fact in facts() if not _is_frozen(fact)] == []


def _is_frozen(fact: type) -> bool:
    return is_dataclass(fact) and fact.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_every_fact_stands_on_the_page_of_reactions() -> None:
    """A fact that nobody needs yet stands there with an empty tuple."""
    assert [fact.__name__ for fact in facts() if fact not in REACTIONS] == []


def test_every_fact_is_documented() -> None:
    page = (ROOT / "docs" / "events.md").read_text("utf-8")

    assert [fact.__name__ for fact in facts() if f"`{fact.__name__}`" not in page] == []


def test_every_reaction_accepts_what_its_fact_carries() -> None:
    misfits = [
        f"{fact.__name__} → {reaction}"
        for fact, reactions in REACTIONS.items()
        for reaction in reactions
        if not _accepts(reaction, fact)
    ]

    assert misfits == []


def _accepts(reaction: object, fact: type) -> bool:
    job = getattr(reaction, "job", None)
    try:
        if job is not None:
            inspect.signature(job.func).bind(**{field.name: None for field in fields(fact)})
        else:
            inspect.signature(reaction).bind(fact)  # type: ignore[arg-type]
    except TypeError:
        return False
    return True
