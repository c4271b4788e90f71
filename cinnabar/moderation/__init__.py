"""Decisions about what may stay, each with its reason."""
