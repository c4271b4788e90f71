"""Templates follow the layers too: a page may use what its own module and lower ones offer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, meta

from tests.architecture.shape import (
    PRODUCT,
    Fault,
    faults_against,
    heights,
    may_know,
    module_of,
    place_of,
    sources,
    tree_of,
)

PARSER = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"], autoescape=True)


def templates() -> list[Path]:
    return sorted(PRODUCT.glob("*/templates/**/*.jinja"))


def test_a_modules_templates_carry_its_name() -> None:
    strays = [place_of(file) for file in templates() if file.relative_to(PRODUCT).parts[2] != module_of(file)]

    assert strays == []


def test_templates_use_templates_below_them() -> None:
    assert faults_against("templates", _upward_uses()) == []


def _upward_uses() -> Iterator[Fault]:
    for file in templates():
        for name in meta.find_referenced_templates(PARSER.parse(file.read_text("utf-8"))):
            if name is None:
                yield Fault(place_of(file), "uses a template whose name is only known at run time")
            elif not _may_use(module_of(file), name):
                yield Fault(place_of(file), f"uses {name}")


def test_code_renders_templates_below_it() -> None:
    assert faults_against("renderings", _upward_renderings()) == []


def _upward_renderings() -> Iterator[Fault]:
    for file in sources():
        for node in ast.walk(tree_of(file)):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".jinja")):
                continue
            if "/" in node.value and not _may_use(module_of(file), node.value):
                yield Fault(place_of(file, node), f"renders {node.value}")


def _may_use(module: str, template: str) -> bool:
    owner = template.partition("/")[0]
    return owner in heights() and may_know(module, owner)
