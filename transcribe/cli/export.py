"""``transcribe export``: transcripts in the formats of other tools."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from transcribe.cli.options import (
    DEFAULT_OUT,
    IdsArgument,
    JsonOption,
    OutOption,
    ShowNamesOption,
    ToOption,
)


class Tier(StrEnum):
    """Who the files are for."""

    private = "private"
    public = "public"


class Place(StrEnum):
    """Where the guide's questions stand in a document."""

    headings = "headings"
    margin = "margin"
    none = "none"


def export(
    ids: IdsArgument = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="LIST",
            help="docx, srt, vtt, txt, md, csv, parquet, json, tei, maxqda, nvivo, atlasti, qdpx, "
            "qdc; several with commas.",
        ),
    ] = "docx",
    tier: Annotated[
        Tier,
        typer.Option(help="private: with names, stays with you; public: what a release shows."),
    ] = Tier.private,
    to: ToOption = None,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Private tier: names replaced as in a release.")
    ] = False,
    interviewee: Annotated[
        bool,
        typer.Option(
            "--for-interviewee",
            help="docx to be corrected by the interviewee; read back with import-corrections.",
        ),
    ] = False,
    quotes: Annotated[
        bool,
        typer.Option(
            "--quotes",
            help="Only the quotes collected on the review page; public tier: consent has to cover "
            "quote.",
        ),
    ] = False,
    guide: Annotated[
        Place, typer.Option(help="docx: where the guide's questions stand.")
    ] = Place.headings,
    speakers: Annotated[
        bool, typer.Option("--speakers/--no-speakers", help="docx: names of speakers.")
    ] = True,
    times: Annotated[bool, typer.Option("--times/--no-times", help="docx: times.")] = True,
    audio: Annotated[
        bool,
        typer.Option("--audio/--no-audio", help="Private qdpx: the recording inside it."),
    ] = True,
    show_names: ShowNamesOption = False,
    as_json: JsonOption = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Write transcripts for MAXQDA, NVivo, ATLAS.ti, QualCoder, Word, players, R and Python."""
    from transcribe.cli.exporting import Wish, carry_out, parse_formats
    from transcribe.cli.study import open_workspace, refresh_study, transcribed_ids
    from transcribe.errors import UsageError
    from transcribe.export.formats import Look

    wanted = parse_formats(formats)
    if interviewee and (wanted != ("docx",) or tier is Tier.public or pseudonyms):
        raise UsageError(
            "--for-interviewee goes with --format docx and the private tier",
            hint="transcribe export ID --format docx --for-interviewee",
        )
    if quotes and interviewee:
        raise UsageError(
            "an interviewee reads the whole transcript, not its quotes", hint="leave --quotes out"
        )
    if pseudonyms and tier is Tier.public:
        raise UsageError("the public tier always has pseudonyms", hint="leave --pseudonyms out")
    workspace = open_workspace(out)
    with workspace.lock():
        refresh_study(workspace)
        chosen = transcribed_ids(workspace, ids or ())
        wish = Wish(
            formats=wanted,
            tier=tier.value,
            to=to or workspace.out / "export" / tier.value,
            pseudonyms="replace" if pseudonyms else "keep",
            audio=audio,
            only="quotes" if quotes else "",
            look=Look(
                speakers="shown" if speakers else "hidden",
                times="shown" if times else "hidden",
                guide=guide.value,
                reader="interviewee" if interviewee else "study",
            ),
        )
        carry_out(workspace, chosen, wish, show_names=show_names, as_json=as_json)
