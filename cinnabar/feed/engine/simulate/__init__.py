"""A made-up town to try the feed in: what people want is hidden there, the engine sees words and deeds."""
