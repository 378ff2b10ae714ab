"""``transcribe audit``: what still identifies somebody in finished files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.release.audit.examine import Examiner
    from transcribe.stages.detect import Detector
    from transcribe.stages.mentions import KnownName

UNREADABLE, FOUND = 3, 4


def audit(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Files, folders or zips; of this tool or not."),
    ],
    known: Annotated[
        list[Path] | None,
        typer.Option(
            "--known",
            metavar="FILE",
            help="Names that must not be there: one a line, .csv, a sidecar's .toml, or the "
            "pseudonyms.json of a study. May be repeated.",
            show_default=False,
        ),
    ] = None,
    own: Annotated[
        bool, typer.Option("--study/--no-study", help="Look for this study's own names, too.")
    ] = True,
    as_json: JsonOption = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Look for what still identifies somebody in finished files, their names and properties."""
    from transcribe.backends.tags import read_tags
    from transcribe.cli.audit_report import show_report, to_document
    from transcribe.cli.terminal import print_json
    from transcribe.errors import worst_exit_code
    from transcribe.release.audit import CERTAIN, examine, gather
    from transcribe.release.audit.known import read_known
    from transcribe.run.store import Workspace

    names = [name for file in known or () for name in read_known(file)]
    workspace = Workspace(out)
    study = _study_names(workspace) if own else ()
    every = tuple(dict.fromkeys((*names, *study)))
    with _progress(as_json=as_json) as progress:
        report = examine(
            gather(paths, read_tags=read_tags, private=workspace.private),
            examiner=_examiner(every, progress),
        )
    facts = {
        "given": len(set(names)),
        "study": len(set(study)),
        "from": str(out) if study else None,
    }
    if as_json:
        print_json(to_document(report, paths=paths, known=facts))
    else:
        show_report(report, known=facts)
    codes = [FOUND] if report.count(CERTAIN) else []
    codes += [UNREADABLE] if report.unreadable else []
    if codes:
        raise typer.Exit(worst_exit_code(codes))


def _study_names(workspace: Any) -> tuple[KnownName, ...]:
    """What the sidecars list and what was replaced, where the private folder is at hand."""
    from transcribe.cli.terminal import console
    from transcribe.errors import TranscribeError
    from transcribe.release.gate import confirmed_names
    from transcribe.run.sources import study_identifiers
    from transcribe.stages.mentions import known_names

    if not workspace.exists:
        return ()
    try:
        listed = known_names(study_identifiers(workspace))
        documents = [
            workspace.load_transcript(name)
            for name in workspace.ids()
            if workspace.transcript_path(name).is_file()
        ]
    except (TranscribeError, PermissionError) as error:
        console(stderr=True).print(
            f"The names of the study in {workspace.out} cannot be read, so they are not looked "
            f"for: {error}",
            markup=False,
        )
        return ()
    return (*listed, *confirmed_names(documents))


def _examiner(names: tuple[KnownName, ...], progress: Any) -> Examiner:
    from transcribe.backends import pii
    from transcribe.backends.pii.lists import public_forms
    from transcribe.config import resolve
    from transcribe.readers.language import language_of
    from transcribe.release.audit.examine import Examiner

    models = resolve().models

    def open_detector(language: str) -> Detector:
        return pii.open_detector(pii.available(models)[0], models, language=language)

    return Examiner(
        open_detector=open_detector,
        language_of=language_of,
        is_public=lambda word: word in public_forms(),
        known=names,
        progress=progress,
    )


class _progress:
    """A bar on stderr in a terminal; nothing elsewhere."""

    def __init__(self, *, as_json: bool) -> None:
        self._wanted = not as_json
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Any:
        from transcribe.cli.terminal import console

        screen = console(stderr=True)
        if self._wanted and screen.is_terminal:
            from rich.progress import BarColumn, Progress, TextColumn

            self._bar = Progress(
                TextColumn("Looking"),
                BarColumn(bar_width=24),
                TextColumn("{task.percentage:>3.0f} %"),
                console=screen,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("", total=1.0)
        return self._tell

    def _tell(self, share: float) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=share)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
