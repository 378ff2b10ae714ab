"""``transcribe release``: the gate, then the public files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.core.recording import Identifiers
    from transcribe.release.gate import Checked
    from transcribe.run.store import Workspace


def release(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Recordings; all when none is named.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Let out what consent and review allow; says everything that stands in the way."""
    from transcribe.cli.study import choose_ids, open_workspace, refresh_study
    from transcribe.errors import GateError, UsageError

    workspace = open_workspace(out)
    with workspace.lock():
        refresh_study(workspace)
        chosen = choose_ids(workspace, ids or ())
        if not chosen:
            raise UsageError("there is no transcript yet", hint="run: transcribe run recordings")
        results = _release(workspace, chosen)
    _show(results, as_json=as_json)
    blocked = [result["id"] for result in results if result["obstacles"]]
    if blocked:
        raise GateError(
            f"not released: {', '.join(blocked)}",
            hint="settle what stands in the way, above, and release again",
        )


def _release(workspace: Workspace, chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    from transcribe.release.gate import holds_listed
    from transcribe.release.publish import public_files, publish, withdraw_public
    from transcribe.run.sources import study_identifiers

    results = []
    identifiers = study_identifiers(workspace)
    for checked in _check(workspace, chosen, identifiers):
        files: tuple[Any, ...] = ()
        taken_back = False
        if not checked.obstacles:
            files = publish(workspace, checked)
        elif any(obstacle.kind == "consent" for obstacle in checked.obstacles):
            # What consent does not cover any more must not stay public either.
            taken_back = withdraw_public(workspace, checked.recording)
        else:
            # Nor may a name that was listed after it had been released.
            there = public_files(workspace, checked.recording)
            language = str(workspace.load_transcript(checked.recording)["language"])
            if there and holds_listed(there, identifiers, language=language):
                taken_back = withdraw_public(workspace, checked.recording)
        results.append(
            {
                "id": checked.recording,
                "public_id": checked.public_id,
                "files": [str(path) for path in files],
                "taken_back": taken_back,
                "obstacles": [
                    {"kind": one.kind, "message": one.message, "hint": one.hint}
                    for one in checked.obstacles
                ],
            }
        )
    return results


def _check(
    workspace: Workspace, chosen: tuple[str, ...], identifiers: Identifiers
) -> list[Checked]:
    """Every chosen recording through the gate; a public name used twice stops both."""
    from dataclasses import replace

    from transcribe.release.gate import Obstacle, confirmed_names

    documents = {
        name: workspace.load_transcript(name)
        for name in workspace.ids()
        if workspace.transcript_path(name).is_file()
    }
    public_ids = _public_ids(workspace, tuple(documents))
    names = confirmed_names(documents.values())
    checked = []
    for recording in chosen:
        one = _check_one(
            workspace,
            recording,
            documents[recording],
            public_id=public_ids[recording],
            names=names,
            identifiers=identifiers,
        )
        twin = [
            other
            for other, public_id in public_ids.items()
            if other != recording and public_id.casefold() == public_ids[recording].casefold()
        ]
        if twin:
            obstacle = Obstacle(
                kind="public-id",
                message=f"its public_id is also that of {', '.join(twin)}",
                hint="give each recording a public_id of its own in its sidecar",
            )
            one = replace(one, obstacles=(*one.obstacles, obstacle))
        checked.append(one)
    return checked


def _check_one(
    workspace: Workspace,
    recording: str,
    document: dict[str, Any],
    *,
    public_id: str,
    names: Any,
    identifiers: Identifiers,
) -> Checked:
    from transcribe.errors import ConsentError
    from transcribe.release.gate import Checked, Obstacle, check
    from transcribe.run.signoff import read_sign_off
    from transcribe.run.sources import present

    try:
        source = present(workspace, recording)
    except ConsentError as error:
        obstacle = Obstacle(kind="consent", message=error.message, hint=error.hint or "")
        return Checked(recording=recording, public_id=public_id, files={}, obstacles=(obstacle,))
    return check(
        source,
        document,
        public_id=public_id,
        sign_off=read_sign_off(workspace, recording),
        identifiers=identifiers,
        study_names=names,
    )


def _public_ids(workspace: Workspace, recordings: tuple[str, ...]) -> dict[str, str]:
    """Every recording's name in a release: its sidecar's, else the one drawn for it."""
    from transcribe.errors import TranscribeError
    from transcribe.run.sources import present
    from transcribe.run.study import read_table

    drawn = read_table(workspace).public_ids
    found = {}
    for recording in recordings:
        try:
            chosen = present(workspace, recording).interview.public_id
        except TranscribeError:
            chosen = None
        found[recording] = chosen or drawn[recording]
    return found


def _show(results: list[dict[str, Any]], *, as_json: bool) -> None:
    from transcribe.cli.terminal import console, print_json

    if as_json:
        keys = ("id", "public_id", "files")
        print_json(
            {
                "released": [
                    {key: one[key] for key in keys} for one in results if not one["obstacles"]
                ],
                "blocked": [
                    {
                        "id": one["id"],
                        "obstacles": one["obstacles"],
                        "taken_back": one["taken_back"],
                    }
                    for one in results
                    if one["obstacles"]
                ],
            }
        )
        return
    screen = console()
    for one in results:
        if not one["obstacles"]:
            folder = one["files"][0].rsplit("/", 1)[0]
            screen.print(f"✓ {one['id']} → {folder}/", markup=False)
            continue
        screen.print(f"✗ {one['id']}", style="bold", markup=False)
        for obstacle in one["obstacles"]:
            screen.print(f"    {obstacle['message']}", markup=False)
            if obstacle["hint"]:
                screen.print(f"      → {obstacle['hint']}", markup=False)
        if one["taken_back"]:
            screen.print("    what was public of it has been deleted", markup=False)
