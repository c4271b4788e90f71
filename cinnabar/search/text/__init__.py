"""How words are read: the same way when a note is indexed and when somebody asks. Pure, without Django."""
