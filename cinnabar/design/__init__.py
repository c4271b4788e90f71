"""How everything looks: frame, components, tokens."""
