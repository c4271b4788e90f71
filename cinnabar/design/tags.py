"""The two pieces of HTML that a wall repeats most, in Python because calling a macro costs more than its text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from cinnabar.design.formats import initials, media, srcset, widths_for


def picture(
    secret: str,
    width: int,
    height: int,
    alt: str,
    sizes: str,
    *,
    tone: str = "",
    thumbhash: str = "",
    eager: bool = False,
    **attributes: Any,
) -> Markup:
    """A picture in every stored size, its box known before it comes; `class` is the outer one.

    The sizes are offered as AVIF. The few browsers without it get the middle WebP: a second list of addresses for them
    would be a fifth of a wall's HTML.
    """
    outer = f' class="{escape(attributes["class"])}"' if attributes.get("class") else ""
    colour = f' style="background-color:{tone}"' if tone else ""
    tiny = f' data-thumbhash="{thumbhash}"' if thumbhash else ""
    order = 'fetchpriority="high"' if eager else 'loading="lazy"'
    avif, source = _sources(secret, width)
    return Markup(
        f'<picture{outer}><source type="image/avif" srcset="{avif}" sizes="{sizes}">'
        f'<img src="{source}" width="{width}" height="{height}" alt="{escape(alt)}"'
        f'{colour}{tiny} {order} decoding="async"></picture>'
    )


@lru_cache(maxsize=16_384)
def _sources(secret: str, width: int) -> tuple[str, str]:
    every = widths_for(width)
    middle = every[1] if len(every) > 1 else every[0]
    return srcset(secret, width, "avif"), media(secret, middle)


@lru_cache(maxsize=16_384)
def avatar(name: str, secret: str, tint: int, size: int) -> Markup:
    """The picture of a person, else their initials on a tint; decoration, because the name stands beside it."""
    if secret:
        source = media(secret, 64 if size <= 32 else 192)
        return Markup(
            f'<img class="avatar" style="--size:{size}px" src="{source}" width="{size}" height="{size}" alt=""'
            ' loading="lazy" decoding="async">'
        )
    letters = escape(initials(name))
    return Markup(f'<span class="avatar tint-{tint}" style="--size:{size}px" aria-hidden="true">{letters}</span>')
