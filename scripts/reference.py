"""Write docs/reference from the code: commands, settings, files, exit codes, Python.

    python -m scripts.reference

A test compares the pages in the tree with what this would write.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.reference_python import python

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "reference"
MADE = "<!-- Made by `python -m scripts.reference` from the code; changes here are lost. -->\n"
WIDTH = 10_000
"""Columns of the terminal that help is written for: none of its lines is broken."""


def pages() -> dict[str, str]:
    """File name to content."""
    return {
        "commands.md": commands(),
        "settings.md": settings(),
        "files.md": files(),
        "exit-codes.md": exit_codes(),
        "python.md": f"{MADE}\n{python()}",
    }


# -- commands -------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its arguments and options."""
    from typer.main import get_command

    from transcribe.cli.app import app

    root = get_command(app)
    parts = [
        MADE,
        "# Commands\n",
        "What `transcribe COMMAND --help` says. Results go to stdout, progress to stderr; `--json`"
        " makes one JSON document of the results.\n",
    ]
    for names, command, context in _walk(root, "transcribe", None):
        if hasattr(command, "commands"):
            parts += [f"## {names}\n", f"{_sentence(command.help)}\n"]
            continue
        level = "##" if names.count(" ") == 1 else "###"
        usage = " ".join(command.collect_usage_pieces(context))
        parts += [f"{level} {names}\n", f"{_sentence(command.help)}\n"]
        parts += [f"```text\n{names} {usage}\n```\n"]
        rows = [found for one in command.params if (found := one.get_help_record(context))]
        if rows:
            parts += ["| | |\n|---|---|"]
            parts += [f"| `{_cell(name)}` | {_cell(about)} |" for name, about in rows]
            parts += [""]
    return "\n".join(parts)


def _walk(command: Any, names: str, parent: Any) -> Iterator[tuple[str, Any, Any]]:
    context = command.context_class(
        command, info_name=names.rpartition(" ")[2], parent=parent, max_content_width=WIDTH
    )
    if names != "transcribe":
        yield names, command, context
    for name in getattr(command, "commands", {}):
        yield from _walk(command.commands[name], f"{names} {name}", context)


def _sentence(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").split()).rstrip(".") + "."


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# -- settings -------------------------------------------------------------------------------------


def settings() -> str:
    """Every setting, with its default and how it is set otherwise."""
    from transcribe.config import OPTIONS

    rows = []
    for option in OPTIONS:
        default = ", ".join(option.default) if option.kind == "list" else option.default
        shown = "" if default in (None, "") else f"`{default}`"
        choices = f" ({', '.join(f'`{one}`' for one in option.choices)})" if option.choices else ""
        rows.append(
            f"| `{option.name}` | {shown} | {_cell(option.about)}{choices} | `{option.variable}` |"
        )
    return "\n".join(
        [
            MADE,
            "# Settings\n",
            "A setting is looked up in this order: a flag of the command, the environment,"
            " `study.toml` in the recordings' folder, the default. `transcribe config show` says"
            " where each came from. In `study.toml`, `asr.model` is `model` in the table `[asr]`."
            " A key that does not exist is an error that names the nearest one.\n",
            "| setting | default | what it is | environment |\n|---|---|---|---|",
            *rows,
            "",
        ]
    )


# -- files ----------------------------------------------------------------------------------------


def files() -> str:
    """What a person writes, and what the tool writes."""
    from transcribe.core import recording
    from transcribe.guides.reader import SUFFIXES as GUIDES
    from transcribe.readers.reader import SUFFIXES as TRANSCRIPTS
    from transcribe.run import schema

    tables = {
        "consent": schema.ConsentTable,
        "interview": schema.InterviewTable,
        "identifiers": schema.IdentifiersTable,
    }
    parts = [MADE, "# Files\n", "## What you write\n"]
    parts += [
        "| file | what |\n|---|---|",
        "| `recordings/study.toml` | [settings](settings.md) of the study; everything but its"
        " `title` may be left out |",
        f"| `recordings/guide.*` | the interview guide: {_list(GUIDES)} |",
        "| `recordings/P07.m4a` | a recording, in any form of sound or video |",
        f"| `recordings/P07.vtt` | instead or beside it, a ready-made transcript:"
        f" {_list(TRANSCRIPTS)} |",
        "| `recordings/P07.toml` | its sidecar; without recorded consent nothing is opened |",
        "",
        "## The sidecar\n",
    ]
    for name, table in tables.items():
        parts += [f"### `[{name}]`\n", "| key | what |\n|---|---|"]
        parts += [f"| `{key}` | {KEYS[key]} |" for key in table.model_fields]
        parts += [""]
    parts += [f"Scopes: {_list(recording.SCOPES)}. Dates are written without quotes.\n", LINKING]
    return "\n".join([*parts, WRITTEN, *_schemas()])


LINKING = """\
`voice_linking` lets the voices of a recording be compared, in memory, with those of others whose
participants agreed to it too, to find an interviewer again where it is unclear who asks:
[Speakers](../diarization.md#the-same-interviewer-over-a-study). Without it nothing is compared.
"""

KEYS = {
    "given": "Day of consent; without it nothing is opened.",
    "form": "Name of the form that was signed, for the record.",
    "scopes": "What was agreed to, each on its own; see below.",
    "deadline": "Last day on which consent can be taken back.",
    "participant": "Who answers; one person may have several recordings. Default: the file's stem.",
    "public_id": "Name in a release. Default: numbered.",
    "guide": "Interview guide of this recording. Default: the study's.",
    "date": "Day of the interview.",
    "language": "ISO 639-1 code. Default: detected, where the recognizer can.",
    "speakers": "How many speak, or the fewest and the most: `[2, 4]`. Default: estimated.",
    "interviewers": "How many of them ask. Default: estimated.",
    "people": "Names of people that must never be seen in a release.",
    "organizations": "Names of organizations.",
    "products": "Names of products.",
    "places": "Names of places.",
    "other": "Anything else that identifies somebody, as it is said.",
}
"""What the keys of a sidecar are."""

WRITTEN = """## What the tool writes

In the folder given as `--out` (`transcripts` otherwise):

| path | what |
|---|---|
| `private/` | everything with names in it; open to you alone |
| `private/<id>/transcript.json` | the current transcript; `<id>` is the stem of the file |
| `private/<id>/transcript.md`, `transcript.txt` | the same to read |
| `private/<id>/<stage>/<key>/` | what a stage made: `output.json`, `provenance.json`, files |
| `private/<id>/review.jsonl`, `private/study.jsonl` | what people decided; only ever added to |
| `private/pseudonyms.json` | who has which number |
| `public/<public_id>/transcript.json`, `.txt`, `.vtt`, `.md` | what `transcribe release` let out |
| `export/<tier>/` | what `transcribe export` and `transcribe report` wrote |
"""


def _schemas() -> Iterator[str]:
    folder = ROOT / "transcribe" / "export" / "schemas"
    for tier in ("private", "public"):
        schema = json.loads((folder / f"{tier}.schema.json").read_text(encoding="utf-8"))
        yield f"### `transcript.json`, {tier}\n"
        yield f"{schema['description'].rstrip('.')}. The JSON Schema is"
        yield f"`transcribe/export/schemas/{tier}.schema.json`.\n"
        yield "| field | form |\n|---|---|"
        for name, form in _fields(schema, schema):
            yield f"| `{name}` | {_cell(form)} |"
        yield ""


def _fields(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, found in node.get("properties", {}).items():
        inner = _resolved(found, schema)
        yield name, _form(inner)
        below = _resolved(inner.get("items", inner), schema)
        mark = "[]." if "items" in inner else "."
        for deeper, form in _fields(below, schema):
            yield f"{name}{mark}{deeper}", form


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in node:
        return _resolved(schema["$defs"][node["$ref"].rpartition("/")[2]], schema)
    for one in (*node.get("oneOf", ()), *node.get("anyOf", ())):
        if one.get("type") != "null":
            return {"nullable": True, **_resolved(one, schema)}
    return node


def _form(node: Mapping[str, Any]) -> str:
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return ", ".join(f"`{one}`" if one is not None else "null" for one in node["enum"])
    kind = node.get("type", "")
    words = kind if isinstance(kind, str) else " or ".join(kind)
    return f"{words} or null" if node.get("nullable") else words


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


# -- exit codes -----------------------------------------------------------------------------------


def exit_codes() -> str:
    """What the number means that a command ends with."""
    from transcribe import errors

    rows = [("0", "all done")]
    drawn = re.findall(r"(\w+Error)[ ]+(\d+)(?:[ ]+(.+))?", errors.__doc__ or "")
    for code in sorted({int(code) for _, code, _ in drawn}):
        of_code = [(name, about) for name, number, about in drawn if int(number) == code]
        said = [f"{about} (`{name}`)" for name, about in of_code if about]
        said += [f"`{name}`" for name, about in of_code if not about]
        rows.append((str(code), "; ".join(said)))
    rows.append(("130", "interrupted"))
    return "\n".join(
        [
            MADE,
            "# Exit codes\n",
            "Several at once: the first of 130, 1, 5, 2, 6, 3, 4. In Python, the names are those of"
            " the exceptions in `transcribe.errors`.\n",
            "| code | what happened |\n|---|---|",
            *(f"| {code} | {_cell(about)} |" for code, about in rows),
            "",
        ]
    )


def main() -> None:
    """Write every page."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (PAGES / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
