"""Shops, brands, categories, products with variants and stock."""

from __future__ import annotations

from django.db import models

from cinnabar.kit.clock import now
from cinnabar.kit.models import Identified
from cinnabar.kit.money import Money
from cinnabar.people.models import Person


class Brand(Identified):
    slug = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    name = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    story_en = models.TextField(blank=True)
    story_zh = models.TextField(blank=True)
    followers = models.PositiveIntegerField(default=0)
    # Whose account speaks for the brand: checked by an operator (`cinnabar verify-brand`).
    keeper = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="brands_kept")
    verified_at = models.DateTimeField(null=True)


class Category(Identified):
    """Two levels: a top category is a channel, its children hold the goods."""

    slug = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    name_en = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=60)
    channel = models.CharField(max_length=24, db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)


class ShopKind(models.TextChoices):
    BRAND_STORE = "brand_store"
    INDEPENDENT = "independent"
    CROSS_BORDER = "cross_border"
    INDIVIDUAL = "individual"


class Shop(Identified):
    slug = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    name = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=14, choices=ShopKind)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    story_en = models.TextField(blank=True)
    story_zh = models.TextField(blank=True)
    returns_en = models.CharField(max_length=300, blank=True)
    returns_zh = models.CharField(max_length=300, blank=True)
    banner = models.CharField(max_length=22, blank=True)  # secret of a media.Picture
    banner_width = models.PositiveIntegerField(default=0)
    banner_height = models.PositiveIntegerField(default=0)
    tint = models.PositiveSmallIntegerField(default=1)
    shipping_minor = models.BigIntegerField()  # flat, per order
    free_from_minor = models.BigIntegerField(null=True)
    ships_to = models.JSONField(default=list)  # ISO 3166 codes, or ["*"]
    days_min = models.PositiveSmallIntegerField(default=3)
    days_max = models.PositiveSmallIntegerField(default=7)
    is_open = models.BooleanField(default=True)
    edition = models.PositiveIntegerField(default=0)  # one more with each change of its words: two tabs cannot lose one
    opened_at = models.DateTimeField(default=now)
    # Who answers for the shop, as the law wants it said.
    legal_name = models.CharField(max_length=120, blank=True)
    legal_address = models.CharField(max_length=300, blank=True)
    register_number = models.CharField(max_length=60, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)


class ShopRole(models.TextChoices):
    OWNER = "owner"
    MANAGER = "manager"
    SUPPORT = "support"


class ShopStaff(models.Model):
    pk = models.CompositePrimaryKey("shop_id", "person_id")
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="staff", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="shop_roles")
    role = models.CharField(max_length=8, choices=ShopRole)


class ShopInvitation(models.Model):
    """Somebody is asked to work in a shop; the row goes when they accept or decline, or when it is taken back."""

    pk = models.CompositePrimaryKey("shop_id", "person_id")
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="invitations", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="shop_invitations")
    role = models.CharField(max_length=8, choices=ShopRole)
    invited_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)


class ProductStatus(models.TextChoices):
    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"


class ProductQuerySet(models.QuerySet["Product"]):
    def on_sale(self) -> ProductQuerySet:
        """What anybody may open: active products of open shops."""
        return self.filter(status=ProductStatus.ACTIVE, shop__is_open=True)


class Product(Identified):
    shop = models.ForeignKey(Shop, models.PROTECT, related_name="products")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="products")
    category = models.ForeignKey(Category, models.PROTECT, related_name="products")
    reference = models.CharField(max_length=80, blank=True)  # the importer's or the shop's own key
    name_en = models.CharField(max_length=160)
    name_zh = models.CharField(max_length=160, blank=True)
    description_en = models.TextField(blank=True)
    description_zh = models.TextField(blank=True)
    origin_country = models.CharField(max_length=2, blank=True)
    ships_from = models.CharField(max_length=2, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=list, blank=True)  # [{"name_en": "Shade", "name_zh": "色号"}], at most 3
    status = models.CharField(max_length=8, choices=ProductStatus, default=ProductStatus.DRAFT)
    created_at = models.DateTimeField(default=now)
    edition = models.PositiveIntegerField(default=0)  # one more with each change of words or prices

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "reference"], condition=~models.Q(reference=""), name="shop_product_reference"
            )
        ]


class ProductPicture(models.Model):
    """A gallery picture. Sizes and colour are copied from media, so that pages join nothing."""

    pk = models.CompositePrimaryKey("product_id", "position")
    product = models.ForeignKey(Product, models.CASCADE, related_name="pictures", db_index=False)
    position = models.PositiveSmallIntegerField()
    picture_id = models.BigIntegerField()
    secret = models.CharField(max_length=22)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    thumbhash = models.CharField(max_length=48, blank=True)
    tone = models.CharField(max_length=7, blank=True)
    alt_en = models.CharField(max_length=500, blank=True)
    alt_zh = models.CharField(max_length=500, blank=True)


class Variant(Identified):
    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    position = models.PositiveSmallIntegerField(default=0)
    labels_en = models.JSONField(default=list)  # one value per option
    labels_zh = models.JSONField(default=list)
    price_minor = models.BigIntegerField()
    compare_at_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    in_stock = models.IntegerField(default=0)
    picture_position = models.PositiveSmallIntegerField(null=True)  # which gallery picture shows it
    # No longer described: it may lie in baskets and stand in orders, so the row stays, sold out and shown nowhere.
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(in_stock__gte=0), name="shop_stock_never_negative"),
            models.CheckConstraint(condition=models.Q(price_minor__gt=0), name="shop_price_positive"),
        ]

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)


class PricePoint(Identified):
    """What a variant cost in which time, so that a reduction can show the lowest price of the thirty days before."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="prices", db_index=False)
    price_minor = models.BigIntegerField()
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True)  # empty: what it costs now

    class Meta:
        indexes = [models.Index(fields=["variant", "-since"], name="shop_prices_of_variant")]
        constraints = [
            models.UniqueConstraint(
                fields=["variant"], condition=models.Q(until__isnull=True), name="shop_one_price_at_a_time"
            )
        ]


class ProductCard(models.Model):
    """What a grid shows of a product, in one row; written by `shop.cards`, rebuilt by `cinnabar rebuild-cards`."""

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="card")
    shop_id = models.BigIntegerField(db_index=True)
    shop_slug = models.CharField(max_length=60)
    shop_name = models.CharField(max_length=80)
    shop_name_zh = models.CharField(max_length=80, blank=True)
    brand_id = models.BigIntegerField(db_index=True)
    brand_name = models.CharField(max_length=80)
    category_id = models.BigIntegerField(db_index=True)
    channel = models.CharField(max_length=24)
    name_en = models.CharField(max_length=160)
    name_zh = models.CharField(max_length=160, blank=True)
    origin_country = models.CharField(max_length=2, blank=True)
    price_minor = models.BigIntegerField()  # the lowest of its variants
    price_varies = models.BooleanField(default=False)
    compare_at_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    in_stock = models.BooleanField(default=True)
    secret = models.CharField(max_length=22, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    tone = models.CharField(max_length=7, blank=True)
    is_on_sale = models.BooleanField(default=False)
    # Ratings: kept by `shop.ratings.replace`, which `notes` calls; one column per star.
    stars_1 = models.PositiveIntegerField(default=0)
    stars_2 = models.PositiveIntegerField(default=0)
    stars_3 = models.PositiveIntegerField(default=0)
    stars_4 = models.PositiveIntegerField(default=0)
    stars_5 = models.PositiveIntegerField(default=0)
    notes = models.PositiveIntegerField(default=0)
    sold = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
