"""What a person at the terminal is told instead of a traceback."""


class Problem(Exception):
    """One sentence that says what is wrong and what to do."""
