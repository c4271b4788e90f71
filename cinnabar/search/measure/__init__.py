"""How well the search finds: files of judged questions, asked in a scratch index of its own."""
