"""Only a module's own code writes its rows. Others read its models, ask its queries and call its actions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.shape import Fault, faults_against, module_of, place_of, sources, tree_of

WRITERS = {
    *("create", "acreate", "bulk_create", "get_or_create", "update_or_create"),
    *("update", "aupdate", "bulk_update", "delete", "adelete"),
}
WRITES_ITSELF = {"save", "asave", "delete", "adelete"}
WRITING_SQL = re.compile(
    r"\b(?:insert\s+into|update(?:\s+only)?|delete\s+from(?:\s+only)?|truncate)\s+\"?([a-z_0-9]+)\"?", re.I
)

Models = dict[str, str]  # the name a file uses → "module.Model"


def test_only_the_owner_writes_its_rows_with_objects(django_models: list) -> None:
    known = {f"{_owner(model)}.{model.__name__}" for model in django_models}

    assert faults_against("rows", (fault for file in sources() for fault in _foreign_writes(file, known))) == []


def test_only_the_owner_writes_its_rows_with_sql(django_models: list) -> None:
    owners = {model._meta.db_table: _owner(model) for model in django_models}

    assert faults_against("rows in sql", (fault for file in sources() for fault in _foreign_sql(file, owners))) == []


def _owner(model: type) -> str:
    return model.__module__.split(".")[1]


def _foreign_writes(file: Path, known: set[str]) -> Iterator[Fault]:
    foreign = _foreign_models(file, known)
    if not foreign:
        return
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call):
            yield from _written_by_call(file, node, foreign)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _saved_arguments(file, node, foreign)


def _foreign_models(file: Path, known: set[str]) -> Models:
    """The models of other modules that this file imports."""
    found: Models = {}
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cinnabar."):
            owner = (node.module or "").split(".")[1]
            for alias in node.names:
                if owner != module_of(file) and f"{owner}.{alias.name}" in known:
                    found[alias.asname or alias.name] = f"{owner}.{alias.name}"
    return found


def _written_by_call(file: Path, call: ast.Call, foreign: Models) -> Iterator[Fault]:
    """`Note(…)`, which only a save would need, and `Note.objects.….update(…)`."""
    match call.func:
        case ast.Name(id=name) if name in foreign:
            yield Fault(place_of(file, call), f"makes a {foreign[name]}")
        case ast.Attribute(attr=verb) as chain if verb in WRITERS and (name := _root_of(chain)) in foreign:
            yield Fault(place_of(file, call), f"writes {foreign[name]} by {verb}()")


def _saved_arguments(file: Path, function: ast.FunctionDef | ast.AsyncFunctionDef, foreign: Models) -> Iterator[Fault]:
    """`note.save()` where the signature says `note: Note`."""
    typed: Models = {}
    for argument in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]:
        match argument.annotation:
            case ast.Name(id=name) if name in foreign:
                typed[argument.arg] = foreign[name]
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(attr=verb, value=ast.Name(id=name))):
                if verb in WRITES_ITSELF and name in typed:
                    yield Fault(place_of(file, node), f"writes {typed[name]} by {verb}()")


def _root_of(node: ast.expr) -> str:
    """The name a chain of attributes and calls begins with: `Note` in `Note.objects.filter(…).update`."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return ""
    return node.id


def _foreign_sql(file: Path, owners: dict[str, str]) -> Iterator[Fault]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for table in WRITING_SQL.findall(node.value):
                if owners.get(table.lower(), module_of(file)) != module_of(file):
                    yield Fault(place_of(file, node), f"writes the table {table} of {owners[table.lower()]}")
