"""How the interviews that ship are made: their text, voices, sound and truth."""
