"""Why a note is on somebody's home, in words: from the record of the page they got, never made up afterwards."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from cinnabar.activity.models import Searched
from cinnabar.design.formats import pick
from cinnabar.feed.engine.model import CONTENT, LEARNED, POPULAR, SPECTRAL
from cinnabar.feed.engine.valuing import FIRSTS, FOLLOWING, FRESH, GOODS, INTEREST, LATELY, NEAR, SEARCHED
from cinnabar.feed.offers import LAST_SEARCHES
from cinnabar.feed.records import PLAIN, latest_serving
from cinnabar.notes.models import Note
from cinnabar.notes.visibility import visible_to
from cinnabar.people.channels import BY_SLUG
from cinnabar.people.models import Person
from cinnabar.shop.models import Product

SEEN = "seen"


def why(person: Person, note: Note) -> str:
    """One or two sentences; that nothing is recorded is an answer too."""
    served = latest_serving(person.pk, note.pk)
    if served is None:
        return _("It did not come from your home lately: the list you found it in shows everybody the same.")
    own = _own_note(person, served.because)
    tell = _BY_SOURCE.get(served.source, _by_freshness)
    return tell(person, note, own)


def _own_note(person: Person, note_id: int | None) -> str:
    """The title of the person's own note that brought it; empty when they may not see that one any more."""
    found = Note.objects.filter(visible_to(person), pk=note_id).first() if note_id else None
    return f"“{found.headline}”" if found and found.headline else ""


def _by_others(person: Person, note: Note, own: str) -> str:
    if not own:
        return _("People who did something with the notes you liked, saved or read did something with this one, too.")
    return _("People who did something with %(note)s, as you did, did something with this one, too.") % {"note": own}


def _by_taste(person: Person, note: Note, own: str) -> str:
    if not own:
        return _("People whose taste is like yours did something with it.")
    return _("It goes well with people who like the same as readers of %(note)s, which you liked, saved or read.") % {
        "note": own
    }


def _by_others_alike(person: Person, note: Note, own: str) -> str:
    if not own:
        return _("People who did something with notes like those you liked, saved or read came to this one next.")
    return _("People who did something with notes like %(note)s came to this one next.") % {"note": own}


def _by_likeness(person: Person, note: Note, own: str) -> str:
    if not own:
        return _("It is about the same things as notes you liked, saved or read.")
    return _("It is about the same things as %(note)s, which you liked, saved or read.") % {"note": own}


def _by_pattern(person: Person, note: Note, own: str) -> str:
    if not own:
        return _("It fits what you did last, taken together.")
    return _("It fits what you did last, taken together, %(note)s most of all.") % {"note": own}


def _by_popularity(person: Person, note: Note, own: str) -> str:
    return _("Many people like, save or read it.")


def _by_freshness(person: Person, note: Note, own: str) -> str:
    return _("It is new, or many people like it just now.")


def _by_following(person: Person, note: Note, own: str) -> str:
    return _("You follow %(name)s.") % {"name": note.author.name}


def _by_interest(person: Person, note: Note, own: str) -> str:
    channel = BY_SLUG.get(note.channel)
    if channel is None:
        return _by_freshness(person, note, own)
    return _("You chose %(channel)s as an interest.") % {"channel": channel.name}


def _by_goods(person: Person, note: Note, own: str) -> str:
    product = Product.objects.filter(tags__note=note).order_by("tags__position").first()
    if product is None:
        return _("It is about something that you looked at or have in your basket.")
    name = pick(product.name_en, product.name_zh)
    return _("It shows something that you looked at or have in your basket, such as %(product)s.") % {"product": name}


def _by_search(person: Person, note: Note, own: str) -> str:
    goods = list(note.tags.filter(product__isnull=False).values_list("product_id", flat=True))
    lately = Searched.objects.filter(person_id=person.pk).order_by("-at")[:LAST_SEARCHES]
    words = next((one.words for one in lately if note.pk in one.note_ids or set(goods) & set(one.product_ids)), "")
    if not words:
        return _("It answers something that you searched for lately.")
    return _("It answers what you searched for: “%(words)s”.") % {"words": words}


def _by_city(person: Person, note: Note, own: str) -> str:
    if note.author.city != person.city:
        return _by_freshness(person, note, own)
    return _("It is new or much liked just now, and its author lives in %(city)s, too.") % {"city": person.city}


def _by_promise(person: Person, note: Note, own: str) -> str:
    return _(
        "It is new and looks for its first readers. Every new note is shown to some people first, "
        "best to those to whom it is near, however many follow its author."
    )


def _without_profile(person: Person, note: Note, own: str) -> str:
    return _("It is new, or many people like it just now. Your home is without a profile: nothing you did counts.")


def _again(person: Person, note: Note, own: str) -> str:
    return _("You opened it before, and there is nothing new left.")


Teller = Callable[[Person, Note, str], str]

_BY_SOURCE: dict[str, Teller] = {
    "co-engaged": _by_others,
    "next": _by_others,
    LATELY: _by_others,
    "second-hand": _by_taste,
    "alike": _by_likeness,
    CONTENT: _by_likeness,
    "after-alike": _by_others_alike,
    LEARNED: _by_pattern,
    SPECTRAL: _by_pattern,
    POPULAR: _by_popularity,
    FRESH: _by_freshness,
    FOLLOWING: _by_following,
    INTEREST: _by_interest,
    GOODS: _by_goods,
    SEARCHED: _by_search,
    NEAR: _by_city,
    FIRSTS: _by_promise,
    PLAIN: _without_profile,
    SEEN: _again,
}
