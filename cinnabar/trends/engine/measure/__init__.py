"""How well rises are found: on a set that is made up here, or on files of labelled series."""
