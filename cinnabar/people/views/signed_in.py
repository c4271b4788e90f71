"""The type of a request behind `@login_required`."""

from __future__ import annotations

from django.http import HttpRequest

from cinnabar.people.models import Person


class PersonRequest(HttpRequest):
    """A request whose sender is signed in; only a type, nothing is made of it."""

    user: Person
