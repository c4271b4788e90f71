"""Keep each module's translations in step with its words: messages.py update | check | compile.

A module's catalogue is cinnabar/MODULE/locale/LANGUAGE/LC_MESSAGES/django.po. It carries no line numbers and no
dates and is sorted, so that two people's changes seldom touch.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ["zh_Hans"]  # English is the language of the source
METHODS = [
    ("**/tests/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.jinja", "jinja2.ext:babel_extract"),
]
# As in design/jinja.py, else a text in {% trans %} is not found at run time.
JINJA = {
    "extensions": "jinja2.ext.loopcontrols",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
}
OPTIONS = {"**/templates/**.jinja": {"encoding": "utf-8", "silent": "false", **JINJA}}
LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
RESTLESS = ("Project-Id-Version", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")


def main() -> int:
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["compile"]:
            compile_stale()
        case ["check"]:
            return check()
        case _:
            sys.exit(__doc__)
    return 0


def update() -> None:
    for file, current in catalogues():
        text = as_text(current)
        if not file.exists() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
            print(file.relative_to(ROOT))
    compile_stale()


def check() -> int:
    """Name each catalogue that does not hold the words of its module, and each word that it does not translate."""
    problems = []
    for file, current in catalogues():
        name = file.relative_to(ROOT)
        if not file.exists() or file.read_text("utf-8") != as_text(current):
            problems.append(f"{name} is behind the module's words: run bin/messages")
        missing = [word.id for word in current if word.id and (word.fuzzy or not is_translated(word.string))]
        problems += [f"{name} does not translate {word!r}" for word in missing]
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


def compile_stale() -> None:
    for file in ROOT.glob("cinnabar/*/locale/*/LC_MESSAGES/*.po"):
        compiled = file.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime > file.stat().st_mtime:
            continue
        with file.open("rb") as source:
            catalogue = read_po(source)
        unfinished = compiled.with_suffix(".new")
        with unfinished.open("wb") as target:
            write_mo(target, catalogue)
        unfinished.rename(compiled)


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """For each module with words and each language: the catalogue's file, and what should be in it."""
    for module in sorted((ROOT / "cinnabar").iterdir()):
        words = words_of(module) if module.is_dir() else Catalog()
        for language in LANGUAGES if len(words) else []:
            file = module / "locale" / language / "LC_MESSAGES" / "django.po"
            current = Catalog(locale=language)
            if file.exists():
                with file.open("rb") as source:
                    current = read_po(source, locale=language)
            current.update(words, no_fuzzy_matching=True)
            yield file, current


def words_of(module: Path) -> Catalog:
    words = Catalog()
    found = extract_from_dir(
        module, METHODS, OPTIONS, keywords={**DEFAULT_KEYWORDS, **LAZY}, comment_tags=["Translators:"]
    )
    for file, _, message, comments, context in found:
        words.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return words


def as_text(catalogue: Catalog) -> str:
    catalogue.header_comment = "# SPDX-License-Identifier: AGPL-3.0-or-later"
    catalogue.fuzzy = False
    written = io.BytesIO()
    write_po(written, catalogue, no_location=True, sort_output=True, ignore_obsolete=True, width=110)
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in RESTLESS)))


def is_translated(string: str | list[str] | tuple[str, ...] | None) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
