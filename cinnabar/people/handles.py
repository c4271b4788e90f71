"""What a handle may look like: 桃子不熬夜 or notyourtoner, but nothing that can pass for another or for us."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 2, 24

_RESERVED = """
about abuse account accounts admin administrator all anonymous api app billing blog board brand contact customerservice
desk everyone guest help home inbox info legal login logout mail me media moderation moderator nobody notification null
official operator order owner payment postmaster press privacy root security seal service settings shop signup staff
static status support system team terms undefined user webmaster www
官方 管理员 客服 系统 系统消息 朱砂 朱砂官方 运营 审核 平台 版主 小助手
"""
RESERVED = frozenset(_RESERVED.split())
# Two of these in one handle look like one of them: a Latin "a" and a Cyrillic "а" cannot be told apart.
LOOK_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def tidy_handle(text: str) -> str:
    """`text` as it is stored: without the @ some type before it, and ＡＢＣ written ABC."""
    return unicodedata.normalize("NFKC", text).strip().removeprefix("@")


def check_handle(handle: str) -> None:
    """Raise ValidationError, in words for its owner, unless `handle` is one that a person may have."""
    if not SHORTEST <= len(handle) <= LONGEST:
        raise ValidationError(
            _("A handle has %(shortest)s to %(longest)s characters."),
            "length",
            {"shortest": SHORTEST, "longest": LONGEST},
        )
    if not all(_is_allowed(character) for character in handle):
        raise ValidationError(_("Only letters, digits, dots, hyphens and underscores, no spaces."), "characters")
    if not (_is_word(handle[0]) and _is_word(handle[-1])) or ".." in handle or handle.isdecimal():
        raise ValidationError(
            _("Begin and end with a letter, a digit or an underscore, and do not use digits alone."), "shape"
        )
    if unicodedata.category(handle[0]).startswith("M") or len(_alphabets(handle)) > 1:
        raise ValidationError(_("Letters of two alphabets that look alike cannot be mixed."), "mixed")
    plain = re.sub(r"[._-]", "", handle.casefold())
    if plain in RESERVED or plain.startswith("cinnabar") or not plain:
        raise ValidationError(_("This handle is reserved."), "reserved")


def _is_allowed(character: str) -> bool:
    return character in "._-" or _is_word(character)


def _is_word(character: str) -> bool:
    category = unicodedata.category(character)
    return character == "_" or category[0] == "L" or category in ("Nd", "Mn", "Mc")


def _alphabets(handle: str) -> set[str]:
    names = (unicodedata.name(character, "").split(" ")[0] for character in handle)
    return {name for name in names if name in LOOK_ALIKE}
