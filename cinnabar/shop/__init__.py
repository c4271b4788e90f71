"""Shops, brands, categories, products, variants and stock."""
