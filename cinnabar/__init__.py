"""Honest product notes, and a marketplace beneath them."""
