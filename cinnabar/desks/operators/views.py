"""The operator's desk: the texts that the law asks for. Others get 404."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cinnabar.desks.operators.forms import LegalForm
from cinnabar.desks.operators.legal import LANGUAGES, NAMES, legal_text, write_legal_text
from cinnabar.people.views.signed_in import PersonRequest


@login_required
@require_safe
def texts(request: PersonRequest) -> HttpResponse:
    """Every text in every language."""
    _check_operator(request)
    return render(request, "desks/legal_texts.jinja", {"kinds": NAMES, "languages": LANGUAGES})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: PersonRequest, kind: str, language: str) -> HttpResponse:
    """Edit one text."""
    _check_operator(request)
    if kind not in NAMES or language not in LANGUAGES:
        raise Http404
    form = LegalForm(
        request.POST if request.method == "POST" else None, initial={"body": legal_text(kind, language).body}
    )
    if form.is_valid():
        write_legal_text(request.user, kind, language, form.cleaned_data["body"])
        return redirect(reverse("legal", kwargs={"kind": kind}))
    context = {"form": form, "kind": kind, "name": NAMES[kind], "language_name": LANGUAGES[language], "code": language}
    return render(request, "desks/legal_text.jinja", context, status=422 if form.is_bound else 200)


def _check_operator(request: PersonRequest) -> None:
    if not request.user.is_operator:
        raise Http404
