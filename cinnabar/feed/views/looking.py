"""What a reader says about their home, in taps and by looking. HTTP in, a page or a few bytes out."""

from __future__ import annotations

import base64

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cinnabar.feed import queries
from cinnabar.feed.actions import turn_away, welcome_back
from cinnabar.feed.choices import choices_of, parse_key, turned_away_by
from cinnabar.feed.sightings import SOURCES, BadSightings, parse_visit, record_served, record_visit
from cinnabar.feed.why import why
from cinnabar.kit.limits import check_limit
from cinnabar.kit.middleware import sender_of
from cinnabar.kit.paging import BadCursor
from cinnabar.notes.models import Note, NoteState
from cinnabar.notes.visibility import visible_to
from cinnabar.people.channels import BY_SLUG
from cinnabar.people.views.signed_in import PersonRequest

LARGEST_MESSAGE = 20_000
LONGEST_ABSENCE = 86_400
DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def not_interested(request: PersonRequest, note_id: int) -> HttpResponse:
    """Turn away a note, its author, a topic or a product of it: `about` with `on=1`; `on=0` takes it back."""
    readable = Note.objects.select_related("author").filter(visible_to(request.user), state=NoteState.PUBLISHED)
    note = get_object_or_404(readable, pk=note_id)
    choices = choices_of(note, request.user)
    context = {"note": note, "choices": choices, "why": why(request.user, note)}
    if request.method != "POST":
        return render(request, "feed/not_interested.jinja", context)
    chosen = next((choice for choice in choices if choice.key == request.POST.get("about", "")), None)
    if chosen is None:
        context["problem"] = _("Please choose what you want to see less of.")
        return render(request, "feed/not_interested.jinja", context, status=422)
    check_limit(f"not-interested:{request.user.pk}", most=120, seconds=600)
    is_on = request.POST.get("on", "1") != "0"
    kind, about_id = parse_key(chosen.key)
    (turn_away if is_on else welcome_back)(request.user, kind, about_id)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"on": is_on, "said": _("Less of this from now on.")})
    return redirect("not-interested", note_id=note_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_not_interested(request: PersonRequest) -> HttpResponse:
    """Everything turned away, each with a button that takes it back."""
    if request.method == "POST":
        try:
            kind, about_id = parse_key(request.POST.get("about", ""))
        except ValueError:
            raise Http404 from None
        welcome_back(request.user, kind, about_id)
        return redirect("settings-not-interested")
    return render(request, "feed/turned_away.jinja", {"choices": turned_away_by(request.user)})


@require_POST
def sightings(request: HttpRequest) -> HttpResponse:
    """What a browser saw, opened and read; of a visitor nothing is kept that says who it was."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_MESSAGE:
        return HttpResponse(status=413)
    try:
        visit = parse_visit(request.body)
    except BadSightings:
        return HttpResponse(status=400)
    person_id = request.user.pk if request.user.is_authenticated else None
    check_limit(f"sightings:{person_id or sender_of(request)}", most=300, seconds=600)
    record_visit(person_id, visit)
    return HttpResponse(status=204)


@require_safe
@never_cache
def served(request: HttpRequest) -> HttpResponse:
    """A dot that only browsers without scripts ask for: what their page held counts as seen by who is signed in."""
    source = request.GET.get("source", "")
    if request.method == "GET" and request.user.is_authenticated and source in SOURCES:
        try:
            record_served(request.user.pk, request.GET.get("notes", ""), source=source)
        except BadCursor:
            raise Http404 from None
    return HttpResponse(DOT, content_type="image/gif")


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """How many notes came out since a page was made, `seconds` ago; in words, empty when there are none."""
    told = request.GET.get("seconds", "")
    if not (told.isascii() and told.isdigit() and len(told) < 9):
        return HttpResponse(status=400)
    channel = request.GET.get("channel", "")
    if channel and channel not in BY_SLUG:
        return HttpResponse(status=400)
    is_following = request.GET.get("source") == "following" and request.user.is_authenticated
    seconds = min(int(told), LONGEST_ABSENCE)
    count = queries.news(request.user, seconds=seconds, channel=channel, is_following=is_following)
    shown = f"{count}+" if count == queries.MOST_NEWS else str(count)
    words = ngettext("%(count)s new note", "%(count)s new notes", count) % {"count": shown}
    return JsonResponse({"said": words if count else ""})
