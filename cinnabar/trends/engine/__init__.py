"""Whose voice counts, and which counts are more than usual: plain arithmetic on arrays, without Django."""
