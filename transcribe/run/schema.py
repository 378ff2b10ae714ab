"""What ``study.toml`` and sidecars may say: pydantic at the edge, plain values inside."""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import date as Date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    ValidationError,
    create_model,
)

from transcribe.core.pii import ENTITY_TYPES, policies_for
from transcribe.core.recording import SCOPES

Name = Annotated[StrictStr, Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class _AsrTable(_Table):
    model: Name | None = None
    device: Literal["auto", "cpu", "cuda"] | None = None
    compute_type: Name | None = None
    hotwords: list[Name] | None = None
    prompt: str | None = None


class _DiarizationTable(_Table):
    backend: Literal["auto", "pyannote", "embedded", "channels"] | None = None


def _policy_of(kind: str) -> Any:
    """The field of a type: one of the policies that make sense for it."""
    return (Literal[policies_for(kind)] | None, None)


class _Anonymization(_Table):
    keep: list[Name] | None = None


_AnonymizationTable: type[BaseModel] = create_model(
    "_AnonymizationTable",
    __base__=_Anonymization,
    **{kind: _policy_of(kind) for kind in ENTITY_TYPES},
)


class _ReleaseTable(_Table):
    k: Annotated[StrictInt, Field(ge=1)] | None = None
    license: Name | None = None
    creators: list[Name] | None = None
    publisher: Name | None = None
    rarity: Literal["ask", "generalize"] | None = None


class _RetentionTable(_Table):
    audio: Date | None = None


class _ClusterTable(_Table):
    address: Name | None = None
    own: list[Name] | None = None


class StudyFile(_Table):
    """``study.toml``."""

    title: Name
    guide: Name | None = None
    languages: list[Name] | None = None
    fillers: Literal["keep", "drop"] | None = None
    models: Name | None = None
    jobs: Annotated[StrictInt, Field(ge=0)] | None = None
    max_memory: Name | None = None
    engine: Literal["local", "ray"] | None = None
    cluster: _ClusterTable | None = None
    asr: _AsrTable | None = None
    diarization: _DiarizationTable | None = None
    anonymization: _AnonymizationTable | None = None  # type: ignore[valid-type]
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
        quotes = ", where text stands without quotes" if _lacks_quotes(path, error) else ""
        raise ValueError(f"is not valid TOML: {_place(error)}{quotes}") from None
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


_UNQUOTED = re.compile(r"""\s*[\w-]+\s*=\s*(?!true\b|false\b|nan\b|inf\b)[^\W\d]""")


def _lacks_quotes(path: Path, error: tomllib.TOMLDecodeError) -> bool:
    """Whether the line where TOML breaks gives a key a word that is not in quotes."""
    place = re.search(r"line (\d+)", _place(error))
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    at = int(place[1]) - 1 if place else len(lines)
    return at < len(lines) and _UNQUOTED.match(lines[at]) is not None


def _explain(error: ValidationError, model: type[BaseModel]) -> str:
    """All that is wrong, each key once."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    # A mistyped key says more than the lack of the right one.
    found.sort(key=lambda one: one["type"] != "extra_forbidden")
    said: dict[str, str] = {}
    for one in found:
        said.setdefault(str(one["loc"][:2]), _explain_one(one, model))
    return "; it ".join(said.values())


def _explain_one(first: Any, model: type[BaseModel]) -> str:
    location = [str(part) for part in first["loc"] if not str(part).startswith("function-")]
    dotted = ".".join(location)
    if first["type"] == "extra_forbidden":
        known = _known_keys(model, location[:-1])
        near = _nearest(location[-1], known)
        guess = f"; did you mean {near!r}?" if near else f"; known are {', '.join(known)}"
        return f"has an unknown key {dotted!r}{guess}"
    if first["type"] == "missing":
        return f"lacks {dotted!r}"
    wanted = _WANTED.get(dotted)
    return f"has a wrong value for {dotted!r}: {wanted or first['msg']}"


_WANTED = {
    "interview.language": 'write its code of two letters, such as "en" or "de"',
    "interview.public_id": "letters, digits, dots, hyphens and underscores",
}
"""Key to how its value is written, where pydantic would show a pattern."""

_MEANT = {
    "people": "person persons name names participants interviewees",
    "organizations": "organisation organisations organization company companies employer employers",
    "places": "place location locations city cities town towns country countries address addresses",
    "products": "product project projects tool tools",
    "given": "date signed",
    "scopes": "scope covers",
    "languages": "lang langs",
    "speakers": "people persons participants",
}
"""Key to other words for it, which are spelled nothing like it."""


def _nearest(key: str, known: list[str]) -> str | None:
    """The known key that is meant by an unknown one: by its meaning, else by its letters."""
    for name in known:
        if key.casefold() in _MEANT.get(name, "").split():
            return name
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(key.casefold(), folded, n=1, cutoff=0.5)
    return folded[near[0]] if near else None


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
