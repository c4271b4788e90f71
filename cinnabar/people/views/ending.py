"""Ending the session that a mail told of, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cinnabar.people.alarms import read_ticket
from cinnabar.people.models import Person
from cinnabar.people.sessions import end_session, sessions_of


@require_http_methods(["GET", "HEAD", "POST"])
def session_end(request: HttpRequest, ticket: str) -> HttpResponse:
    """Ask, because what reads mails opens links too; a POST ends it, and again changes nothing."""
    read = read_ticket(ticket)
    person = Person.objects.filter(pk=read[0], is_active=True).first() if read else None
    if read is None or person is None:
        raise Http404
    if request.method == "POST":
        end_session(person, read[1])
        return redirect("session-end", ticket=ticket)
    session = next((one for one in sessions_of(person, here="") if one.name == read[1]), None)
    response = render(request, "people/session_end.jinja", {"person": person, "session": session})
    response["Cache-Control"] = "no-store"
    return response
