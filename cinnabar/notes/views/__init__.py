"""HTTP in, HTML out: what readers and authors do on a note's pages. The composer has its own."""
