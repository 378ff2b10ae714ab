"""``transcribe guide``: the tree an interview guide became, what was guessed, the clean form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from transcribe.core.guide import Guide, GuideItem

guide_app = typer.Typer(help="The tree an interview guide became.", no_args_is_help=True)

_File = Annotated[Path, typer.Argument(help="Guide: .md, .txt, .tsv, .docx or .pdf.")]
_STYLES = {
    "section": "bold",
    "condition": "yellow",
    "question": "",
    "instruction": "cyan",
    "note": "dim",
    "example": "dim italic",
}


@guide_app.command("show")
def show(
    file: _File,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON document on standard output.")
    ] = False,
) -> None:
    """Show the tree of a guide."""
    from transcribe.guides import read_guide

    guide = read_guide(file)
    if as_json:
        typer.echo(json.dumps(_document(guide), ensure_ascii=False, indent=2))
        return
    _print_tree(guide)


@guide_app.command("check", short_help="Show what was guessed while reading a guide.")
def check(file: _File) -> None:
    """Show what was guessed while reading a guide, by line, so that it can be mended."""
    from transcribe.cli.terminal import console, plural
    from transcribe.guides import read_guide

    guide = read_guide(file)
    out = console()
    _print_counts(guide)
    guessed = [item for item in guide.items if item.guessed]
    for item in guessed:
        out.print(f"{file.name}:{item.line}: ", style="bold", end="", markup=False)
        out.print(f"{item.kind}, {item.guessed}: {item.text}", markup=False)
        parent = f"under {guide.item(item.parent).text}" if item.parent else "at the top"
        out.print(f"    read {parent}", style="dim", markup=False)
    if not guessed:
        out.print("Nothing was guessed.")
        return
    out.print(
        f"{plural(len(guessed), 'line')} guessed. Mend the file, or write the clean form and mend "
        "that:\n"
        f"    transcribe guide convert {file.name} guide.md",
        markup=False,
    )


@guide_app.command("convert", short_help="Write a guide in clean Markdown.")
def convert(
    file: _File,
    out: Annotated[Path, typer.Argument(metavar="OUT.md", help="Markdown file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write a guide in clean Markdown, which reads back to the same tree."""
    from transcribe.errors import UsageError
    from transcribe.guides import read_guide, to_markdown

    guide = read_guide(file)
    if out.exists() and not force:
        raise UsageError(f"{out} exists already", hint="give another name, or add --force")
    try:
        out.write_text(to_markdown(guide), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or "the file system refuses"
        raise UsageError(f"{out} cannot be written: {reason}") from None
    typer.echo(f"{out}: {len(guide.items)} items", err=True)


def _document(guide: Guide) -> dict[str, object]:
    """The guide as ``guide show --json`` prints it."""
    return {"title": guide.title, "items": [_entry(item) for item in guide.items]}


def _entry(item: GuideItem) -> dict[str, object]:
    return {
        "id": item.id,
        "label": item.label,
        "kind": item.kind,
        "text": item.text,
        "condition": item.condition,
        "parent": item.parent,
        "depth": item.depth,
        "number": item.number or None,
        "line": item.line,
        "guessed": item.guessed or None,
    }


def _print_tree(guide: Guide) -> None:
    from rich.text import Text
    from rich.tree import Tree

    from transcribe.cli.terminal import console

    root = Tree(Text(guide.title or guide.file, style="bold"), guide_style="dim")
    branches: dict[str | None, Tree] = {None: root}
    for item in guide.items:
        line = Text(item.text, style=_STYLES[item.kind])
        if item.kind not in ("section", "question"):
            line.append(f"  {item.kind}", style="dim")
        line.append(f"  {item.id}", style="dim")
        branches[item.id] = branches[item.parent].add(line)
    console().print(root)
    _print_counts(guide)


def _print_counts(guide: Guide) -> None:
    counts: dict[str, int] = {}
    for item in guide.items:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    from transcribe.cli.terminal import plural

    parts = [plural(count, kind) for kind, count in counts.items()]
    typer.echo(", ".join(parts) + ".")
