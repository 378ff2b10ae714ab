"""``transcribe report``: the study as one page, and its pictures as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transcribe.cli.export import Tier
from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption


def report(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Recordings; all when none is named.", show_default=False),
    ] = None,
    tier: Annotated[
        Tier,
        typer.Option(help="private: with passages to read; public: what a release allows."),
    ] = Tier.private,
    figures: Annotated[
        bool,
        typer.Option("--figures", help="Each picture as SVG and PNG (300 dpi) beside the page."),
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="DIR", help="Folder to write to.", show_default="OUT/export/TIER"
        ),
    ] = None,
    show_names: Annotated[
        bool,
        typer.Option("--show-names", help="Say which names still stand; for your eyes only."),
    ] = False,
    as_json: JsonOption = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Write the study as one HTML page: coverage, timelines, talk, doubts, review, methods."""
    from transcribe.cli.reporting import Request, carry_out
    from transcribe.cli.study import choose_ids, open_workspace, refresh_study
    from transcribe.errors import UsageError

    workspace = open_workspace(out)
    with workspace.lock():
        refresh_study(workspace)
        chosen = choose_ids(workspace, ids or ())
        if not chosen:
            raise UsageError("there is no transcript yet", hint="run: transcribe run recordings")
        request = Request(
            tier=tier.value,
            pictures="files" if figures else "page",
            to=to or workspace.out / "export" / tier.value,
        )
        carry_out(workspace, chosen, request, show_names=show_names, as_json=as_json)
