"""One of everything that has an address, and everybody who may come by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cinnabar.kit.clock import now
from cinnabar.kit.models import Installation
from cinnabar.moderation import actions as moderators
from cinnabar.moderation.models import Report, Subject
from cinnabar.moderation.reporting import report, uphold
from cinnabar.moderation.subjects import Thing, note_to_report
from cinnabar.notes.actions import add_comment, create_board, like, save_note
from cinnabar.notes.models import Topic
from cinnabar.notes.tests.props import a_deleted_note, a_draft, a_hidden_note, a_note, a_tag
from cinnabar.notifications.models import Entry
from cinnabar.orders.actions.shipping import mark_shipped
from cinnabar.orders.tests.props import a_paid_order, a_purchase, put
from cinnabar.people.alarms import ticket_to_end
from cinnabar.people.exports import ask_for_export, prepare_export
from cinnabar.people.models import Person, Role
from cinnabar.shop.actions import set_status
from cinnabar.shop.categories import ensure_base_categories
from cinnabar.shop.models import ProductStatus, ShopRole
from cinnabar.shop.staffing import invite_staff
from cinnabar.trends.models import Standing, Verdict, Window
from tests.cast import a_person, a_product, a_shop

PEOPLE = ("visitor", "reader", "author", "buyer", "seller", "rival", "moderator", "operator")


@dataclass(frozen=True)
class Places:
    """Who may come by, and what each address is about: `about["draft"]` are the parameters of the draft's address."""

    people: dict[str, Person | AnonymousUser]
    about: dict[str, dict[str, Any]]

    def address(self, name: str, about: str = "") -> str:
        return reverse(name, kwargs=self.about[about] or None)


def names() -> set[str]:
    """Every name in config/urls.py."""
    found: set[str] = set()
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        else:
            found.add(pattern.name or str(pattern.pattern))
    return found


def _let_rise(topic: Topic) -> None:
    """A line on the page of trends."""
    Standing.objects.create(
        window=Window.DAY,
        subject_id=topic.pk,
        kind="topic",
        verdict=Verdict.RISING,
        people=9,
        usual=1.5,
        score=5.0,
        since=now(),
        curve=[1, 2, 9],
        curve_begins=now(),
        curve_step=21_600,
    )


def all_places() -> Places:
    """The author's notes in every state and visibility, two boards, a sold and a waiting order."""
    Installation.objects.create(is_demo=True)
    ensure_base_categories()
    author, buyer, seller = a_person("mei", role=Role.CREATOR), a_person("tom", language="en"), a_person("lin")
    rival, reader, moderator = a_person("rob"), a_person("zoe"), a_person("ada", role=Role.MODERATOR)
    operator = a_person("kim", role=Role.OPERATOR)
    shop = a_shop(seller)
    a_shop(rival, "riverside")
    product = a_product(shop)
    paused, unpublished = a_product(shop, "Paused Lipstick"), a_product(shop, "Unpublished Lipstick")
    set_status(paused, ProductStatus.PAUSED)
    set_status(unpublished, ProductStatus.DRAFT)
    coral = product.variants.get(position=0)
    note = a_note(author, title="Public", tags=(a_tag(product),), topics=("tea",))
    _let_rise(Topic.objects.get(slug="tea"))
    notes = {
        "note": note,
        "draft": a_draft(author, title="Draft"),
        "hidden": a_hidden_note(author, title="Hidden"),
        "deleted": a_deleted_note(author, title="Deleted"),
        "friends": a_note(author, title="Friends", visibility="friends"),
        "mine": a_note(author, title="Mine", visibility="only_me"),
    }
    comment = add_comment(buyer, note, "which shade?")
    question = a_note(author, title="Which one?", is_question=True)
    answer = add_comment(buyer, question, "Coral")
    board, secret = create_board(author, "Open"), create_board(author, "Secret", is_private=True)
    save_note(author, note, board)
    like(reader, note)
    invite_staff(shop, reader, role=ShopRole.SUPPORT, by=seller)
    thing = note_to_report(reader, note.pk)
    assert thing is not None
    case = report(reader, thing, rule="harm", words="").case
    warned = report(reader, Thing(Subject.PERSON, buyer.pk, "Tom", "@tom", buyer.pk), rule="harm", words="").case
    uphold(warned, moderator=moderator, rule="harm", reason="x")
    Report.objects.exclude(case=warned).delete()
    decided = a_note(author, title="Decided")
    decision = moderators.hide_note(decided, moderator=moderator, rule="harm", reason="x")
    assert decision is not None
    order = a_paid_order(buyer, coral)
    sent = a_paid_order(buyer, coral, key="key-3")
    on_its_way = mark_shipped(sent, carrier="DHL")
    waiting = a_purchase(buyer, coral, key="key-2")
    put(buyer, coral)
    export = ask_for_export(author, language="en")
    prepare_export.func(export_id=export.pk)
    there = {"slug": shop.slug, "number": order.number}
    return Places(
        people={
            "visitor": AnonymousUser(),
            "reader": reader,
            "author": author,
            "buyer": buyer,
            "seller": seller,
            "rival": rival,
            "moderator": moderator,
            "operator": operator,
        },
        about={
            "": {},
            "nothing": {"note_id": 7},
            **{name: {"note_id": found.pk} for name, found in notes.items()},
            "comment": {"note_id": note.pk, "comment_id": comment.pk},
            "question": {"note_id": question.pk},
            "answer": {"note_id": question.pk, "comment_id": answer.pk},
            "comment elsewhere": {"note_id": notes["friends"].pk, "comment_id": comment.pk},
            "board": {"board_id": board.pk},
            "case": {"case_id": case.pk},
            "decided case": {"case_id": warned.pk},
            "decided": {"note_id": decided.pk},
            "decision": {"decision_id": decision.pk},
            "export": {"export_id": export.pk},
            "entry": {"entry_id": Entry.objects.values_list("pk", flat=True).get(person=author, kind="like")},
            "secret board": {"board_id": secret.pk},
            "product": {"product_id": product.pk},
            "paused product": {"product_id": paused.pk},
            "unpublished product": {"product_id": unpublished.pk},
            "shop": {"slug": shop.slug},
            "brand": {"slug": product.brand.slug},
            "category": {"slug": product.category.slug},
            "channel": {"slug": "beauty"},
            "topic": {"slug": "tea"},
            "person": {"handle": "mei"},
            "terms": {"kind": "terms"},
            "operator text": {"kind": "terms", "language": "en"},
            "sitemap": {"kind": "notes", "start": note.pk},
            "variant": {"variant_id": coral.pk},
            "order": {"number": order.number},
            "order of a shop": there,
            "sent order of a shop": {**there, "number": sent.number},
            "parcel of a shop": {**there, "number": sent.number, "parcel_id": on_its_way.pk},
            "parcel of another order": {**there, "parcel_id": on_its_way.pk},
            "order of another shop": {**there, "slug": "riverside"},
            "colleague": {"slug": shop.slug, "handle": "lin"},
            "product of a shop": {"slug": shop.slug, "product_id": product.pk},
            "product of another shop": {"slug": "riverside", "product_id": product.pk},
            "purchase": {"purchase_id": waiting.pk},
            "paid purchase": {"purchase_id": order.purchase_id},
            "provider": {"provider": "test"},
            "ticket": {"ticket": ticket_to_end(author, "ended long ago")},
            "forged ticket": {"ticket": "forged"},
            "key": {"key": "MQ:1abcde:xyz"},
            "reset": {"uidb36": "1abc", "key": "set-password"},
        },
    )
