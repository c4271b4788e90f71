"""Reporting somebody else's thing, and answering a decision about one's own. HTTP in, HTML out."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cinnabar.kit.limits import check_limit
from cinnabar.moderation import reporting
from cinnabar.moderation.forms import AnswerForm, ReportForm
from cinnabar.moderation.models import CaseState, Report
from cinnabar.moderation.rulebook import RULES
from cinnabar.moderation.subjects import (
    Thing,
    board_to_report,
    comment_to_report,
    note_to_report,
    person_to_report,
    product_to_report,
    shop_to_report,
)
from cinnabar.people.views.signed_in import PersonRequest

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def report_note(request: PersonRequest, note_id: int) -> HttpResponse:
    """Report a note."""
    return _report(request, note_to_report(request.user, note_id))


@login_required
@require_http_methods(METHODS)
def report_comment(request: PersonRequest, note_id: int, comment_id: int) -> HttpResponse:
    """Report a comment."""
    return _report(request, comment_to_report(request.user, note_id, comment_id))


@login_required
@require_http_methods(METHODS)
def report_person(request: PersonRequest, handle: str) -> HttpResponse:
    """Report somebody."""
    return _report(request, person_to_report(request.user, handle))


@login_required
@require_http_methods(METHODS)
def report_product(request: PersonRequest, product_id: int) -> HttpResponse:
    """Report a product."""
    return _report(request, product_to_report(request.user, product_id))


@login_required
@require_http_methods(METHODS)
def report_shop(request: PersonRequest, slug: str) -> HttpResponse:
    """Report a shop."""
    return _report(request, shop_to_report(request.user, slug))


@login_required
@require_http_methods(METHODS)
def report_board(request: PersonRequest, board_id: int) -> HttpResponse:
    """Report a board."""
    return _report(request, board_to_report(request.user, board_id))


@login_required
@require_safe
def report_outcome(request: PersonRequest, case_id: int) -> HttpResponse:
    """What one reported and what came of it."""
    mine = Report.objects.select_related("case").filter(case_id=case_id, reporter=request.user).first()
    if mine is None:
        raise Http404
    is_open = mine.case.state == CaseState.OPEN
    context = {"report": mine, "case": mine.case, "is_open": is_open, "rules": dict(RULES)}
    return render(request, "moderation/outcome.jinja", context)


@login_required
@require_http_methods(METHODS)
def case_answer(request: PersonRequest, case_id: int) -> HttpResponse:
    """What was decided about something of one's own other than a note, why, and what one has to say about it."""
    case = reporting.case_to_answer(request.user, case_id)
    if case is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    can_answer = not case.answered_at and case.state == CaseState.UPHELD
    if request.method == "POST" and (not can_answer or form.is_valid()):
        if can_answer:
            reporting.answer_case(case, form.cleaned_data["words"])
        return redirect("case-answer", case_id=case_id)
    context = {"case": case, "rule": dict(RULES).get(case.rule, ""), "form": form, "can_answer": can_answer}
    return render(request, "moderation/decided.jinja", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(METHODS)
def moderation_answer(request: PersonRequest, note_id: int) -> HttpResponse:
    """Why one's own note is hidden, and what one has to say about it."""
    decision = reporting.decision_to_answer(request.user, note_id)
    if decision is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (decision.answered_at or form.is_valid()):
        if not decision.answered_at:
            reporting.answer(decision, form.cleaned_data["words"])
        return redirect("moderation-answer", note_id=note_id)
    context = {"decision": decision, "rule": dict(RULES).get(decision.rule, ""), "form": form}
    return render(request, "moderation/answer.jinja", context, status=422 if form.errors else 200)


def _report(request: PersonRequest, thing: Thing | None) -> HttpResponse:
    """The form; once sent, the same address says so."""
    if thing is None:
        raise Http404
    sent = reporting.report_by(request.user, thing)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (sent or form.is_valid()):
        if sent is None:
            check_limit(f"report:{request.user.pk}", most=20, seconds=3600)
            reporting.report(request.user, thing, **form.cleaned_data)
        return redirect(request.path)
    context = {"thing": thing, "form": form, "sent": sent}
    return render(request, "moderation/report.jinja", context, status=422 if form.errors else 200)
