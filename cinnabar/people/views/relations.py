"""Following somebody, and no longer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cinnabar.kit.limits import check_limit
from cinnabar.people.actions import CannotFollow, unfollow
from cinnabar.people.actions import follow as follow_person
from cinnabar.people.models import Person
from cinnabar.people.paths import own_path
from cinnabar.people.views.signed_in import PersonRequest


@login_required
@require_POST
def follow(request: PersonRequest, handle: str) -> HttpResponse:
    """`state=on` follows, `state=off` no longer; a script that asks for no page gets 204."""
    try:
        other = Person.objects.by_handle(handle)
    except Person.DoesNotExist:
        raise Http404 from None
    check_limit(f"follow:{request.user.pk}", most=60, seconds=600)
    if request.POST.get("state") == "off":
        unfollow(request.user, other)
    else:
        try:
            follow_person(request.user, other)
        except CannotFollow:
            raise Http404 from None
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect(own_path(request.POST.get("next")) or reverse("profile", kwargs={"handle": other.handle}))
