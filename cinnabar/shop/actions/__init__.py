"""Opening shops and keeping their goods."""

from cinnabar.shop.actions.brands import brand_named, create_brand, verify_brand, withdraw_verification
from cinnabar.shop.actions.offers import change_offers, set_price, set_stock
from cinnabar.shop.actions.products import create_product, edit_product, publish_product, set_status
from cinnabar.shop.actions.shops import (
    CurrencyFixed,
    SlugTaken,
    add_staff,
    close_shop,
    hang_banner,
    open_shop,
    reopen_shop,
)

__all__ = [
    "CurrencyFixed",
    "SlugTaken",
    "add_staff",
    "brand_named",
    "change_offers",
    "close_shop",
    "create_brand",
    "create_product",
    "edit_product",
    "hang_banner",
    "open_shop",
    "publish_product",
    "reopen_shop",
    "set_price",
    "set_status",
    "set_stock",
    "verify_brand",
    "withdraw_verification",
]
