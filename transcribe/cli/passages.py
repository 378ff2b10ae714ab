"""Passages in ``decide``: those that wait, shown with what was said, and the words that settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from transcribe.run.passages import Held
    from transcribe.run.store import Workspace

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


def show_outcome(
    screen: Console, workspace: Workspace, recording: str, spans: Sequence[Sequence[str]]
) -> None:
    """Say what became of the turns that a person named."""
    from transcribe.cli.terminal import plural
    from transcribe.run.passages import held_passages

    held = held_passages(workspace, [recording])
    outcome = {turn: one.decision for one in held for turn in one.turns}
    for turns in spans:
        span = turns[0] if len(turns) == 1 else f"{turns[0]}..{turns[-1]}"
        became = [VERDICTS.get(outcome.get(turn, ""), "may be released") for turn in turns]
        verdict = " and ".join(dict.fromkeys(became))
        screen.print(f"{recording} {span} ({plural(len(turns), 'turn')}): {verdict}", markup=False)


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
