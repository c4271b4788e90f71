"""What the embedded PostgreSQL says when it cannot do its work."""


class PostgresProblem(Exception):
    """The embedded database cannot be used; the message is a sentence for the person at the terminal."""
