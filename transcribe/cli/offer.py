"""Offers, once a study and only in a terminal, to fetch better models before a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from transcribe.errors import TranscribeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transcribe.config import Settings
    from transcribe.core.recording import Recording
    from transcribe.run.parts import Parts
    from transcribe.run.store import Workspace

MODEL = "small"


def needs_words(recordings: Iterable[Recording], *, only: str | None) -> bool:
    """Whether a run recognizes speech: a sound may be opened, and it does not stop before that."""
    from transcribe.run.grouping import AUDIO_SUFFIXES

    if only in ("decode", "diarize", "read"):
        return False
    return any(Path(one.path).suffix.lower() in AUDIO_SUFFIXES for one in recordings)


def offer_better(settings: Settings, parts: Parts, workspace: Workspace) -> bool:
    """Ask whether the advised recognizer shall be fetched, when only the draft one is here.

    Returns
    -------
    Whether something was fetched, so that the parts are to be looked at again.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()) or settings["asr.model"] != "auto":
        return False
    if workspace.memory().get("offered") or workspace.ids():
        return False
    try:
        engine = parts.recognizer(None)
    except TranscribeError:
        return False
    if not engine.draft:
        return False
    return _ask(settings.models, workspace)


def _ask(models: Path, workspace: Workspace) -> bool:
    import typer

    from transcribe.backends.hub import PUBLISHED, fetch_model
    from transcribe.cli.models import download_bar
    from transcribe.cli.terminal import console, show_error

    out = console(stderr=True)
    out.print("Only the small built-in recognizer is here: it makes drafts with many wrong words.")
    size = PUBLISHED[MODEL].megabytes
    try:
        wanted = typer.confirm(
            f"Fetch the model {MODEL} first ({size} MB, once; recordings stay here)?",
            default=False,
            err=True,
        )
    except typer.Abort:
        out.print("\nStopped; nothing was fetched. The next run asks again.")
        raise typer.Exit(130) from None
    workspace.remember(offered=True)
    if not wanted:
        out.print(f"Later: transcribe models fetch {MODEL}", style="dim")
        return False
    try:
        with download_bar(out) as progress:
            fetch_model(MODEL, models, progress=progress)
    except TranscribeError as error:
        show_error(error)
        out.print("Going on with the built-in recognizer.", style="dim")
        return False
    return True
