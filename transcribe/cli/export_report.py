"""What ``transcribe export`` says at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from transcribe.export.interview import Interview
    from transcribe.release.gate import Obstacle
    from transcribe.run.store import Workspace


NO_QUOTE = "no quote was collected (Q on the review page collects one)"


def report(
    workspace: Workspace,
    interviews: Mapping[str, Interview],
    written: Mapping[str, Sequence[Path]],
    blocked: Mapping[str, Sequence[Obstacle]],
    *,
    show_names: bool,
    as_json: bool,
    only: str = "",
) -> None:
    """Print the files, what they lack, and what stands in the way of the rest."""
    from transcribe.cli.exporting import as_plain
    from transcribe.cli.quoting import held_quotes
    from transcribe.cli.terminal import console, plural, print_json

    held = {name: held_quotes(workspace, name) if only else 0 for name in interviews}
    notes = {
        name: found
        for name, one in interviews.items()
        if (found := _lacks(one, written, name, held=held[name], only=only))
    }
    if as_json:
        print_json(
            {
                "exported": [
                    {
                        "id": name,
                        "name": interviews[name].id,
                        "files": [str(path) for path in written.get(name, ())],
                        "notes": notes.get(name, []),
                    }
                    for name in interviews
                ],
                "together": [str(path) for path in written.get("", ())],
                "blocked": [
                    {"id": name, "obstacles": [as_plain(one) for one in several]}
                    for name, several in blocked.items()
                ],
            }
        )
        return
    screen = console()
    for name in interviews:
        for path in written.get(name, ()):
            screen.print(f"✓ {name} → {path}", markup=False)
        for note in notes.get(name, ()):
            if note != NO_QUOTE:
                before = "   " if name in written else f"{name}:"
                screen.print(f"{before} {note}", markup=False)
    without = [name for name in interviews if NO_QUOTE in notes.get(name, ())]
    if without:
        screen.print(f"{NO_QUOTE}: {', '.join(without)}", markup=False)
    for path in written.get("", ()):
        screen.print(f"✓ {plural(len(interviews), 'interview')} → {path}", markup=False)
    show_blocked(workspace, blocked, show_names=show_names)


def show_blocked(
    workspace: Workspace, blocked: Mapping[str, Sequence[Obstacle]], *, show_names: bool
) -> None:
    """Print what stands in the way of each interview, and what to do about it."""
    from transcribe.cli.terminal import console
    from transcribe.run.advice import with_out

    screen = console()
    for name, several in blocked.items():
        screen.print(f"✗ {name}", style="bold", markup=False)
        for obstacle in several:
            which = f": {obstacle.name}" if show_names and obstacle.name else ""
            screen.print(f"    {obstacle.message}{which}", markup=False)
            if obstacle.hint:
                screen.print(f"      → {with_out(obstacle.hint, workspace.out)}", markup=False)


def _lacks(
    interview: Interview,
    written: Mapping[str, Sequence[Path]],
    name: str,
    *,
    held: int = 0,
    only: str = "",
) -> list[str]:
    """What some files do not hold of an interview."""
    found = []
    ends = {path.suffix for path in written.get(name, ())}
    if interview.untimed and ends & {".srt", ".vtt"}:
        count = interview.untimed
        noun = "turn has" if count == 1 else "turns have"
        found.append(f"{count} {noun} no times, so subtitles (srt, vtt) do not show them")
    if only and not interview.turns and not interview.lost and not held:
        found.append(NO_QUOTE)
    if held:
        noun = "quote stands" if held == 1 else "quotes stand"
        found.append(
            f"{held} {noun} in a passage that is never released, so no file holds it; "
            "take the passage back (F on the review page), or let the quote go"
        )
    if interview.lost:
        count = interview.lost
        verb = "quote is" if count == 1 else "quotes are"
        found.append(f"{count} {verb} said no more: the turn was changed since; collect it again")
    return found
