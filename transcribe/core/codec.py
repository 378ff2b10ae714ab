"""Values to JSON and back, by their type hints; the canonical form that digests are taken of."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import types
import typing
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Turn a dataclass, tuple, date or scalar into what `json.dumps` takes."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [to_json(part) for part in value]
    if isinstance(value, dict):
        return {str(key): to_json(part) for key, part in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_json(kind: type[T], data: Any) -> T:
    """Rebuild a value of ``kind`` from `to_json`'s output.

    Raises
    ------
    ValueError
        When a field is missing or unknown; the message names it and never its content.
    """
    return _build(kind, data)  # type: ignore[no-any-return]


def _build(kind: Any, data: Any) -> Any:  # noqa: PLR0911 - one return a kind of hint
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        inner = [part for part in arguments if part is not type(None)]
        return None if data is None else _build(inner[0], data)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_build(arguments[0], part) for part in data)
        return tuple(_build(part, value) for part, value in zip(arguments, data, strict=True))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        unknown = data.keys() - hints.keys()
        if unknown:
            raise ValueError(f"unknown fields in {kind.__name__}: {sorted(unknown)}")
        values = {name: _build(hints[name], data[name]) for name in data}
        try:
            return kind(**values)
        except TypeError:
            raise ValueError(f"fields missing in {kind.__name__}") from None
    if kind is float and isinstance(data, int):
        return float(data)
    if kind is date:
        return date.fromisoformat(data)
    return data


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    """Field to type; worked out once, as a recording has ten thousand words."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def canonical(data: Any) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8: equal values give equal bytes."""
    text = json.dumps(to_json(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest(data: Any) -> str:
    """SHA-256 of the canonical form, as hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()
