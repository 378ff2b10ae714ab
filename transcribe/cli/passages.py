"""Passages in ``decide``: those that wait, shown with what was said, and the words that settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from transcribe.run.passages import Held

MOST_LETTERS = 240
"""Letters of a turn that are shown; the whole stands in ``transcript.md``."""

VERDICTS = {
    "queued": "waits",
    "accepted": "left out of every release",
    "rejected": "may be released",
}


def show_passages(screen: Console, held: Sequence[Held], *, flag: str = "") -> None:
    """List passages that wait, each with its turns and the commands that settle it."""
    from shlex import quote

    for passage in held:
        said = " and ".join(passage.cues)
        screen.print(f"{passage.recording} {passage.id}: {said}", style="bold", markup=False)
        for turn, (name, text) in zip(passage.turns, passage.text, strict=True):
            short = " ".join(text.split())
            if len(short) > MOST_LETTERS:
                short = f"{short[:MOST_LETTERS]}…"
            screen.print(f"    {turn} {name}: {short}", markup=False)
        command = f"transcribe decide {quote(passage.recording)}"
        span = passage.turns[0]
        span += f"..{passage.turns[-1]}" if len(passage.turns) > 1 else ""
        screen.print(
            f"    leave all of it out: {command} --accept {passage.id}{flag}\n"
            f"    it may be released:  {command} --reject {passage.id}{flag}",
            markup=False,
        )
        if len(passage.turns) > 1:
            screen.print(
                f"    leave out a part of {span}, the rest may be released: "
                f"{command} --accept FIRST..LAST",
                style="dim",
                markup=False,
            )


def show_decided(screen: Console, held: Sequence[Held]) -> None:
    """List passages of which a person said what becomes."""
    screen.print("\nPassages settled (take back with --undo TURN):", style="bold", markup=False)
    for passage in held:
        span = passage.turns[0]
        span += f"..{passage.turns[-1]}" if len(passage.turns) > 1 else ""
        screen.print(
            f"  {passage.recording} {span}  {VERDICTS[passage.decision]}  "
            f"({' and '.join(passage.cues)})",
            markup=False,
        )


def passage_json(passage: Held) -> dict[str, Any]:
    """A passage as ``decide --json`` prints it."""
    return {
        "recording": passage.recording,
        "id": passage.id,
        "turns": list(passage.turns),
        "cues": list(passage.cues),
        "decision": passage.decision,
        "text": [text for _, text in passage.text],
    }
