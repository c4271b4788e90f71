"""Wires the modules together: settings, addresses, reactions."""
