"""Notes, their product tags and provenance, likes, boards and comments."""
