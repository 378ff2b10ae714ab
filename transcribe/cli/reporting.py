"""The work of ``transcribe report``: interviews gathered, measured, drawn, searched, written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transcribe.config import Settings
    from transcribe.export.interview import Interview
    from transcribe.release.gate import Obstacle
    from transcribe.report.drawing import Drawing
    from transcribe.report.values import Report
    from transcribe.run.store import Workspace

Blocked = dict[str, "tuple[Obstacle, ...]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a person asked for.

    Attributes
    ----------
    pictures
        ``page``: in the page alone; ``files``: beside it as well.
    """

    tier: str
    pictures: str
    to: Path


def carry_out(
    workspace: Workspace,
    chosen: Sequence[str],
    request: Request,
    *,
    show_names: bool,
    as_json: bool,
) -> None:
    """Write the report; what may not be in it is named, the others are.

    Raises
    ------
    GateError
        At the end, when something could not be in it.
    """
    from transcribe.cli.export_files import write_files
    from transcribe.cli.exporting import private_interviews
    from transcribe.errors import GateError
    from transcribe.export.interview import PUBLIC
    from transcribe.run.exported import delete_old

    if request.tier == PUBLIC:
        interviews, blocked, files = _public(workspace, chosen, request)
    else:
        interviews, blocked = private_interviews(workspace, chosen)
        files = {}
        if interviews:
            made = measure(workspace, interviews, tier=request.tier, left=tuple(blocked))
            files = _with_png(*draw(made, pictures=request.pictures))
    found = write_files(
        workspace, interviews, to=request.to, tier=request.tier, made={}, several=files
    )
    written = found.get("", [])
    if written and request.pictures == "files":
        delete_old(workspace, request.to, stem="report", kept=files)
    _say(workspace, interviews, written, blocked, show_names=show_names, as_json=as_json)
    if blocked:
        raise GateError(
            f"not in the report: {', '.join(blocked)}",
            hint="settle what stands in the way, above, and make the report again",
        )


def measure(
    workspace: Workspace,
    interviews: Mapping[str, Interview],
    *,
    tier: str,
    left: Sequence[str] = (),
) -> Report:
    """The report of some interviews, from what their tier shows."""
    from transcribe import __version__
    from transcribe.cli.study import study_settings
    from transcribe.export.interview import PRIVATE
    from transcribe.release.public import clean
    from transcribe.report.guide_rows import blocks
    from transcribe.report.measure import portrait
    from transcribe.report.values import Report
    from transcribe.run.portraits import facts_of, signers

    settings = study_settings(workspace)
    pairs = sorted(interviews.items(), key=lambda pair: pair[1].id)
    portraits = tuple(portrait(one, facts_of(workspace, name, tier=tier)) for name, one in pairs)
    private = tier == PRIVATE
    return Report(
        title=clean(str(settings["title"] or "")),
        tier=tier,
        tool=f"transcribe {__version__}",
        interviews=portraits,
        blocks=blocks([one for _, one in pairs]),
        settings=_settings(settings),
        limits=_limits(portraits),
        missing=_missing(workspace, interviews, left) if private else (),
        signers=signers(workspace, [name for name, _ in pairs]),
    )


def draw(report: Report, *, pictures: str) -> tuple[dict[str, bytes], dict[str, Drawing]]:
    """The page and, where they are wanted, its pictures as SVG: file names to content.

    Returns
    -------
    The files, and the drawings of the SVG among them, by the same names.
    """
    from transcribe.report.page import pictures as figures
    from transcribe.report.page import write_page

    shown = figures(report)
    drawings = {
        f"report-{name}.svg": drawing
        for picture in (shown if pictures == "files" else ())
        for name, drawing in zip(picture.file_names(), picture.drawings, strict=True)
    }
    page = {"report.html": write_page(report, shown)}
    return page | {name: one.standalone() for name, one in drawings.items()}, drawings


def _with_png(files: Mapping[str, bytes], drawings: Mapping[str, Drawing]) -> dict[str, bytes]:
    """The same files, each drawing's PNG after it."""
    from transcribe.report.raster import to_png

    found = {}
    for name, content in files.items():
        found[name] = content
        if name in drawings:
            found[f"{name.removesuffix('.svg')}.png"] = to_png(drawings[name])
    return found


def _public(
    workspace: Workspace, chosen: Sequence[str], request: Request
) -> tuple[dict[str, Interview], Blocked, dict[str, bytes]]:
    """Interviews that pass the gate, and files in which no known name stands."""
    from transcribe.cli.exporting import guide_items
    from transcribe.cli.study import study_settings
    from transcribe.guides import read_guide
    from transcribe.release.candidates import open_study
    from transcribe.release.exports import checked_for_export, public_interview
    from transcribe.release.reports import report_obstacles, silent_report

    settings = study_settings(workspace)
    study = open_study(workspace, settings=settings, read_guide=read_guide)
    interviews: dict[str, Interview] = {}
    blocked: Blocked = {}
    for one in checked_for_export(study, chosen):
        if one.obstacles:
            blocked[one.recording] = one.obstacles
            continue
        items = guide_items(workspace, one.recording, settings)
        interviews[one.recording] = public_interview(one, items=items)
    if not interviews:
        return {}, blocked, {}
    made = measure(workspace, interviews, tier=request.tier)
    texts, drawings = draw(made, pictures=request.pictures)
    own, _ = draw(silent_report(made), pictures=request.pictures)
    names = {name: one.id for name, one in interviews.items()}
    found = report_obstacles(study, names, texts, own)
    if found:
        return {}, blocked | dict.fromkeys(interviews, found), {}
    return interviews, blocked, _with_png(texts, drawings)


def _settings(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Settings that shaped the result, as a methods section tells them."""
    from transcribe.core.pii import ENTITY_TYPES
    from transcribe.report.wording import type_name
    from transcribe.stages.surrogates import DEFAULT_POLICIES

    policies: dict[str, list[str]] = {}
    for kind in ENTITY_TYPES:
        policy = settings.policies.get(kind) or DEFAULT_POLICIES.get(kind, "label")
        policies.setdefault(policy, []).append(type_name(kind))
    told = "; ".join(f"{policy} for {', '.join(kinds)}" for policy, kinds in policies.items())
    return (
        ("hesitations:", str(settings["fillers"])),
        ("in place of a detail:", told),
        ("rarity limit k =", str(settings["release.k"])),
    )


def _limits(portraits: Sequence[Any]) -> tuple[str, ...]:
    """What is known to go wrong with the engines in use, as ``status`` says it."""
    from transcribe.cli.status import known_limits
    from transcribe.report.wording import STAGE

    entries = [
        {
            "stages": [
                {"stage": engine.stage, "engine": engine.name, "model": engine.model}
                for engine in one.facts.engines
            ]
        }
        for one in portraits
    ]
    return tuple(f"{STAGE[stage]}: {text}" for stage, text in known_limits(entries).items())


def _missing(
    workspace: Workspace, interviews: Mapping[str, Interview], left: Sequence[str]
) -> tuple[str, ...]:
    """Recordings of the study that the report does not show, and why in a word."""
    found = []
    for name in workspace.ids():
        if name in interviews:
            continue
        if not workspace.transcript_path(name).is_file():
            found.append(f"{name} (no transcript yet)")
        elif name in left:
            found.append(f"{name} (consent, or edits that no run has followed)")
        else:
            found.append(f"{name} (not chosen)")
    return tuple(found)


def _say(
    workspace: Workspace,
    interviews: Mapping[str, Interview],
    written: Sequence[Path],
    blocked: Mapping[str, Sequence[Obstacle]],
    *,
    show_names: bool,
    as_json: bool,
) -> None:
    from transcribe.cli.export_report import show_blocked
    from transcribe.cli.exporting import as_plain
    from transcribe.cli.terminal import console, plural, print_json

    if as_json:
        print_json(
            {
                "report": str(written[0]) if written else None,
                "figures": [str(path) for path in written[1:]],
                "interviews": [{"id": name, "name": one.id} for name, one in interviews.items()],
                "blocked": [
                    {"id": name, "obstacles": [as_plain(one) for one in several]}
                    for name, several in blocked.items()
                ],
            }
        )
        return
    screen = console()
    if written:
        screen.print(f"✓ {plural(len(interviews), 'interview')} → {written[0]}", markup=False)
    for path in written[1:]:
        screen.print(f"✓ {path}", markup=False)
    show_blocked(workspace, blocked, show_names=show_names)
