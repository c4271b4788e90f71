"""What an operator sets: the texts that the law asks for."""
