"""How good the feed is, measured on anybody's histories with the code that serves."""
