"""The desk of a shop: what has to be packed and sent, and what became of it."""
