"""The doors from a terminal: serve, worker, live, demo, dev, init, import-town."""
