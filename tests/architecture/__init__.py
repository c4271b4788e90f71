"""The rules of the shape that import-linter cannot see."""
