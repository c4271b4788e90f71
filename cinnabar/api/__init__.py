"""Doors for machines. Empty until the REST door is built; the layer keeps its place."""
