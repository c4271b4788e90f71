"""What a page costs: `bin/bench` makes a town of 10,000 notes, asks each page 500 times and compares with the last run."""
