"""What the talk under a note shows and asks: the same on the note's page and on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cinnabar.kit.fields import PlainText
from cinnabar.kit.ids import decode_or_none, encode
from cinnabar.notes.actions.commenting import COMMENT_LENGTH
from cinnabar.notes.comment_html import CommentHtml
from cinnabar.notes.composer.offers import OfferedProduct, products_to_answer
from cinnabar.notes.mentions import handles_named_in
from cinnabar.notes.prose import linked
from cinnabar.notes.queries import NotePage, Said, Thread, Under, talk_under, thread_of
from cinnabar.shop.models import Product

LONGEST_SEARCH = 80


class CommentForm(forms.Form):
    """Words, or a product, or both. Beside it stand `parent`, whom it answers, and `q`, a search for a product."""

    body = PlainText(label=_("Your comment"), most=COMMENT_LENGTH, lines=True, required=False)
    product = forms.CharField(label=_("Product"), required=False)
    offers: list[OfferedProduct] | None = None  # what a search without scripts found

    def clean_product(self) -> Product | None:
        chosen = self.cleaned_data["product"]
        if not chosen:
            return None
        product = Product.objects.filter(pk=decode_or_none(chosen) or 0).first()
        if product is None:
            raise forms.ValidationError(_("This product is not on sale any more."))
        return product

    def look_for_products(self, request: HttpRequest, note_id: int) -> None:
        """Fill `offers` by what was typed into the search field."""
        self.offers = offers_for(request, note_id, self.data.get("q", ""))


def offers_for(request: HttpRequest, note_id: int, typed: str) -> list[OfferedProduct]:
    """Products to show in a comment, by what was typed into its search field."""
    words = " ".join(typed.split())[:LONGEST_SEARCH]
    return products_to_answer(request.user, note_id, words)  # type: ignore[arg-type]


def under(page: NotePage, request: HttpRequest) -> Under:
    return Under(page.id, page.author_id, page.pinned_comment_id, request.user, page.chosen_comment_id)


def talk_context(request: HttpRequest, page: NotePage, form: CommentForm) -> dict[str, Any]:
    """What `front/note_talk.jinja` shows; BadCursor for a foreign cursor."""
    order = "newest" if request.GET.get("order") == "newest" else "best"
    after = request.GET.get("after", "")
    about = under(page, request)
    wanted = request.POST.get("parent") or request.GET.get("reply", "")
    asked = decode_or_none(wanted or request.GET.get("comment", ""))
    thread = thread_of(asked, about) if asked else None
    talk = None if thread else talk_under(about, order=order, cursor=after)
    threads = [thread] if thread else talk.threads if talk else []
    people = handles_named_in([page.body, *(said.body for said in every(threads))], request.user)
    prose = partial(linked, people=people)
    return {
        "talk": talk,
        "thread": thread,
        "answered": _answered(thread, asked, None if wanted else request.user.pk),
        "order": order,
        "is_first_page": not after,
        "form": form,
        "linked": prose,
        "comment": CommentHtml(page, request.user, prose),
    }


def every(threads: list[Thread]) -> Iterator[Said]:
    for thread in threads:
        yield thread.first
        yield from thread.replies


def address_of(note_id: int, comment_id: int) -> str:
    """The permanent address of a comment."""
    return reverse("note", kwargs={"note_id": note_id}, query={"comment": encode(comment_id)}) + f"#c-{comment_id}"


def _answered(thread: Thread | None, asked: int | None, reader_id: int | None) -> Said | None:
    """What the form answers: the comment that was asked for, else the first of its thread.

    Who looks at a comment of their own has just said it: they go on in the thread of the other, or anew.
    """
    if thread is None:
        return None
    found = (said for said in every([thread]) if said.id == asked and not said.is_gone)
    candidates = (*found, thread.first)
    return next((said for said in candidates if not reader_id or said.author_id != reader_id), None)
