"""Taking and returning money; one file per provider."""
