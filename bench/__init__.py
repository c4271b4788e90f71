"""What a page costs: `bin/bench` asks each page of a town of 10,000 notes 500 times and compares."""
