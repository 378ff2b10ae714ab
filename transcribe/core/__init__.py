"""Pure values of the pipeline: frozen dataclasses of tuples, standard library only."""
