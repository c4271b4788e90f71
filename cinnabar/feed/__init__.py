"""Which notes a person sees next."""
