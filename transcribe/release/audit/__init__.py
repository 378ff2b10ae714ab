"""Looking for what still identifies somebody in finished files of anyone.

`gather` reads files, folders and zips into pieces of text with their places; `examine` looks
through the pieces and says what it found, how sure it is, and why.
"""

from __future__ import annotations

from transcribe.release.audit.examine import Examiner, examine
from transcribe.release.audit.gather import gather
from transcribe.release.audit.values import (
    CERTAIN,
    CONFIDENCES,
    LIKELY,
    POSSIBLE,
    Finding,
    Place,
    Report,
    Unreadable,
)

__all__ = [
    "CERTAIN",
    "CONFIDENCES",
    "LIKELY",
    "POSSIBLE",
    "Examiner",
    "Finding",
    "Place",
    "Report",
    "Unreadable",
    "examine",
    "gather",
]
