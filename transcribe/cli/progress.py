"""Draws a run: bars in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from transcribe.cli.terminal import console, plural, shorten
from transcribe.core.time import format_clock
from transcribe.errors import TranscribeError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

STAGE_TITLES: Mapping[str, str] = {
    "decode": "Reading the audio",
    "asr": "Recognizing speech",
    "diarize": "Telling speakers apart",
    "read": "Reading ready-made transcripts",
    "attribute": "Giving words to speakers",
    "link": "Comparing voices of doubtful recordings",
    "revise": "Laying your edits over",
    "align": "Finding the guide's questions",
    "hold": "Listening for what may be off the record",
    "detect": "Finding identifiers",
}

WORTH_SAYING = 60.0
"""Seconds left below which nobody needs to be told."""


TAKEN = 34
"""Columns that the bar, the share and what stands between them take."""


class ProgressView:
    """Draws a run as the executor goes on.

    One process works stage by stage, and each stage is a heading with its recordings below it;
    several work on many stages at once, and a line says that a recording is through.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self.console = console(stderr=True)
        self.quiet = quiet
        self.progress: Progress | None = None
        self.tasks: dict[tuple[str, str], TaskID] = {}
        self.whole: TaskID | None = None
        self.crowd = False
        self.told = 0
        self.audio: dict[str, float] = {}
        self.spent: dict[str, float] = {}

    def __enter__(self) -> ProgressView:
        if self.console.is_terminal and not self.quiet:
            from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

            self.progress = Progress(
                TextColumn(" "),
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=16),
                TextColumn("{task.percentage:>3.0f} %"),
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

    def crew_started(self, *, workers: int, recordings: int) -> None:
        self.crowd = True
        self.say(f"{workers} processes at work", style="bold")
        self.went_on(done=0, of=recordings, left=None)

    def stage_started(self, stage: str, *, todo: int, reused: int, engine: str) -> None:
        title = STAGE_TITLES.get(stage, stage)
        if todo:
            kept = f", {reused} already done" if reused else ""
            self.say(f"{title} · {engine}{kept}", style="bold")
        elif reused:
            self.say(f"{title} · already done", style="dim")

    def recording_started(self, stage: str, recording: str) -> None:
        if self.progress is not None:
            title = self._title(recording, STAGE_TITLES.get(stage, stage).lower())
            self.tasks[recording, stage] = self.progress.add_task(
                title if self.crowd else self._title(recording), total=1.0
            )

    def progressed(self, stage: str, recording: str, share: float) -> None:
        task = self.tasks.get((recording, stage))
        if self.progress is not None and task is not None:
            self.progress.update(task, completed=share)
            if self.whole is None:
                drawn = next(each for each in self.progress.tasks if each.id == task)
                title = self._title(recording, time_left(drawn.time_remaining))
                self.progress.update(task, description=title)

    def recording_finished(
        self, stage: str, recording: str, *, seconds: float, audio: float
    ) -> None:
        self._end_task(stage, recording)
        if self.crowd:
            self.audio[recording] = audio
            self.spent[recording] = self.spent.get(recording, 0.0) + seconds
            return
        took = f"{seconds:.1f} s" if seconds < 60 else format_clock(seconds)
        speed = audio / seconds if seconds > 0.05 and stage in ("asr", "diarize") else 0
        pace = f" · {speed:.1f}× real time" if speed else ""
        length = f" ({format_clock(audio)})" if audio else ""
        self.say(f"  ✓ {shorten(recording, 40)}{length} in {took}{pace}")

    def recording_failed(self, stage: str, recording: str, error: TranscribeError) -> None:
        # What to do about it stands in the summary, where it is not scrolled away.
        self._end_task(stage, recording)
        self.say(f"  ✗ {shorten(recording, 40)}: {error.message}", style="red")

    def recording_through(self, recording: str) -> None:
        if self.crowd and recording in self.spent:
            length = f" ({format_clock(self.audio[recording])})" if self.audio[recording] else ""
            spent = self.spent[recording]
            took = f"{spent:.1f} s" if spent < 60 else format_clock(spent)
            self.say(f"  ✓ {shorten(recording, 40)}{length} in {took} of work")

    def went_on(self, *, done: int, of: int, left: float | None) -> None:
        words = time_left(left)
        if self.progress is not None:
            if self.whole is None and of > 1:
                self.whole = self.progress.add_task("", total=of)
            if self.whole is not None:
                title = " · ".join(part for part in (f"{done} of {of} recordings", words) if part)
                self.progress.update(self.whole, completed=done, description=title)
        elif words and done > self.told:
            self.say(f"    {done} of {of} done, {words}", style="dim")
        self.told = max(self.told, done)

    def _title(self, recording: str, more: str = "") -> str:
        """A recording and what is said of it, in what the bar leaves of the line."""
        room = max(12, min(40, self.console.width - TAKEN - len(more)))
        return " · ".join(part for part in (shorten(recording, room), more) if part)

    def _end_task(self, stage: str, recording: str) -> None:
        task = self.tasks.pop((recording, stage), None)
        if self.progress is not None and task is not None:
            self.progress.remove_task(task)


def time_left(seconds: float | None) -> str:
    """``about 40 minutes left``; empty where nobody can say, or it is not worth saying."""
    if seconds is None or seconds < WORTH_SAYING:
        return ""
    minutes = round(seconds / 60)
    if minutes < 20:
        return f"about {plural(minutes, 'minute')} left"
    if minutes < 90:
        return f"about {5 * round(minutes / 5)} minutes left"
    hours = seconds / 3600
    return f"about {hours:.0f} hours left" if hours >= 3 else f"about {hours:.1f} hours left"
