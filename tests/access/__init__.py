"""Who gets what, what a request must not do, and what odd input does: over every address of the product."""
