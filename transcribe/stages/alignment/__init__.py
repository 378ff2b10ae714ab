"""Alignment of turns to guide items: segments, evidence, decoder, coverage."""
