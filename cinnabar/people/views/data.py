"""The copy of one's own data: asked for, waited for, fetched."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from cinnabar.kit.limits import check_limit
from cinnabar.media.tickets import export_address
from cinnabar.people.exports import TooEarly, ask_for_export, export_again_at, latest_export
from cinnabar.people.models import Export, ExportState
from cinnabar.people.views.signed_in import PersonRequest

LOOK_AGAIN_SECONDS = 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: PersonRequest) -> HttpResponse:
    """How the last copy stands, and a button for the next; while one is made the page looks again by itself."""
    if request.method == "POST":
        check_limit(f"export:{request.user.pk}", most=5, seconds=24 * 3600)
        try:
            ask_for_export(request.user, language=get_language() or "en")
        except TooEarly:
            return _page(request, status=422)
        return redirect("settings-data")
    return _page(request, status=200)


@login_required
@require_safe
def data_file(request: PersonRequest, export_id: int) -> HttpResponse:
    """To the file itself, by an address that opens it for an hour."""
    export = get_object_or_404(Export, pk=export_id, person=request.user, state=ExportState.READY)
    return HttpResponseRedirect(export_address(export.secret), headers={"Cache-Control": "no-store"})


def _page(request: PersonRequest, *, status: int) -> HttpResponse:
    export = latest_export(request.user)
    kept = timedelta(days=settings.EXPORT_KEPT_DAYS)
    context = {
        "export": export,
        "until": export.ready_at + kept if export and export.ready_at else None,
        "again_at": export_again_at(request.user),
        "days": settings.EXPORT_KEPT_DAYS,
        "is_refused": status != 200,
    }
    response = render(request, "people/settings_data.jinja", context, status=status)
    if export and export.state == ExportState.PREPARING:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response
