"""Money in and out: what was asked of a provider, and what it answered."""

from django.db import models

from cinnabar.kit.clock import now
from cinnabar.kit.models import Identified
from cinnabar.kit.money import Money


class PaymentState(models.TextChoices):
    STARTED = "started"  # written before the provider is called
    PENDING = "pending"  # the provider will tell by webhook
    SUCCEEDED = "succeeded"
    DECLINED = "declined"


class Payment(Identified):
    """One attempt to take money for a purchase (`orders.Purchase`, by plain id)."""

    purchase_id = models.BigIntegerField(db_index=True)
    payer_id = models.BigIntegerField()
    provider = models.CharField(max_length=16)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=PaymentState, default=PaymentState.STARTED)
    provider_reference = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=120, blank=True)
    is_test = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payments_amount_positive"),
            # A purchase is paid once, whatever tabs, retries and webhooks do.
            models.UniqueConstraint(
                fields=["provider", "provider_reference"],
                condition=~models.Q(provider_reference=""),
                name="payments_reference_once",
            ),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class RefundState(models.TextChoices):
    STARTED = "started"
    SUCCEEDED = "succeeded"


class Refund(Identified):
    """Money on its way back. `reason` and `key` make a repeated request the same refund."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=80, unique=True)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=RefundState, default=RefundState.STARTED)
    provider_reference = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payments_refund_positive")]
