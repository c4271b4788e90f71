"""Rules of the shape (architecture/) and whole stories in a browser (journeys/)."""
