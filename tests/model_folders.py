"""Folders that look like Whisper models and hold nothing."""

from __future__ import annotations

import json
import struct
from pathlib import Path


def weights(*, variables: int = 2, mels: int = 0) -> bytes:
    """A ``model.bin`` of CTranslate2's form with some small variables."""

    def text(value: str) -> bytes:
        return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"

    body = struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, variables)
    if mels:
        variables -= 1
        size = 8 * mels * 3
        body += text("encoder/conv1/weight") + struct.pack("<B3IBI", 3, 8, mels, 3, 1, size)
        body += bytes(size)
    for number in range(variables):
        body += text(f"layer_{number}") + struct.pack("<BIBI", 1, 4, 0, 16) + bytes(16)
    return body + struct.pack("<I", 1) + text("alias") + text("layer_0")


def write_whisper(folder: Path, *, languages: int = 99, seed: int = 2) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(weights(variables=seed))
    (folder / "config.json").write_text(json.dumps({"lang_ids": list(range(languages))}))
    for part in ("tokenizer.json", "vocabulary.json", "preprocessor_config.json"):
        (folder / part).write_text("{}")
    return folder
