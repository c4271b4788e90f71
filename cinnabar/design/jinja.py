"""The Jinja2 environment: what every template may call, and nothing else."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from jinja2 import Environment, StrictUndefined, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from cinnabar.design import formats, tags
from cinnabar.design.links import in_lines
from cinnabar.design.quick import QuickEnvironment
from cinnabar.kit import ids
from cinnabar.kit.language import spoken, text
from cinnabar.kit.text import excerpt


def environment(**options: Any) -> Environment:
    """Django's Jinja2 backend calls this once."""
    options.setdefault("undefined", StrictUndefined)
    env = QuickEnvironment(
        **options,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        text,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(_=_said_here, gettext=_said_here)
    env.globals.update(
        url=url,
        asset=asset,
        icon=icon,
        pick=formats.pick,
        money_words=formats.MONEY_MARKS,
        language=spoken,
        picture_tag=tags.picture,
        avatar_tag=tags.avatar,
        live_address=settings.LIVE_ADDRESS,
        address=settings.ADDRESS,
        is_demo=settings.DEMO,
        has_worker=settings.SERVICE_WORKER,
        is_simulated=settings.SIMULATION > 0,
        widths_for=formats.widths_for,
        media=formats.media,
    )
    env.filters.update(
        count=formats.count,
        duration=formats.duration,
        bytes=filesizeformat,
        ago=formats.ago,
        clock=formats.clock,
        later=formats.later,
        exact_time=formats.exact_time,
        day=formats.day,
        days=formats.days,
        money=formats.money,
        price=formats.price,
        country=formats.country,
        excerpt=excerpt,
        disclosed=formats.disclosed,
        paragraphs=in_lines,
        ems=formats.ems,
        id58=ids.encode,
    )
    return env


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the page frame needs on every page; touches no table."""
    return {"request": request, "viewer": request.user, "token": lambda: get_token(request)}


@pass_eval_context
def _said_here(where: EvalContext, message: str, /, **values: Any) -> str:
    """The same where a template stands: a mail is plain text, in which nothing is escaped."""
    return said(message, **values) if where.autoescape else text(message) % values


def said(message: str, **values: Any) -> Markup:
    """`message` in the reader's language with its values filled in, as Jinja's own `gettext` does.

    In a third of its time: a page says sixty things, most of them without values.
    """
    return Markup(text(message)) % values if values else _said_in(spoken(), message)


@lru_cache(maxsize=8192)
def _said_in(_language: str, message: str) -> Markup:
    return Markup(text(message)) % {}  # so that %% is one per cent sign with and without values


def url(name: str, **parameters: Any) -> str:
    """The address named `name`; a parameter called `query` becomes the query string."""
    query = parameters.pop("query", None)
    path = _path(name, tuple(parameters.items()))
    told = {key: value for key, value in query.items() if value} if query else None
    return f"{path}?{urlencode(told)}" if told else path


@lru_cache(maxsize=32_768)
def _path(name: str, parameters: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, kwargs=dict(parameters) or None)


@cache
def _manifest() -> dict[str, str]:
    file = settings.STATIC_FOLDER / "manifest.json"
    return json.loads(file.read_text())


def asset(name: str) -> str:
    """The address of a built file, with its content's hash in the name."""
    if settings.DEBUG:
        _manifest.cache_clear()
    return settings.STATIC_URL + _manifest()[name]


def icon(name: str, *, label: str = "") -> Markup:
    """An icon of the sprite; with `label` it speaks, without it is decoration."""
    return _icon(name, label, asset("icons.svg"))


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, sprite: str) -> Markup:
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="{}#{}"/></svg>').format(spoken, sprite, name)
