"""A buyer in a process of its own: `python -m cinnabar.orders.tests.one_buyer ID`, started by a line on its input."""

from __future__ import annotations

import sys

import django


def main(buyer_id: int) -> None:
    django.setup()
    from cinnabar.orders.actions.placing import NotAgreed, place_order
    from cinnabar.orders.tests.props import an_agreement
    from cinnabar.people.models import Person
    from cinnabar.shop.stock import OutOfStock

    buyer = Person.objects.get(pk=buyer_id)
    agreed = an_agreement(buyer)
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        place_order(buyer, agreed)
        print("bought")
    except (OutOfStock, NotAgreed) as refusal:
        print(type(refusal).__name__)


if __name__ == "__main__":
    main(int(sys.argv[1]))
