"""Finding notes, products, people, brands and topics; what is rising."""
