"""What changes baskets and orders, by subject."""
