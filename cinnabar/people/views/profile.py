"""Editing one's own profile and picture."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cinnabar.kit.ids import decode
from cinnabar.media import problems
from cinnabar.media.models import Picture, PicturePurpose, PictureState
from cinnabar.media.tickets import form_ticket
from cinnabar.people.actions import edit_profile, remove_avatar
from cinnabar.people.forms import ProfileForm
from cinnabar.people.views.signed_in import PersonRequest

LOOK_AGAIN_SECONDS = 2


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_profile(request: PersonRequest) -> HttpResponse:
    form = ProfileForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        person = edit_profile(request.user, form.profile())
        return redirect(reverse("profile", kwargs={"handle": person.handle}))
    return _profile_page(request, form, status=422 if form.is_bound else 200)


@login_required
@require_POST
def settings_picture_removal(request: PersonRequest) -> HttpResponse:
    remove_avatar(request.user)
    return redirect("settings-profile")


def _profile_page(request: PersonRequest, form: ProfileForm, *, status: int) -> HttpResponse:
    """The form; after an upload it looks again every other second until the picture is there."""
    sent = _sent_picture(request)
    problem = request.GET.get("problem", "") or (sent.problem if sent else "")
    is_waiting = sent is not None and sent.state == PictureState.WAITING
    ticket = form_ticket(request.user.pk, purpose=PicturePurpose.AVATAR, most=1, back=reverse("settings-profile"))
    context = {
        "form": form,
        "ticket": ticket,
        "is_waiting": is_waiting,
        "picture_problem": problems.message(problem) if problem else "",
    }
    response = render(request, "people/profile.jinja", context, status=status)
    if is_waiting:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def _sent_picture(request: PersonRequest) -> Picture | None:
    try:
        picture_id = decode(request.GET.get("pictures", "").split(".")[0])
    except ValueError:
        return None
    return Picture.objects.filter(pk=picture_id, owner_id=request.user.pk, purpose=PicturePurpose.AVATAR).first()
