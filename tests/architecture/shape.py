"""Which modules there are, what lies below what, and which exceptions are allowed, all read from pyproject.toml."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "cinnabar"


@dataclass(frozen=True, order=True)
class Fault:
    """Something that breaks a rule: where, and what it does there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@cache
def _pyproject() -> dict[str, dict]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]


@cache
def heights() -> dict[str, int]:
    """How high each module stands in the layers; modules side by side have one height."""
    contracts = _pyproject()["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip(): -depth for depth, layer in enumerate(layers) for name in layer.split("|")}


def may_know(module: str, other: str) -> bool:
    """True when `other` is `module` itself or lies below it."""
    return module == other or heights()[other] < heights()[module]


def modules() -> list[str]:
    return list(heights())


def sources(module: str | None = None) -> Iterator[Path]:
    """The product's Python files, without tests and migrations."""
    for file in sorted((PRODUCT / module if module else PRODUCT).rglob("*.py")):
        if not {"tests", "migrations"} & set(file.relative_to(PRODUCT).parts):
            yield file


def module_of(file: Path) -> str:
    return file.relative_to(PRODUCT).parts[0]


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def place_of(file: Path, node: ast.expr | ast.stmt | None = None) -> str:
    name = str(file.relative_to(ROOT))
    return f"{name}:{node.lineno}" if node else name


def faults_against(rule: str, found: Iterable[Fault]) -> list[str]:
    """The faults that no exception in pyproject.toml allows, and the exceptions that allow nothing any more.

    An exception is a table `[[tool.cinnabar.exceptions]]` with `rule`, `where` (a file), `reason` and `since`.
    """
    allowed = {one["where"] for one in _pyproject().get("cinnabar", {}).get("exceptions", []) if one["rule"] == rule}
    faults = sorted(set(found))
    needed = {fault.where.partition(":")[0] for fault in faults}
    unused = [f"pyproject.toml: the exception for {where} is not needed any more" for where in sorted(allowed - needed)]
    return [str(fault) for fault in faults if fault.where.partition(":")[0] not in allowed] + unused
