"""The reference page of ``import transcribe``, from signatures and docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from typing import Any

INTRODUCTION = """# Python

What `import transcribe` offers, from the code. How to use it: [In Python](../python.md).
"""
_SECTION = re.compile(r"^(\w+)\n-{3,}\n", re.MULTILINE)
_ENTRIES = ("Parameters", "Attributes", "Raises", "Returns")


def python() -> str:
    """Every public name with its signature and what its docstring says."""
    import transcribe

    names = [name for name in transcribe.__all__ if not name.startswith("_")]
    offered = {name: getattr(transcribe, name) for name in names}
    groups = {
        "Functions": [one for one in names if inspect.isfunction(offered[one])],
        "Classes": [one for one in names if _is_ours(offered[one])],
        "Values": [
            one for one in names if inspect.isclass(offered[one]) and not _is_ours(offered[one])
        ],
    }
    parts = [INTRODUCTION]
    for title, members in groups.items():
        parts.append(f"## {title}\n")
        for name in members:
            parts += _entry(name, offered[name], level="###")
    return "\n".join(parts)


def _is_ours(value: Any) -> bool:
    return inspect.isclass(value) and value.__module__.startswith("transcribe.interface")


def _entry(name: str, value: Any, *, level: str) -> Iterator[str]:
    yield f"{level} {name}\n"
    if isinstance(value, property):
        value = value.fget
    if dataclasses.is_dataclass(value):
        fields = [f"    {one.name}: {one.type}" for one in dataclasses.fields(value)]
        shown = "\n".join([f"class {name}:", *fields])
    else:
        shown = f"{name}{inspect.signature(value)}".replace("'", "")
    yield f"```text\n{shown}\n```\n"
    yield markdown(inspect.getdoc(value) or "")
    if not _is_ours(value):
        return
    for member, found in vars(value).items():
        if not member.startswith("_") and (
            inspect.isfunction(found) or isinstance(found, property)
        ):
            yield from _entry(f"{name}.{member}", found, level="####")


def markdown(docstring: str) -> str:
    """A docstring in numpydoc's form as Markdown: sections in bold, entries as lists."""
    first, *rest = _SECTION.split(docstring)
    parts = [_plain(first)]
    for title, body in zip(rest[::2], rest[1::2], strict=True):
        parts.append(f"**{title}**\n")
        parts.append(_list(body) if title in _ENTRIES else _plain(body))
    return "\n".join(parts)


def _plain(text: str) -> str:
    if ">>>" in text:
        return f"```text\n{text.strip()}\n```\n"
    return f"{text.strip()}\n".replace("``", "`")


def _list(body: str) -> str:
    entries: list[str] = []
    for line in body.strip().splitlines():
        if line and not line.startswith(" "):
            entries.append(f"- `{line.strip()}`:")
        elif line.strip():
            entries[-1] += f" {line.strip()}"
    return "\n".join(entries).replace("``", "`") + "\n"
