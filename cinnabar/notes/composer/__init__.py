"""The page on which a note is written: what the form sends, what the page shows, and what it offers to choose."""
