"""Every module has its place, and says in one line what it is for."""

from __future__ import annotations

import ast

from tests.architecture.shape import PRODUCT, Fault, faults_against, may_know, modules, tree_of


def test_every_folder_is_a_module_with_a_place() -> None:
    folders = {folder.name for folder in PRODUCT.iterdir() if folder.is_dir() and folder.name != "__pycache__"}

    assert folders == set(modules())


def test_every_package_opens_with_a_line_on_what_it_is_for() -> None:
    packages = [file for file in PRODUCT.rglob("__init__.py") if not {"tests", "migrations"} & set(file.parts)]
    silent = [str(file.relative_to(PRODUCT)) for file in packages if not _opens_with_a_sentence(tree_of(file))]

    assert silent == []


def _opens_with_a_sentence(tree: ast.Module) -> bool:
    first = (ast.get_docstring(tree) or "").partition("\n")[0]
    return first.endswith(".")


def test_foreign_keys_point_down(django_models: list) -> None:
    def upward() -> list[Fault]:
        return [
            Fault(model.__module__, f"{model.__name__}.{field.name} points at {field.related_model.__name__}")
            for model in django_models
            for field in model._meta.get_fields()
            if field.concrete and field.is_relation and field.related_model in django_models
            if not may_know(_module(model), _module(field.related_model))
        ]

    assert faults_against("foreign keys", upward()) == []


def _module(model: type) -> str:
    return model.__module__.split(".")[1]
