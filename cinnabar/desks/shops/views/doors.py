"""Who gets in at the desk of a shop: its staff, to what their role may do. Everybody else gets 404."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

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
