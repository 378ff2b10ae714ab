"""``transcribe review``: the review page, on this machine only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from transcribe.cli.options import DEFAULT_OUT, OutOption

if TYPE_CHECKING:
    from transcribe.review.room import Hands
    from transcribe.run.store import Workspace


def review(
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; 0: any free one.")] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address.")
    ] = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Open the page on which transcripts are checked against the sound, corrected and signed."""
    import os
    import webbrowser
    from pathlib import Path

    from transcribe.cli.study import open_workspace, study_settings, transcribed_ids
    from transcribe.cli.terminal import console
    from transcribe.review.room import Room
    from transcribe.review.serve import Server

    workspace = open_workspace(out)
    transcribed_ids(workspace, ())
    title = study_settings(workspace)["title"] or "Review"
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    room = Room(
        workspace,
        title=title,
        hands=_hands(workspace),
        preferences=config / "transcribe" / "review.json",
    )
    with Server(room, port=port) as server:
        # Edits and decisions may have been written just before a kill.
        room.begin()
        screen = console()
        screen.print(f"Review page: {server.address}", soft_wrap=True, markup=False)
        screen.print("It answers this machine only. Every change is kept at once. Ctrl+C ends it.")
        if not no_browser:
            webbrowser.open(server.address)
        server.wait()


def _hands(workspace: Workspace) -> Hands:
    from transcribe.backends.peaks import read_peaks
    from transcribe.cli.following import Following
    from transcribe.review.room import Hands

    following = Following(workspace)
    return Hands(
        update=following.update,
        refresh=following.refresh,
        blockers=following.blockers,
        standing=following.standing,
        public=following.public,
        progress=following.progress,
        absent=following.absent,
        guide=following.guide,
        peaks=read_peaks,
    )
