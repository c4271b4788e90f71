"""What is rising: how many different people care about a topic, product, brand, search or category, and since when."""
