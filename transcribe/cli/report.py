"""``transcribe report``: the study as one page, and its pictures as files."""

from __future__ import annotations

from typing import Annotated

import typer

from transcribe.cli.export import Tier
from transcribe.cli.options import (
    DEFAULT_OUT,
    IdsArgument,
    JsonOption,
    OutOption,
    ShowNamesOption,
    ToOption,
)


def report(
    ids: IdsArgument = None,
    tier: Annotated[
        Tier,
        typer.Option(help="private: with passages to read; public: what a release allows."),
    ] = Tier.private,
    figures: Annotated[
        bool,
        typer.Option("--figures", help="Each picture as SVG and PNG (300 dpi) beside the page."),
    ] = False,
    to: ToOption = None,
    show_names: ShowNamesOption = False,
    as_json: JsonOption = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Write the study as one HTML page: coverage, timelines, talk, doubts, review, methods."""
    from transcribe.cli.reporting import Request, carry_out
    from transcribe.cli.study import open_workspace, refresh_study, transcribed_ids

    workspace = open_workspace(out)
    with workspace.lock():
        refresh_study(workspace)
        chosen = transcribed_ids(workspace, ids or ())
        request = Request(
            tier=tier.value,
            pictures="files" if figures else "page",
            to=to or workspace.out / "export" / tier.value,
        )
        carry_out(workspace, chosen, request, show_names=show_names, as_json=as_json)
