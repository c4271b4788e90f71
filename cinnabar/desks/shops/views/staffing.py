"""Who works in a shop: inviting, changing roles, letting go; and the page on which the invited answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cinnabar.desks.shops.views.doors import shop_or_404
from cinnabar.kit.fields import PlainText
from cinnabar.people.models import Person
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.shop.models import Shop, ShopInvitation, ShopRole
from cinnabar.shop.staff import Duty
from cinnabar.shop.staffing import (
    CannotInvite,
    LastOwner,
    accept_invitation,
    change_role,
    decline_invitation,
    invite_staff,
    remove_staff,
)

ROLES = {
    ShopRole.SUPPORT.value: gettext_lazy("Support"),
    ShopRole.MANAGER.value: gettext_lazy("Manager"),
    ShopRole.OWNER.value: gettext_lazy("Owner"),
}
MAY_IN_WORDS = {
    ShopRole.SUPPORT.value: gettext_lazy("Sees orders, packs, sends and cancels them."),
    ShopRole.MANAGER.value: gettext_lazy("Also refunds, and makes and prices products."),
    ShopRole.OWNER.value: gettext_lazy("Also asks people in, and changes the settings."),
}


LAST_OWNER = gettext_lazy("A shop keeps at least one owner. Make somebody else an owner first, or close the shop.")


class InvitationForm(forms.Form):
    handle = PlainText(most=31, label=gettext_lazy("Handle"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=list(ROLES.items()))

    def clean_handle(self) -> Person:
        try:
            return Person.objects.by_handle(self.cleaned_data["handle"].removeprefix("@"))
        except Person.DoesNotExist:
            raise ValidationError(nobody()) from None


def nobody() -> str:
    return _("There is nobody of that handle here.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shop_staff(request: PersonRequest, slug: str) -> HttpResponse:
    shop, duties = shop_or_404(request, slug, Duty.STAFF if request.method == "POST" else Duty.ORDERS)
    if request.method != "POST":
        return _page(request, shop, duties, InvitationForm())
    form = InvitationForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            invite_staff(shop, told["handle"], role=ShopRole(told["role"]), by=request.user)
            return redirect("shop-staff", slug=slug)
        except CannotInvite as refused:
            form.add_error("handle", _("Works here already.") if refused.reason == "staff" else nobody())
    return _page(request, shop, duties, form)


@login_required
@require_POST
def shop_staff_member(request: PersonRequest, slug: str, handle: str) -> HttpResponse:
    """Another role, no role any more, or an invitation taken back."""
    shop, duties = shop_or_404(request, slug, Duty.STAFF)
    there = Person.objects.filter(shop_roles__shop=shop) | Person.objects.filter(shop_invitations__shop=shop)
    person = get_object_or_404(there.distinct(), handle=handle)
    role = request.POST.get("role", "")
    try:
        if role in ROLES:
            change_role(shop, person, role=ShopRole(role))
        elif role == "none":
            remove_staff(shop, person)
            decline_invitation(shop, person)
        else:
            return _page(request, shop, duties, InvitationForm(), problem=_("Please choose a role."))
    except LastOwner:
        return _page(request, shop, duties, InvitationForm(), problem=LAST_OWNER)
    return redirect("shop-staff", slug=slug)


@login_required
@require_POST
def shop_leaving(request: PersonRequest, slug: str) -> HttpResponse:
    """Work there no more, by one's own wish; the last owner stays."""
    shop, duties = shop_or_404(request, slug, Duty.ORDERS)
    try:
        remove_staff(shop, request.user)
    except LastOwner:
        return _page(request, shop, duties, InvitationForm(), problem=LAST_OWNER)
    return redirect("profile", handle=request.user.handle)


@login_required
@require_safe
def shop_invitations(request: PersonRequest) -> HttpResponse:
    """What the viewer is asked to do in which shops."""
    asked = ShopInvitation.objects.filter(person=request.user).select_related("shop", "invited_by").order_by("at")
    return render(
        request, "desks/invitations.jinja", {"invitations": asked, "roles": ROLES, "may": MAY_IN_WORDS, "place": "me"}
    )


@login_required
@require_POST
def shop_invitation(request: PersonRequest, slug: str) -> HttpResponse:
    """Accept, or decline; only who was asked finds it, and who accepted before finds the desk."""
    shop = get_object_or_404(Shop.objects.filter(invitations__person=request.user), slug=slug)
    if request.POST.get("answer") == "accept":
        accept_invitation(shop, request.user)
        return redirect("shop-desk", slug=slug)
    if request.POST.get("answer") == "decline":
        decline_invitation(shop, request.user)
    return redirect("shop-invitations")


def _page(
    request: PersonRequest, shop: Shop, duties: Any, form: InvitationForm, *, problem: Promise | str = ""
) -> HttpResponse:
    context = {
        "shop": shop,
        "duties": duties,
        "here": "staff",
        "staff": shop.staff.select_related("person").order_by("person__handle"),
        "invitations": shop.invitations.select_related("person").order_by("at"),
        "roles": ROLES,
        "may": MAY_IN_WORDS,
        "form": form,
        "problem": problem,
        "place": "me",
    }
    return render(request, "desks/shop_staff.jinja", context, status=422 if form.errors or problem else 200)
