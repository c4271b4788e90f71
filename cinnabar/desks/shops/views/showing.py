"""What passers-by see of a shop: its banner, and whether it is open."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cinnabar.design.formats import media
from cinnabar.desks.shops.views.doors import shop_or_404
from cinnabar.kit.ids import decode
from cinnabar.media.models import Picture, PicturePurpose, PictureState
from cinnabar.media.problems import message
from cinnabar.media.tickets import form_ticket, private_address
from cinnabar.media.views import preview_width
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.actions import close_shop, hang_banner, reopen_shop
from cinnabar.shop.models import Shop
from cinnabar.shop.staff import Duty


@login_required
@require_POST
def shop_banner(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the picture that was sent, or none any more."""
    shop, _duties = shop_or_404(request, slug, Duty.SETTINGS)
    key = request.POST.get("picture", "")
    picture = sent_banner(request, key)
    if picture is not None and picture.state == PictureState.READY:
        hang_banner(shop, picture)
    elif not key:
        hang_banner(shop, None)
    return redirect("shop-settings", slug=slug)


@login_required
@require_POST
def shop_opening(request: PersonRequest, slug: str) -> HttpResponse:
    """Close the shop for now, or open it again."""
    shop, _duties = shop_or_404(request, slug, Duty.SETTINGS)
    if request.POST.get("state") == "closed":
        close_shop(shop)
    elif request.POST.get("state") == "open":
        reopen_shop(shop)
    return redirect("shop-settings", slug=slug)


def banner_of(request: PersonRequest, shop: Shop) -> dict[str, Any]:
    """What the settings show of the banner: the picture just sent, and the address to send another one to."""
    key = request.GET.get("pictures", "")
    sent, problem = sent_banner(request, key), request.GET.get("problem", "")
    is_ready = sent is not None and sent.state == PictureState.READY
    back = reverse("shop-settings", kwargs={"slug": shop.slug})
    return {
        "banner_key": key if is_ready else "",
        "banner_sent": _address(sent) if sent is not None and is_ready else "",
        "banner_waits": sent is not None and sent.state == PictureState.WAITING,
        "banner_failed": message(problem)
        if problem
        else message(sent.problem)
        if sent and sent.state == PictureState.FAILED
        else "",
        "upload": form_ticket(request.user.pk, purpose=PicturePurpose.SHOP, most=1, back=back),
    }


def sent_banner(request: PersonRequest, key: str) -> Picture | None:
    """A picture that this person sent for a banner."""
    try:
        picture_id = decode(key)
    except ValueError:
        return None
    return Picture.objects.filter(pk=picture_id, owner_id=request.user.pk, purpose=PicturePurpose.SHOP).first()


def _address(picture: Picture) -> str:
    width = preview_width(picture)
    return media(picture.secret, width) if picture.is_public else private_address(picture, width)
