"""Baskets, purchases, orders, parcels and the ledger."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cinnabar.kit.clock import now
from cinnabar.kit.models import Identified
from cinnabar.kit.money import Money
from cinnabar.people.models import Person
from cinnabar.shop.models import Shop, Variant


class Basket(Identified):
    """Of a person, or of a guest who holds the signed key in a cookie."""

    person = models.OneToOneField(Person, models.CASCADE, null=True, related_name="basket")
    guest_key = models.CharField(max_length=32, unique=True, null=True)
    touched_at = models.DateTimeField(default=now)


class BasketLine(models.Model):
    """A variant once: two ways to the same goods add up, so that the stock check sees their sum."""

    pk = models.CompositePrimaryKey("basket_id", "variant_id")
    basket = models.ForeignKey(Basket, models.CASCADE, related_name="lines", db_index=False)
    variant = models.ForeignKey(Variant, models.CASCADE)
    quantity = models.PositiveIntegerField()
    from_note_id = models.BigIntegerField(null=True)  # the note from which the product was opened
    added_at = models.DateTimeField(default=now)
    put_at = models.DateTimeField(default=now)  # when some were put in last, and how many: two clicks are one
    put_quantity = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=99), name="orders_line_quantity")
        ]


class PurchaseState(models.TextChoices):
    PLACED = "placed"  # stock is held, money is not here yet
    PAID = "paid"
    CANCELLED = "cancelled"


class Purchase(Identified):
    """One consent and one payment: the orders, one per shop, that a buyer placed together."""

    buyer = models.ForeignKey(Person, models.PROTECT, related_name="purchases")
    key = models.CharField(max_length=40)  # the form's idempotency key
    state = models.CharField(max_length=10, choices=PurchaseState, default=PurchaseState.PLACED)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    held_until = models.DateTimeField()
    placed_at = models.DateTimeField()
    language = models.CharField(max_length=8)
    paid_by_id = models.BigIntegerField(null=True)  # the payments.Payment that counts; any other goes back

    class Meta:
        constraints = [models.UniqueConstraint(fields=["buyer", "key"], name="orders_purchase_once_per_key")]
        indexes = [models.Index(fields=["held_until"], name="orders_unpaid_holds", condition=Q(state="placed"))]

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class OrderState(models.TextChoices):
    PLACED = "placed", gettext_lazy("Waiting for payment")
    TO_SHIP = "to_ship", gettext_lazy("To be sent")
    PART_SENT = "part_sent", gettext_lazy("Partly sent")
    SHIPPED = "shipped", gettext_lazy("On its way")
    DELIVERED = "delivered", gettext_lazy("Delivered")
    COMPLETED = "completed", gettext_lazy("Completed")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


class Order(Identified):
    """What was agreed with one shop, frozen: later price or address changes never touch it."""

    number = models.CharField(max_length=16, unique=True)
    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="orders")
    buyer = models.ForeignKey(Person, models.PROTECT, related_name="orders")
    shop = models.ForeignKey(Shop, models.PROTECT, related_name="orders")
    shop_name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.PLACED)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    address = models.JSONField()
    country = models.CharField(max_length=2)
    promised_from = models.DateField()
    promised_to = models.DateField()
    cancel_reason = models.CharField(max_length=40, blank=True)
    is_test = models.BooleanField(default=False)  # paid with the test provider
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=models.F("goods_minor") + models.F("shipping_minor")),
                name="orders_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=models.F("total_minor"), refunded_minor__gte=0),
                name="orders_refund_within_total",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-placed_at"], name="orders_of_buyer"),
            BrinIndex(fields=["paid_at"], name="orders_by_payment", autosummarize=True),
            models.Index(fields=["shop", "state", "placed_at"], name="orders_of_shop"),
            models.Index(fields=["promised_to"], name="orders_on_the_way", condition=Q(state="shipped")),
            models.Index(fields=["delivered_at"], name="orders_to_complete", condition=Q(state="delivered")),
        ]

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def left_minor(self) -> int:
        """What has not been refunded yet."""
        return self.total_minor - self.refunded_minor

    @property
    def is_refunded(self) -> bool:
        return self.refunded_minor == self.total_minor

    @property
    def state_words(self) -> str:
        """How the order stands, in the reader's words; what went back says so before anything else."""
        if self.is_refunded and self.state != OrderState.CANCELLED:
            return _("Refunded")
        return str(OrderState(self.state).label)

    @property
    def can_be_cancelled(self) -> bool:
        """Until the shop has sent it."""
        return self.state in (OrderState.PLACED, OrderState.TO_SHIP)


class OrderLine(Identified):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    variant_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    name_en = models.CharField(max_length=160)
    name_zh = models.CharField(max_length=160, blank=True)
    labels_en = models.JSONField(default=list)
    labels_zh = models.JSONField(default=list)
    picture_secret = models.CharField(max_length=22, blank=True)
    picture_width = models.PositiveIntegerField(default=0)
    picture_height = models.PositiveIntegerField(default=0)
    unit_minor = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    from_note_id = models.BigIntegerField(null=True)

    @property
    def sum_minor(self) -> int:
        return self.unit_minor * self.quantity


class Parcel(Identified):
    order = models.ForeignKey(Order, models.CASCADE, related_name="parcels")
    carrier = models.CharField(max_length=40)
    tracking = models.CharField(max_length=60, blank=True)
    corrections = models.PositiveIntegerField(default=0)  # how often the shop has said otherwise
    shipped_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    confirmed_by_buyer = models.BooleanField(default=False)
    contents = models.JSONField(default=list)  # [[order line id, quantity], …]; empty: everything
    events = models.JSONField(default=list)  # [{"at": …, "place": …, "text_en": …, "text_zh": …}]


class LedgerLine(Identified):
    """Double entry: the lines of one `entry` sum to zero per currency (a deferred trigger refuses anything else)."""

    entry_id = models.BigIntegerField(db_index=True)
    account = models.CharField(max_length=40)  # "buyer:7", "shop:9", "provider:test"
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=24)  # payment, sale, refund
    order_id = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(default=now)
