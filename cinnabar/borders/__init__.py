"""Duty, VAT, quotas and clearance. Empty until cross-border rules are built; the layer keeps its place."""
