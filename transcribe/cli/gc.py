"""``transcribe gc``: what older runs left behind, and its deletion."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.run.garbage import Garbage


def gc(
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete it; without this it is only shown.")
    ] = False,
    out: OutOption = DEFAULT_OUT,
    json: JsonOption = False,
) -> None:
    """Show what older runs left behind (an older guide's, a smaller model's results); delete it.

    Current transcripts, consent, review records and pseudonyms are never touched.
    """
    from transcribe.cli.study import open_workspace
    from transcribe.cli.terminal import print_json
    from transcribe.run.garbage import collect, find_garbage

    workspace = open_workspace(out)
    with workspace.lock():
        found = find_garbage(workspace)
        if delete:
            for garbage in found:
                collect(garbage)
    if json:
        print_json(
            {
                "deleted": delete,
                "bytes": sum(garbage.size for garbage in found),
                "artefacts": [
                    {
                        "recording": garbage.recording,
                        "stage": garbage.stage,
                        "key": garbage.path.name,
                        "bytes": garbage.size,
                    }
                    for garbage in found
                ],
            }
        )
    else:
        _show(found, deleted=delete)


def _show(found: list[Garbage], *, deleted: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from transcribe.cli.terminal import console, file_size, plural, shorten

    screen = console()
    if not found:
        screen.print("Nothing is left over.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("recording")
    table.add_column("results", justify="right")
    table.add_column("size", justify="right")
    table.add_column("of")
    groups: dict[str, list[Garbage]] = defaultdict(list)
    for garbage in found:
        groups[garbage.recording].append(garbage)
    for name, group in sorted(groups.items()):
        stages = ", ".join(dict.fromkeys(garbage.stage for garbage in group))
        size = file_size(sum(garbage.size for garbage in group))
        table.add_row(Text(shorten(name, 40)), str(len(group)), size, stages)
    screen.print(table)
    whole = f"{plural(len(found), 'result')}, {file_size(sum(each.size for each in found))}"
    if deleted:
        screen.print(f"{whole} deleted.")
    else:
        screen.print(f"{whole} of older runs that nothing uses. A run with the older settings")
        screen.print("would take them up again; to delete them: transcribe gc --delete")
