"""What shop announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductChanged:
    """The price, name, status or availability of a product is another than before."""

    product_id: int


@dataclass(frozen=True, slots=True)
class ProductDescribed:
    """A product is new, or its words are others: name, description, attributes, variants."""

    product_id: int


@dataclass(frozen=True, slots=True)
class StaffJoined:
    """Somebody works in a shop who did not before."""

    shop_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class StaffInvited:
    """Somebody was asked to work in a shop, or is asked again in another role."""

    shop_id: int
    person_id: int
    role: str
