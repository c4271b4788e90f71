"""The product card says what the rows say."""

from cinnabar.shop.models import Product, ProductCard


def test_a_product_on_sale_has_a_card(lipstick: Product) -> None:
    card = ProductCard.objects.get(product=lipstick)

    assert (card.price_minor, card.currency, card.is_on_sale) == (2000, "EUR", True)
