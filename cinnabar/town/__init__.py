"""The demo town, and the import of a folder of real products and reviews."""
