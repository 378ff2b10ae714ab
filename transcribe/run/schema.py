"""What ``study.toml`` and sidecars may say: pydantic at the edge, plain values inside."""

from __future__ import annotations

import difflib
import tomllib
from datetime import date as Date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from transcribe.core.pii import ENTITY_TYPES
from transcribe.core.recording import SCOPES

Name = Annotated[StrictStr, Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class _AsrTable(_Table):
    model: Name | None = None
    device: Literal["auto", "cpu", "cuda"] | None = None
    compute_type: Name | None = None
    hotwords: list[Name] | None = None


class _DiarizationTable(_Table):
    backend: Literal["auto", "pyannote", "embedded", "channels"] | None = None


Policy = Literal["label", "keep", "year", "band", "remove"]


class _AnonymizationTable(_Table):
    PERSON: Policy | None = None
    ORGANIZATION: Policy | None = None
    PRODUCT: Policy | None = None
    LOCATION: Policy | None = None
    ADDRESS: Policy | None = None
    UNIVERSITY: Policy | None = None
    DATE: Policy | None = None
    AGE: Policy | None = None
    EMAIL: Policy | None = None
    PHONE: Policy | None = None
    URL: Policy | None = None
    ID_NUMBER: Policy | None = None
    JOB: Policy | None = None
    QUANTITY: Policy | None = None
    OTHER: Policy | None = None
    keep: list[Name] | None = None


class _ReleaseTable(_Table):
    k: Annotated[StrictInt, Field(ge=1)] | None = None
    license: Name | None = None
    creators: list[Name] | None = None
    publisher: Name | None = None
    rarity: Literal["ask", "generalize"] | None = None


class _RetentionTable(_Table):
    audio: Date | None = None


class StudyFile(_Table):
    """``study.toml``."""

    title: Name
    guide: Name | None = None
    languages: list[Name] | None = None
    fillers: Literal["keep", "drop"] | None = None
    models: Name | None = None
    jobs: Annotated[StrictInt, Field(ge=0)] | None = None
    asr: _AsrTable | None = None
    diarization: _DiarizationTable | None = None
    anonymization: _AnonymizationTable | None = None
    release: _ReleaseTable | None = None
    retention: _RetentionTable | None = None


class ConsentTable(_Table):
    """``[consent]`` of a sidecar."""

    given: Date | None = None
    form: Name | None = None
    scopes: list[Literal[SCOPES]] = []  # type: ignore[valid-type]
    deadline: Date | None = None


Count = Annotated[StrictInt, Field(ge=1, le=50)]


class InterviewTable(_Table):
    """``[interview]`` of a sidecar."""

    participant: Name | None = None
    public_id: Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")] | None = (
        None
    )
    guide: Name | None = None
    date: Date | None = None
    language: Annotated[StrictStr, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    speakers: Count | Annotated[list[Count], Field(min_length=2, max_length=2)] | None = None
    interviewers: Count | None = None


class IdentifiersTable(_Table):
    """``[identifiers]`` of a sidecar."""

    people: list[Name] = []
    organizations: list[Name] = []
    products: list[Name] = []
    places: list[Name] = []
    other: list[Name] = []


class Sidecar(_Table):
    """``P07.toml``."""

    consent: ConsentTable = ConsentTable()
    interview: InterviewTable = InterviewTable()
    identifiers: IdentifiersTable = IdentifiersTable()


assert set(ENTITY_TYPES) <= set(_AnonymizationTable.model_fields)  # noqa: S101 - one list, twice


def load(path: Path, model: type[BaseModel]) -> BaseModel:
    """Read and check a TOML file.

    Raises
    ------
    ValueError
        With one sentence that names the key, the line where TOML breaks, or the nearest known key;
        never a value of the file.
    """
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"is not valid TOML: {_place(error)}") from None
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ValueError(_explain(error, model)) from None


def _place(error: tomllib.TOMLDecodeError) -> str:
    # The message may quote the text around the fault; only its last part, the place, is kept.
    message = str(error)
    return message[message.rfind("(") + 1 : -1] if message.endswith(")") else "see its last lines"


def _explain(error: ValidationError, model: type[BaseModel]) -> str:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    location = [str(part) for part in first["loc"] if not str(part).startswith("function-")]
    dotted = ".".join(location)
    if first["type"] == "extra_forbidden":
        known = _known_keys(model, location[:-1])
        near = difflib.get_close_matches(location[-1], known, n=1, cutoff=0.4)
        guess = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
        return f"has an unknown key {dotted!r}{guess}"
    if first["type"] == "missing":
        return f"lacks {dotted!r}"
    return f"has a wrong value for {dotted!r}: {first['msg']}"


def _known_keys(model: type[BaseModel], path: list[str]) -> list[str]:
    for part in path:
        for found in _models_of(model.model_fields[part].annotation):
            model = found
    return list(model.model_fields)


def _models_of(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    arguments = getattr(annotation, "__args__", ())
    return [found for argument in arguments for found in _models_of(argument)]
