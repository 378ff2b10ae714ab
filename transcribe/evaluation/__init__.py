"""Figures of quality against a reference."""
