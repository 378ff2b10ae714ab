"""What CTranslate2's ``model.bin`` says of itself, read without loading a weight."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import IO

BINARY_VERSION = 6
"""Of CTranslate2's ``model.bin``, since 2022."""

FIRST_LAYER = "encoder/conv1/weight"
"""Its second dimension is the number of mel bins that a Whisper model hears."""


def weights_are_whole(weights: Path) -> bool:
    """Whether a ``model.bin`` is there to its end; True where its form is not known here."""
    try:
        return _walk(weights) is not None
    except struct.error:
        return False


def mel_bins(weights: Path) -> int | None:
    """Mel bins that a Whisper model hears; None where its weights do not say."""
    try:
        found = _walk(weights)
    except struct.error:
        return None
    return found or None


def _walk(weights: Path) -> int | None:
    """Walk through the table of variables: mel bins (0: not seen), None when it ends wrongly.

    The form is that of ``ctranslate2/specs/model_spec.py``: version, name and revision of the
    model, then each variable's name, shape, type, length and bytes, then pairs of aliases.

    Raises
    ------
    struct.error
        When the file ends before its table does.
    """
    with weights.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        bins = 0
        if _integer(file, "<I") != BINARY_VERSION:
            # Another form cannot be judged here; loading it will tell.
            return bins
        _text(file)
        _integer(file, "<I")
        for _ in range(_integer(file, "<I")):
            name = _text(file)
            shape = [_integer(file, "<I") for _ in range(_integer(file, "<B"))]
            if name == FIRST_LAYER and len(shape) == 3:
                bins = shape[1]
            file.seek(1, 1)
            if file.seek(_integer(file, "<I"), 1) > size:
                return None
        for _ in range(2 * _integer(file, "<I")):
            _text(file)
        return bins if file.tell() == size else None


def _integer(file: IO[bytes], form: str) -> int:
    return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])


def _text(file: IO[bytes]) -> str:
    length = _integer(file, "<H")
    found = file.read(length)
    if len(found) < length:
        raise struct.error
    return found.rstrip(b"\0").decode(errors="replace")
