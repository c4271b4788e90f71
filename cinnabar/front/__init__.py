"""Pages that show several modules at once: home, note, product, shop, brand, topic, profile."""
