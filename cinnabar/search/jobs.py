"""What happens to the index later, and by timetable."""

from __future__ import annotations

from cinnabar.kit.jobs import every, job
from cinnabar.notes.models import ProductTag
from cinnabar.search import census, completions, index
from cinnabar.search.models import Kind


@job()
def renew_notes_with_product(product_id: int) -> None:
    """On ProductChanged: notes are found by the names of what they tag. Twice changes nothing."""
    index.renew(Kind.NOTE, list(ProductTag.objects.filter(product_id=product_id).values_list("note_id", flat=True)))


@every("*/10 * * * *")
def count_terms(timestamp: int) -> None:
    """Count again how rare every term is, where enough has changed to matter."""
    if census.is_old():
        census.take()


@every("40 3 * * *")
def mend_index(timestamp: int) -> None:
    """Find again what a lost change left out of the index, and forget what should not be in it."""
    index.drift(repair=True)


@every("*/10 * * * *")
def complete_names(timestamp: int) -> None:
    """Suggest by pinyin what became new, and order suggestions by what people did lately."""
    completions.catch_up()
    completions.weigh()


@every("15 * * * *")
def count_popular_queries(timestamp: int) -> None:
    """Offer what several people asked for; what only few still ask for is offered no more."""
    completions.count_popular()
