"""Only the outside speaks HTTP: views, forms, addresses, middleware and the doors on top."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.shape import Fault, faults_against, module_of, place_of, sources, tree_of

OUTSIDE = {"views", "forms", "urls", "middleware"}
DOORS = {"front", "api"}  # nothing but pages and machines' doors
HTTP = ("django.http", "django.shortcuts")


def test_only_the_outside_speaks_http() -> None:
    assert faults_against("http", _speakers()) == []


def _speakers() -> Iterator[Fault]:
    for file in sources():
        if module_of(file) in DOORS or OUTSIDE & {file.stem, *(folder.name for folder in file.parents)}:
            continue
        for node in _imports(tree_of(file)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            if spoken := [name for name in names if name.startswith(HTTP)]:
                yield Fault(place_of(file, node), f"imports {spoken[0]}")


def _imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import but those that only help the type checker."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            waiting += ast.iter_child_nodes(node)
