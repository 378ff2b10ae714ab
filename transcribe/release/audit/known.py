"""Lists of names that must not be there: text, tables, sidecars, a study's table of pseudonyms."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from transcribe.core.pii import ENTITY_TYPES, NAME_TYPES, entity_type
from transcribe.core.recording import Identifiers
from transcribe.errors import TranscriptError, UsageError
from transcribe.release.audit.forms.plain import decode_text
from transcribe.release.gate import confirmed_names
from transcribe.stages.mentions import KnownName, known_names
from transcribe.stages.tokens import fold

_LISTS = ("people", "organizations", "products", "places", "other")
_HEADS = frozenset("name names type kind identifier identifiers value text nom noms".split())
SHORTEST = 2
_FIRMS = frozenset(
    "inc ltd llc corp corporation company co gmbh sarl plc group labs lab consulting solutions "
    "systems technologies analytics software services robotics pumps bank insurance hospital "
    "university college institute studio studios foundation agency network networks".split()
)
"""Last words that make a name that of an organization, where a list does not say."""


def read_known(path: Path) -> tuple[KnownName, ...]:
    """Names of a file: one a line; cells of a table; ``[identifiers]``; ``pseudonyms.json``.

    A table may have a column ``type`` with an entity type or the name of one of a sidecar's lists.
    Of a ``pseudonyms.json`` beside transcripts, the names that are replaced in them are taken;
    of one alone, all names that ever got a number.

    Raises
    ------
    UsageError
        When it cannot be read, or lists nothing.
    """
    try:
        text = decode_text(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or 'system error'})") from None
    except TranscriptError:
        raise UsageError(f"{path} is no list of names: it is not text") from None
    suffix = path.suffix.lower()
    if suffix == ".toml":
        found = _of_sidecar(text, path)
    elif suffix == ".json":
        found = _of_json(text, path)
    elif suffix in (".csv", ".tsv"):
        found = tuple(_of_table(text, suffix))
    else:
        lines = (line.strip() for line in text.split("\n"))
        found = tuple(_named(line) for line in lines if line and not line.startswith("#"))
    names = tuple(dict.fromkeys(name for name in found if len(name.text.strip()) >= SHORTEST))
    if not names:
        raise UsageError(f"{path} lists no names", hint="one name a line, or a sidecar's .toml")
    return names


def _named(text: str, kind: str = "") -> KnownName:
    """A name whose type is as good a guess as any: a list seldom says what it lists."""
    if "@" in text:
        return KnownName(type="EMAIL", text=text)
    if sum(char.isdigit() for char in text) >= 6:
        return KnownName(type="PHONE", text=text)
    last = fold(text.rsplit(maxsplit=1)[-1].strip(".,")) if text.split() else ""
    firm = "ORGANIZATION" if last in _FIRMS else "PERSON"
    return KnownName(type=kind or firm, text=text)


def _of_sidecar(text: str, path: Path) -> tuple[KnownName, ...]:
    try:
        table = tomllib.loads(text).get("identifiers", {})
    except tomllib.TOMLDecodeError:
        raise UsageError(f"{path} is no TOML") from None
    if not isinstance(table, dict) or not all(_is_list(table.get(key, [])) for key in _LISTS):
        raise UsageError(
            f"the lists under [identifiers] in {path} are not lists of names",
            hint='write them so: people = ["Maria Lopez"]',
        )
    return known_names(Identifiers(**{key: tuple(table.get(key, [])) for key in _LISTS}))


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _of_json(text: str, path: Path) -> tuple[KnownName, ...]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is broken JSON") from None
    if isinstance(data, dict) and isinstance(data.get("numbers"), dict):
        return _of_pseudonyms(data["numbers"], path)
    if _is_list(data):
        return tuple(_named(one) for one in data)
    if isinstance(data, dict) and any(_is_list(value) for value in data.values()):
        pairs = ((key, value) for key, value in data.items() if _is_list(value))
        return tuple(_named(one, _kind(key)) for key, names in pairs for one in names)
    raise UsageError(
        f"{path} is no list of names",
        hint="a JSON list, lists by kind, or the pseudonyms.json of a study",
    )


def _of_pseudonyms(numbers: Mapping[str, Any], path: Path) -> tuple[KnownName, ...]:
    documents = []
    for transcript in sorted(path.parent.glob("*/transcript.json")):
        try:
            documents.append(json.loads(transcript.read_bytes()))
        except (OSError, ValueError):
            continue
    if documents:
        return confirmed_names(documents)
    pairs = (str(key).partition("\t")[::2] for key in numbers)
    kinds = (*NAME_TYPES, "EMAIL", "PHONE", "ID_NUMBER", "ADDRESS")
    return tuple(
        KnownName(type=kind, text=name, listed=False)
        for kind, name in sorted(pairs)
        if kind in kinds and name
    )


def _of_table(text: str, suffix: str) -> Iterator[KnownName]:
    delimiter = "\t" if suffix == ".tsv" else max(",;\t", key=text.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]
    heads = [cell.strip().casefold() for cell in rows[0]] if rows else []
    headed = bool(set(heads) & (_HEADS | set(_LISTS)))
    of_type = next((at for at, head in enumerate(heads) if head in ("type", "kind")), None)
    for row in rows[1:] if headed else rows:
        kind = _kind(row[of_type]) if headed and of_type is not None and of_type < len(row) else ""
        for at, cell in enumerate(row):
            if cell.strip() and not (headed and at == of_type):
                head = heads[at] if headed and at < len(heads) else ""
                yield _named(cell.strip(), kind or _kind(head))


def _kind(word: str) -> str:
    """An entity type of what a person called a column or a list; empty when it says none."""
    plain = word.strip().casefold()
    types = ("PERSON", "ORGANIZATION", "PRODUCT", "LOCATION", "OTHER")
    if plain in _LISTS:
        return types[_LISTS.index(plain)]
    kind = entity_type(plain.rstrip("s"))
    return kind if kind != "OTHER" and kind in ENTITY_TYPES else ""
