"""The countries a person may live in or order to, named in the reader's language."""

from __future__ import annotations

from functools import cache

import pycountry

from cinnabar.design.formats import language
from cinnabar.kit.money import babel_locale

CODES = frozenset(country.alpha_2 for country in pycountry.countries)


def country_choices() -> list[tuple[str, str]]:
    """(code, name) of every country, in the order in which a reader looks for them."""
    return list(_choices(language()))


@cache
def _choices(lang: str) -> tuple[tuple[str, str], ...]:
    names = babel_locale(lang).territories
    pairs = [(code, names[code]) for code in CODES if code in names]
    if lang.startswith("zh"):
        # GBK orders common characters by their pinyin, which is how a Chinese reader looks a name up.
        return tuple(sorted(pairs, key=lambda pair: pair[1].encode("gbk", "replace")))
    return tuple(sorted(pairs, key=lambda pair: pair[1].replace("Å", "A")))
