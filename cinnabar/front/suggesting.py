"""What is offered under the search box while somebody types, and what they searched for before."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cinnabar.activity.searches import clear_searches, forget_search, searches_beginning
from cinnabar.front.opening import line_of, words_of
from cinnabar.kit.limits import check_limit
from cinnabar.kit.middleware import sender_of
from cinnabar.people.views.signed_in import PersonRequest
from cinnabar.search.completions import suggestions
from cinnabar.trends.lines import hot_list

TIMES, SECONDS = 600, 60  # of one person or address: several a word
HOT, BEFORE, BEFORE_ALL = 6, 3, 8


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A part of a page: the lines under the box for `q`; before anything is typed, one's own last searches."""
    check_limit(f"suggest:{request.user.pk or sender_of(request)}", most=TIMES, seconds=SECONDS)
    begun = words_of(request.GET.get("q", ""))
    context = {
        "before": own_searches(request, begun, most=BEFORE if begun else BEFORE_ALL),
        "offered": suggestions(begun, request.user),
        "hot": () if begun else hot_list(limit=HOT),
    }
    return render(request, "front/suggestions.jinja", context)


def own_searches(request: HttpRequest, begun: str = "", *, most: int = BEFORE_ALL) -> list[str]:
    """What the reader searched for before, as far as they keep it."""
    if not (request.user.is_authenticated and request.user.keeps_searches):
        return []
    return searches_beginning(request.user.pk, line_of(begun), most=most)


@login_required
@require_POST
def history_removal(request: PersonRequest) -> HttpResponse:
    """Take the question `words` out of one's searches."""
    forget_search(request.user.pk, line_of(words_of(request.POST.get("words", ""))))
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect("search")


@login_required
@require_POST
def history_clearing(request: PersonRequest) -> HttpResponse:
    """Take everything out of one's searches."""
    clear_searches(request.user.pk)
    return redirect("search")
