"""Recorded research interviews in; aligned, reviewed, anonymized transcripts out."""

__version__ = "0.1.0"
