"""Packs everything about a person into one ZIP file, row by row: it fits into a small memory however much there is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from markupsafe import Markup, escape

from cinnabar.kit.clock import now
from cinnabar.kit.exports import Files, Part, Row
from cinnabar.kit.language import speaking
from cinnabar.people.models import Person


class Pack:
    """The copy of one person's data: `data/<part>.json` for programs, `<part>.html` and `index.html` for people."""

    def __init__(self, person: Person, path: Path, *, language: str) -> None:
        self._person, self._path, self._language = person, path, language
        self._told: list[tuple[str, str, int]] = []  # file, title, how many rows

    def write(self) -> None:
        """Write the file; it stands under its name once it is complete."""
        part = self._path.with_suffix(".part")
        try:
            with speaking(self._language), ZipFile(part, "w", ZIP_DEFLATED) as into:
                self._fill(into)
            part.replace(self._path)
        finally:
            part.unlink(missing_ok=True)  # of a full disk above all

    def _fill(self, into: ZipFile) -> None:
        listed = import_module(settings.EXPORTS)
        for one in listed.PARTS:
            self._write_rows(into, one)
        for one in listed.FILES:
            self._write_files(into, one)
        into.writestr("index.html", self._index())

    def _write_rows(self, into: ZipFile, part: Part) -> None:
        """The rows once as JSON, and once more to be read by a person."""
        with into.open(f"data/{part.name}.json", "w", force_zip64=True) as out:
            count = 0
            for count, row in enumerate(part.rows(self._person.pk), 1):
                out.write(b",\n" if count > 1 else b"[\n")
                out.write(_json(row).encode())
            out.write(b"\n]\n" if count else b"[]\n")
        with into.open(f"{part.name}.html", "w", force_zip64=True) as out:
            for piece in self._page(part):
                out.write(piece.encode())
        self._told.append((part.name, str(part.title), count))

    def _page(self, part: Part) -> Iterator[str]:
        begin, end = self._render("people/export_rows.jinja", {"title": part.title}).split("<!-- rows -->")
        yield begin
        for row in part.rows(self._person.pk):
            yield Markup("<dl>{}</dl>\n").format(Markup("").join(_lines(row)))
        yield end

    def _write_files(self, into: ZipFile, kind: Files) -> None:
        for name, path in kind.files(self._person.pk):
            try:
                into.write(path, f"{kind.folder}/{name}", compress_type=ZIP_STORED)
            except FileNotFoundError:  # erased meanwhile
                continue

    def _index(self) -> str:
        context = {"person": self._person, "parts": self._told, "made_at": now()}
        return self._render("people/export_index.jinja", context)

    def _render(self, template: str, context: dict[str, Any]) -> str:
        return render_to_string(template, {"style": STYLE, **context})


STYLE = Markup(
    ":root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;"
    "padding:0 1rem}h1{font-size:1.5rem}a{color:light-dark(#b92c15,#ff5a3c)}dl{display:grid;grid-template-columns:"
    "minmax(7rem,auto) 1fr;gap:.25rem 1rem;padding:.75rem 0;border-bottom:1px solid #8884}dt{opacity:.7}"
    "dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
)


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _lines(row: Row) -> Iterator[Markup]:
    """What a row says, without what is empty."""
    for name, value in row.items():
        if value in (None, "", [], {}):
            continue
        said = value if isinstance(value, str) else _json(value).strip('"')
        link = Markup('<a href="{0}">{0}</a>').format(said) if said.startswith(settings.ADDRESS + "/") else escape(said)
        yield Markup("<dt>{}</dt><dd>{}</dd>").format(name.replace("_", " "), link)
