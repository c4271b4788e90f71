"""The cast and the props of every test; see tests/cast.py."""

pytest_plugins = ["tests.cast", "tests.skips"]
