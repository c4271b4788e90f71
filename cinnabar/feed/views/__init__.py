"""What a reader does with their home: looking and turning away (`looking.py`), steering it (`steering.py`)."""
