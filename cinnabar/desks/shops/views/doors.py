"""Who gets in at the desk of a shop: its staff, to what their role may do. Everybody else gets 404."""

from __future__ import annotations

import re

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.models import Shop
from cinnabar.shop.staff import Duty, duties_in, shops_of


def shop_or_404(request: PersonRequest, slug: str, duty: Duty) -> tuple[Shop, frozenset[str]]:
    """The shop, and the words of what the viewer may do there, for the desk's tabs."""
    shop = get_object_or_404(shops_of(request.user), slug=slug)
    duties = duties_in(request.user, shop.pk)
    if duty not in duties:
        raise Http404
    return shop, frozenset(one.value for one in duties)


def edition_in(request: PersonRequest) -> int | None:
    """Which edition the sender saw, as the form says; without a word of it nothing is compared."""
    told = request.POST.get("edition", "")
    return int(told) if re.fullmatch("[0-9]{1,9}", told) else None


def meanwhile() -> str:
    return _("Somebody saved this in another window meanwhile. What you typed is still here: save again to keep yours.")
