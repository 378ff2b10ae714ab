"""What a person set for themselves on the page, kept for all their studies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from transcribe.run.files import write_atomic

Key = Annotated[str, Field(min_length=1, max_length=40)]


class Preferences(BaseModel):
    """Keys of one's own by action of the page, and whether the welcome was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    keys: Annotated[
        dict[Annotated[str, Field(max_length=40)], Annotated[list[Key], Field(max_length=20)]],
        Field(max_length=200),
    ] = Field(default_factory=dict)
    welcomed: bool = False


def read_preferences(path: Path) -> Preferences:
    """What was kept; nothing where there is no file, or none that can be read."""
    try:
        return Preferences.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return Preferences()


def keep_preferences(path: Path, kept: Preferences) -> None:
    """Write them, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, json.dumps(kept.model_dump(), indent=1, sort_keys=True).encode())
