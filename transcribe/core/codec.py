"""Values to JSON and back, by their type hints; the canonical form that digests are taken of."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import types
import typing
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")
Reader = Callable[[Any], Any]


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
    hint: Any = kind
    read = _reader(hint)
    return data if read is None else read(data)  # type: ignore[no-any-return]


@functools.cache
def _reader(kind: Any) -> Reader | None:
    """What turns data into a value of ``kind``; None where data is taken as it is.

    Worked out once a kind: a study has hundreds of thousands of words.
    """
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        inner = _reader(next(part for part in arguments if part is not type(None)))
        return inner and (lambda data: None if data is None else inner(data))
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            one = _reader(arguments[0])
            return tuple if one is None else (lambda data: tuple([one(part) for part in data]))
        readers = [_reader(part) or _as_it_is for part in arguments]
        return lambda data: tuple(read(value) for read, value in zip(readers, data, strict=True))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return functools.partial(_read_dataclass, kind)
    if kind is float:
        return _read_float
    return date.fromisoformat if kind is date else None


def _read_dataclass(kind: type, data: Any) -> Any:
    names, readers = _fields(kind)
    if not data.keys() <= names:
        raise ValueError(f"unknown fields in {kind.__name__}: {sorted(data.keys() - names)}")
    values = dict(data)
    for name, read in readers:
        if name in values:
            values[name] = read(values[name])
    try:
        return kind(**values)
    except TypeError:
        raise ValueError(f"fields missing in {kind.__name__}") from None


@functools.cache
def _fields(kind: Any) -> tuple[frozenset[str], tuple[tuple[str, Reader], ...]]:
    """Names of the fields, and readers of those whose data is not taken as it is."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    readers = ((name, _reader(hints[name])) for name in names)
    return frozenset(names), tuple((name, read) for name, read in readers if read is not None)


def _read_float(data: Any) -> Any:
    return float(data) if isinstance(data, int) else data


def _as_it_is(data: Any) -> Any:
    return data


def canonical(data: Any) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8: equal values give equal bytes."""
    text = json.dumps(to_json(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


_SHARED: dict[tuple[int, tuple[str, ...]], tuple[Any, str]] = {}
_MOST_SHARED = 64


def shared_digest(value: Any, *names: str) -> str:
    """`digest` of a frozen value that many recordings share (a guide, all names of a study).

    Worked out once for each such object: a study of 1,000 recordings asks thousands of times.

    Parameters
    ----------
    names
        Digest of the list of these attributes instead of the whole.
    """
    key = id(value), names
    known = _SHARED.get(key)
    # The entry holds the object, so that no other can get its identity meanwhile.
    if known is not None and known[0] is value:
        return known[1]
    if len(_SHARED) >= _MOST_SHARED:
        _SHARED.clear()
    found = digest([getattr(value, name) for name in names] if names else value)
    _SHARED[key] = value, found
    return found


def digest(data: Any) -> str:
    """SHA-256 of the canonical form, as hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()
