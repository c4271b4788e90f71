"""From a report to its outcome: evidence, decision, the bell, and the author's one answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cinnabar.kit.ids import encode
from cinnabar.moderation.models import Case, Decision, Report
from cinnabar.notes.actions import add_comment, delete_note, remove_comment
from cinnabar.notes.models import Note
from cinnabar.notes.tests.props import a_note
from cinnabar.notifications.inbox import lines_of
from cinnabar.people.models import Person

Tell = Callable[[], int]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]
SAID = {"rule": "health-claims", "words": "It promises a cure."}
ACT = {"act-rule": "health-claims", "act-reason": "Oil cures nothing."}


@pytest.fixture
def note(mei: Person) -> Note:
    return a_note(mei, title="Cures all", body="Trust me")


def steps(person: Person) -> list[tuple[str, str]]:
    return [(line.kind, line.step) for line in lines_of(person)[0]]


def test_from_report_to_answer(
    note: Note, mei: Person, tom: Person, zoe: Person, ada: Person, tell: Tell, browser_of: Any
) -> None:
    for person in (tom, tom, zoe):
        assert browser_of(person).post(f"/notes/{encode(note.pk)}/report", SAID).status_code == 302
    case = Case.objects.get()
    assert (Report.objects.count(), case.evidence) == (2, "@mei\nCures all\nTrust me")
    assert "2 reports" in browser_of(ada).get("/desk/moderation").content.decode()

    browser_of(ada).post(f"/desk/moderation/cases/{encode(case.pk)}", ACT)
    tell()

    note.refresh_from_db()
    assert (note.state, note.hidden_reason) == ("hidden", "Oil cures nothing.")
    assert steps(tom) == steps(zoe) == [("report", "upheld")]
    assert steps(mei) == [("decision", "hidden")]
    address = f"/notes/{encode(note.pk)}/answer"
    assert browser_of(mei).post(address, {"words": "x" * 501}).status_code == 422
    browser_of(mei).post(address, {"words": "My doctor says so."})
    browser_of(mei).post(address, {"words": "And once more."})
    decision = Decision.objects.get()
    assert decision.answer == "My doctor says so."
    assert "My doctor says so." in browser_of(ada).get("/desk/moderation").content.decode()
    for _time in range(2):
        browser_of(ada).post(f"/desk/moderation/decisions/{encode(decision.pk)}/review")
    tell()
    assert steps(mei) == [("decision", "kept"), ("decision", "hidden")]
    assert browser_of(tom).get(address).status_code == 404


def test_a_case_is_closed_although_all_of_it_is_gone(
    note: Note, mei: Person, tom: Person, ada: Person, tell: Tell, browser_of: Any
) -> None:
    # Field report MOD-1.
    comment = add_comment(mei, note, "buy it from me")
    browser_of(tom).post(f"/notes/{encode(note.pk)}/report", SAID)
    browser_of(tom).post(f"/notes/{encode(note.pk)}/comments/{encode(comment.pk)}/report", SAID)
    remove_comment(comment, by=mei)
    delete_note(note)

    page = browser_of(ada).get("/desk/moderation").content.decode()
    assert "Trust me" in page
    assert "buy it from me" in page
    said_of = (ACT, {"decision": "dismiss", "dismiss-reason": "Gone"})
    for case, said in zip(Case.objects.order_by("pk"), said_of, strict=True):
        address = f"/desk/moderation/cases/{encode(case.pk)}"
        assert browser_of(ada).get(address).status_code == 200
        assert browser_of(ada).post(address, said).status_code == 302
        assert browser_of(ada).get(address).status_code == 200
    tell()

    assert sorted(Case.objects.values_list("state", flat=True)) == ["dismissed", "upheld"]
    assert sorted(steps(tom)) == [("report", "stands"), ("report", "upheld")]


def test_others_decide_nothing(note: Note, tom: Person, browser_of: Any) -> None:
    browser_of(tom).post(f"/notes/{encode(note.pk)}/report", SAID)
    address = f"/desk/moderation/cases/{encode(Case.objects.get().pk)}"

    assert browser_of(tom).post(address, ACT).status_code == 404
    assert browser_of(tom).post(f"/notes/{encode(note.pk)}/report", {"rule": "x"}).status_code == 302
    assert Case.objects.get().state == "open"


def test_a_report_without_a_rule_is_refused(note: Note, tom: Person, mei: Person, browser_of: Any) -> None:
    for said in ({}, {"rule": ""}, {"rule": "nonsense"}, {"rule": "harm", "words": "x" * 301}):
        assert browser_of(tom).post(f"/notes/{encode(note.pk)}/report", said).status_code == 422
    assert browser_of(mei).get(f"/notes/{encode(note.pk)}/report").status_code == 404
    assert not Case.objects.exists()


def test_a_comment_is_removed_and_a_person_warned(
    note: Note, mei: Person, tom: Person, ada: Person, tell: Tell, browser_of: Any
) -> None:
    comment = add_comment(tom, note, "idiot")
    browser_of(mei).post(f"/notes/{encode(note.pk)}/comments/{encode(comment.pk)}/report", {"rule": "harm"})
    browser_of(mei).post("/@tom/report", {"rule": "harm"})
    for case in Case.objects.all():
        browser_of(ada).post(f"/desk/moderation/cases/{encode(case.pk)}", {"act-rule": "harm", "act-reason": "Insult"})
    tell()

    comment.refresh_from_db()
    assert comment.removed_by_id == ada.pk
    assert sorted(steps(tom)) == [("decision", "removed"), ("decision", "warned")]
    assert steps(mei)[:2] == [("report", "upheld")] * 2
