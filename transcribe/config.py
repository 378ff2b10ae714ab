"""Settings of a study and where each came from: flag > environment > ``study.toml`` > default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from transcribe.core.pii import ENTITY_TYPES, policies_for
from transcribe.errors import UsageError
from transcribe.stages.surrogates import DEFAULT_POLICIES

ENVIRONMENT_PREFIX = "TRANSCRIBE_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting: its dotted name, kind, default, and what a reader of ``config show`` is told."""

    name: str
    kind: str
    default: Any
    about: str
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """Name of the environment variable that sets it."""
        return ENVIRONMENT_PREFIX + self.name.replace(".", "_").upper()


COMPUTE_TYPES = (
    *("auto", "float32", "float16", "bfloat16", "int16"),
    *("int8", "int8_float32", "int8_float16", "int8_bfloat16"),
)
"""Number formats of CTranslate2."""

OPTIONS = (
    Option(name="title", kind="text", default="", about="title of the study"),
    Option(name="guide", kind="text", default=None, about="interview guide of the study"),
    Option(name="languages", kind="list", default=(), about="languages spoken; none: detected"),
    Option(
        name="fillers",
        kind="text",
        default="keep",
        about="hesitations (um, uh) in the text",
        choices=("keep", "drop"),
    ),
    Option(
        name="models",
        kind="text",
        default="models",
        about="folder of model weights; where there is none, models beside the recordings' folder, "
        "else ~/.local/share/transcribe/models",
    ),
    Option(name="jobs", kind="number", default=0, about="processes at once; 0: one for four cores"),
    Option(
        name="max_memory", kind="text", default="", about="memory for all, like 6G; none: 80 % free"
    ),
    Option(
        name="engine",
        kind="text",
        default="local",
        about="who computes: this machine, or Ray",
        choices=("local", "ray"),
    ),
    Option(name="cluster.address", kind="text", default="", about="of a running Ray cluster"),
    Option(
        name="cluster.own", kind="list", default=(), about="clusters that are the institution's own"
    ),
    Option(name="asr.model", kind="text", default="auto", about="recognizer: auto, name or folder"),
    Option(
        name="asr.device",
        kind="text",
        default="auto",
        about="where models compute",
        choices=("auto", "cpu", "cuda"),
    ),
    Option(
        name="asr.compute_type",
        kind="text",
        default="auto",
        about="number format of weights",
        choices=COMPUTE_TYPES,
    ),
    Option(name="asr.hotwords", kind="list", default=(), about="words worth listening for"),
    Option(name="asr.prompt", kind="text", default=None, about="text Whisper begins with"),
    Option(
        name="diarization.backend",
        kind="text",
        default="auto",
        about="who tells speakers apart",
        choices=("auto", "pyannote", "embedded", "channels"),
    ),
    Option(
        name="anonymization.keep", kind="list", default=(), about="names that are public and stay"
    ),
    *(
        Option(
            name=f"anonymization.{kind}",
            kind="text",
            default=DEFAULT_POLICIES.get(kind, "label"),
            about=f"what replaces {kind}",
            choices=policies_for(kind),
        )
        for kind in ENTITY_TYPES
    ),
    Option(name="release.k", kind="number", default=3, about="rarity limit"),
    Option(name="release.license", kind="text", default="CC-BY-4.0", about="licence of a release"),
    Option(name="release.creators", kind="list", default=(), about="who made the data set"),
    Option(name="release.publisher", kind="text", default=None, about="who publishes it"),
    Option(
        name="release.rarity",
        kind="text",
        default="ask",
        about="what few interviews say: ask, or tell it less precisely",
        choices=("ask", "generalize"),
    ),
    Option(name="retention.audio", kind="date", default=None, about="day the audio is deleted"),
)

BY_NAME = {option.name: option for option in OPTIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Resolved settings.

    Attributes
    ----------
    values
        Dotted name to value.
    sources
        Dotted name to ``flag``, ``environment``, the file's name, or ``default``.
    study_file
        The ``study.toml`` that was read, or None.
    """

    values: Mapping[str, Any]
    sources: Mapping[str, str]
    study_file: Path | None = None

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def section(self, prefix: str) -> dict[str, Any]:
        """All settings under a prefix, without it."""
        cut = len(prefix) + 1
        return {
            name[cut:]: value
            for name, value in self.values.items()
            if name.startswith(prefix + ".")
        }

    @property
    def models(self) -> Path:
        """Folder of model weights; where none is named: here, by the recordings, or the user's."""
        folder = Path(self["models"]).expanduser()
        if self.sources["models"] == "default" and not folder.is_dir():
            if self.study_file is not None:
                beside = self.study_file.absolute().parent.parent / folder
                if beside.is_dir():
                    return beside
            base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
            return Path(base) / "transcribe" / "models"
        return folder

    @property
    def flags(self) -> dict[str, Any]:
        """What the command line said, by dotted name."""
        return {name: self.values[name] for name, said in self.sources.items() if said == "flag"}

    @property
    def policies(self) -> dict[str, str]:
        """Entity type to policy."""
        return {k: v for k, v in self.section("anonymization").items() if k != "keep"}


def resolve(
    *,
    study: Mapping[str, Any] | None = None,
    study_file: Path | None = None,
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Merge all layers.

    Parameters
    ----------
    study
        Dotted names from ``study.toml``, already validated.
    flags
        Dotted names from the command line; None values are ignored.

    Raises
    ------
    UsageError
        When a value from the environment or a flag is not of the setting's kind or choices.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for option in OPTIONS:
        layers: tuple[tuple[str, Any], ...] = (
            ("flag", (flags or {}).get(option.name)),
            (f"environment ({option.variable})", environment.get(option.variable)),
            (study_file.name if study_file else "study.toml", (study or {}).get(option.name)),
            ("default", option.default),
        )
        source, value = next(((s, v) for s, v in layers if v is not None), layers[-1])
        values[option.name] = convert(option, value, source=source)
        sources[option.name] = source
    return Settings(values=values, sources=sources, study_file=study_file)


def convert(option: Option, value: Any, *, source: str) -> Any:
    """Bring a value of any layer to the setting's kind.

    Raises
    ------
    UsageError
        When it is not of that kind or none of the choices.
    """
    problem = f"{option.name} from {source}"
    if value is None:
        return None
    if option.kind == "list":
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if option.kind == "number":
        try:
            number = int(value)
        except (TypeError, ValueError):
            raise UsageError(f"{problem} must be a whole number") from None
        if number < 0:
            raise UsageError(f"{problem} must not be negative")
        return number
    if option.kind == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise UsageError(f"{problem} must be a date like 2027-12-31") from None
    if option.choices and value not in option.choices:
        raise UsageError(f"{problem} must be one of {', '.join(option.choices)}, not {value!r}")
    return value
