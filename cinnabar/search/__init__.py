"""Finding notes, products and people. Empty until search is built; the layer keeps its place."""
