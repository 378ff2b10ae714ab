"""Training the small recognizer of names that ships in ``models/ner-interviews``."""
