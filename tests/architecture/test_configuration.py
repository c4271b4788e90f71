"""Every variable of the environment that the code reads is explained in docs/configuration.md, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.shape import ROOT, tree_of

READERS = ["config/**/*.py", "cinnabar/**/*.py", "tests/**/*.py", "bench/**/*.py", "conftest.py"]
OF_THE_SYSTEM = {
    "PATH",
    "CI",
    "HOME",
    "LANG",
    "LD_LIBRARY_PATH",
    "OPENBLAS_NUM_THREADS",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_SETTINGS_MODULE",
    "PLAYWRIGHT_NODEJS_PATH",
}
OURS = re.compile(r"CINNABAR_[A-Z_]+|DATABASE_URL")
OF_THE_SCRIPTS = {"CINNABAR_SHARED"}  # .ci/run sets it


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))
    read = {name for pattern in READERS for file in ROOT.glob(pattern) for name in _variables(tree_of(file))}

    assert sorted(read - documented - OF_THE_SYSTEM) == []
    assert sorted(documented - read - OF_THE_SCRIPTS) == []


def _variables(tree: ast.Module) -> Iterator[str]:
    """The names in `os.environ["NAME"]`, `os.environ.get("NAME")`, and ours wherever they are named."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name))):
                yield name
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="environ")), args=[first, *_]):
                yield from (name for name in [getattr(first, "value", None)] if isinstance(name, str))
            case ast.Constant(value=str(name)) if OURS.fullmatch(name):
                yield name
