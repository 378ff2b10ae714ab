"""How the tool talks: errors and progress on stderr, results on stdout."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transcribe.core.time import format_clock
from transcribe.errors import TranscribeError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


def console(*, stderr: bool = False) -> Console:
    """A console that colours only a terminal, and never without leave (``NO_COLOR``)."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    # Piped output must not be cut at 80 columns: a file has no width.
    width = None if stream.isatty() else 1000
    return Console(stderr=stderr, highlight=False, width=width, soft_wrap=not stream.isatty())


def show_error(error: TranscribeError) -> None:
    """Print what is wrong and what to do next."""
    from rich.text import Text

    out = console(stderr=True)
    out.print(Text.assemble(("✗ ", "bold red"), str(error)))
    if error.hint:
        out.print(Text.assemble(("  → ", "dim"), error.hint))


def print_json(document: Any) -> None:
    """Print one JSON document on stdout."""
    print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def plural(count: int, noun: str) -> str:
    """``1 turn``, ``2 turns``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def asked(question: str) -> bool:
    """Whether a person at the terminal says yes; no is the default.

    Raises
    ------
    typer.Exit
        With 130 when they leave by Ctrl-C or Ctrl-D.
    """
    import typer

    try:
        return typer.confirm(question)
    except typer.Abort:
        print(file=sys.stderr)
        raise typer.Exit(130) from None


def file_size(size: float) -> str:
    """``12 kB``, ``3.4 GB``; in powers of a thousand."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


STAGE_TITLES: Mapping[str, str] = {
    "decode": "Reading the audio",
    "asr": "Recognizing speech",
    "diarize": "Telling speakers apart",
    "read": "Reading ready-made transcripts",
    "attribute": "Giving words to speakers",
    "revise": "Laying your edits over",
    "align": "Finding the guide's questions",
    "detect": "Finding identifiers",
}


class ProgressView:
    """Draws a run: bars in a terminal, plain lines elsewhere."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.console = console(stderr=True)
        self.quiet = quiet
        self.progress: Progress | None = None
        self.task: TaskID | None = None
        self.started = time.monotonic()

    def __enter__(self) -> ProgressView:
        if self.console.is_terminal and not self.quiet:
            from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
            from rich.progress import TimeRemainingColumn as Remaining

            self.progress = Progress(
                TextColumn(" "),
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=24),
                TextColumn("{task.percentage:>3.0f} %"),
                Remaining(compact=True),
                TextColumn("left"),
                console=self.console,
                transient=True,
            )
            self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.progress is not None:
            self.progress.stop()
            self.progress = None

    def say(self, text: str, *, style: str = "") -> None:
        """One line."""
        if not self.quiet:
            self.console.print(text, style=style, markup=False)

    # -- Observer ------------------------------------------------------------------------------

    def stage_started(self, stage: str, *, todo: int, reused: int, engine: str) -> None:
        title = STAGE_TITLES.get(stage, stage)
        if todo:
            kept = f", {reused} already done" if reused else ""
            self.say(f"{title} · {engine}{kept}", style="bold")
        elif reused:
            self.say(f"{title} · already done", style="dim")

    def recording_started(self, stage: str, recording: str) -> None:
        if self.progress is not None:
            self._end_task()
            self.task = self.progress.add_task(shorten(recording, 40), total=1.0)

    def progressed(self, stage: str, recording: str, share: float) -> None:
        if self.progress is not None and self.task is not None:
            self.progress.update(self.task, completed=share)

    def recording_finished(
        self, stage: str, recording: str, *, seconds: float, audio: float
    ) -> None:
        self._end_task()
        took = f"{seconds:.1f} s" if seconds < 60 else format_clock(seconds)
        speed = audio / seconds if seconds > 0.05 and stage in ("asr", "diarize") else 0
        pace = f" · {speed:.1f}× real time" if speed else ""
        length = f" ({format_clock(audio)})" if audio else ""
        self.say(f"  ✓ {shorten(recording, 40)}{length} in {took}{pace}")

    def recording_failed(self, stage: str, recording: str, error: TranscribeError) -> None:
        # What to do about it stands in the summary, where it is not scrolled away.
        self._end_task()
        self.say(f"  ✗ {shorten(recording, 40)}: {error.message}", style="red")

    def _end_task(self) -> None:
        if self.progress is not None and self.task is not None:
            self.progress.remove_task(self.task)
            self.task = None


def name_width(width: int, *, taken: int) -> int:
    """Characters left for a recording's name in a table whose other columns take so many."""
    return max(12, min(40, width - taken))


def shorten(text: str, width: int) -> str:
    """Cut a long name in the middle, where file names differ least."""
    if len(text) <= width:
        return text
    half = (width - 1) // 2
    return f"{text[:half]}…{text[-(width - 1 - half) :]}"
