"""``transcribe release``: the gate, then the public files and the bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.release.candidates import Study
    from transcribe.release.gate import Checked
    from transcribe.release.outcome import Outcome
    from transcribe.release.rarity import Rarity
    from transcribe.run.store import Workspace


def release(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Recordings; all when none is named.", show_default=False),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(
            "--bundle",
            metavar="DIR",
            help="Write a folder to deposit: transcripts, guide, protocol, metadata, digests.",
            show_default=False,
        ),
    ] = None,
    zipped: Annotated[bool, typer.Option("--zip", help="With --bundle: DIR.zip as well.")] = False,
    audio: Annotated[
        bool,
        typer.Option(
            "--audio", help="Sound as well, names covered, where consent has release_audio."
        ),
    ] = False,
    show_names: Annotated[
        bool,
        typer.Option("--show-names", help="Say which names still stand; for your eyes only."),
    ] = False,
    generalize: Annotated[
        bool, typer.Option("--generalize", help="Tell rare words less precisely, as proposed.")
    ] = False,
    accept_rarity: Annotated[
        str | None,
        typer.Option(
            "--accept-rarity",
            metavar="NAME",
            help="Your name: rare words may stand, at your risk; it is recorded.",
            show_default=False,
        ),
    ] = None,
    forget_rarity: Annotated[
        bool, typer.Option("--forget-rarity", help="Take all such decisions back.")
    ] = False,
    as_json: JsonOption = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Let out what consent and review allow; says everything that stands in the way."""
    from transcribe.cli.bundle import make_bundle, show_bundle
    from transcribe.cli.study import open_workspace, refresh_study, transcribed_ids
    from transcribe.errors import GateError, UsageError
    from transcribe.release.deposit import refuse_foreign
    from transcribe.run.sources import left_alone

    if accept_rarity is not None and not accept_rarity.strip():
        raise UsageError("--accept-rarity needs the name of the person who takes the risk")
    if zipped and bundle is None:
        raise UsageError("--zip needs --bundle", hint="transcribe release --bundle DIR --zip")
    workspace = open_workspace(out)
    left = left_alone(workspace)
    if left:
        # Neither the settings of the study nor consent as it is now can be read.
        raise UsageError(left)
    with workspace.lock():
        refresh_study(workspace)
        chosen = transcribed_ids(workspace, ids or ())
        study = _open(workspace)
        if bundle is not None:
            refuse_foreign(workspace, bundle, zipped=zipped)
        generalize = generalize or study.settings["release.rarity"] == "generalize"
        if forget_rarity or generalize or accept_rarity:
            study = _settle_rarity(
                study,
                chosen,
                generalize=generalize,
                accept=(accept_rarity or "").strip(),
                forget=forget_rarity,
            )
        outcomes, rare, size = _release(study, chosen, audio=audio)
        made = make_bundle(study, outcomes, bundle, zipped=zipped) if bundle else None
    if as_json:
        _print_json(study, outcomes, rare, made)
    else:
        _show(study, outcomes, show_names=show_names)
        _show_rare(study, rare, size=size)
        if made is not None:
            show_bundle(study, made, show_names=show_names)
    blocked = [one.checked.recording for one in outcomes if one.checked.obstacles]
    if made is not None and made["obstacles"] and not blocked:
        raise GateError("no bundle was written", hint="settle what stands in its way, above")
    if blocked:
        raise GateError(
            f"not released: {', '.join(blocked)}",
            hint="settle what stands in the way, above, and release again",
        )


def _open(workspace: Workspace) -> Study:
    from transcribe.cli.study import study_settings
    from transcribe.guides import read_guide
    from transcribe.release.candidates import open_study

    return open_study(workspace, settings=study_settings(workspace), read_guide=read_guide)


def _settle_rarity(
    study: Study, chosen: tuple[str, ...], *, generalize: bool, accept: str, forget: bool
) -> Study:
    """Write down what the person decided about rare words."""
    from transcribe.release.candidates import check_all
    from transcribe.release.outcome import accept_rare, generalize_rare, rare_in
    from transcribe.run.rarity_log import FORGET_RARITY, log_rarity

    if forget:
        log_rarity(study.workspace, FORGET_RARITY, [((), {})])
        study = _open(study.workspace)
    # Curing single words can leave combinations, so a few rounds are needed.
    for _ in range(5):
        rare, _ = rare_in(study, check_all(study, chosen))
        if not rare or not (generalize or accept):
            break
        if generalize:
            generalize_rare(study.workspace, rare)
        else:
            accept_rare(study.workspace, rare, name=accept, k=study.settings["release.k"])
        study = _open(study.workspace)
    return study


def _release(
    study: Study, chosen: tuple[str, ...], *, audio: bool
) -> tuple[list[Outcome], tuple[Rarity, ...], int]:
    from transcribe.release.outcome import check_set, let_out

    checked, rare, size = check_set(study, chosen)
    said: dict[str, str] = {}
    if audio:
        checked, said = _with_sound(study, checked)
    return let_out(study, checked, said=said), rare, size


def _with_sound(study: Study, checked: list[Checked]) -> tuple[list[Checked], dict[str, str]]:
    """What passed the gate with its sound, or with what is to be said of that."""
    from transcribe.cli.sound import build_sounding
    from transcribe.release.sound import with_sound

    sounding = build_sounding(study.settings)
    pairs = [
        (one, "") if one.obstacles else with_sound(study, one, sounding=sounding) for one in checked
    ]
    return [one for one, _ in pairs], {one.recording: said for one, said in pairs if said}


def _print_json(
    study: Study, outcomes: list[Outcome], rare: tuple[Rarity, ...], made: dict[str, Any] | None
) -> None:
    from transcribe.cli.bundle import bundle_json
    from transcribe.cli.terminal import print_json
    from transcribe.run.released import strangers

    bundle = {} if made is None else {"bundle": bundle_json(made)}
    print_json(
        {
            "released": [
                {
                    "id": one.checked.recording,
                    "public_id": one.checked.public_id,
                    "files": [str(path) for path in one.files],
                    "news": one.news,
                    "sound": one.sound,
                }
                for one in outcomes
                if not one.checked.obstacles
            ],
            "blocked": [
                {
                    "id": one.checked.recording,
                    "obstacles": [
                        {"kind": each.kind, "message": each.message, "hint": each.hint}
                        for each in one.checked.obstacles
                    ],
                    "taken_back": one.taken_back,
                }
                for one in outcomes
                if one.checked.obstacles
            ],
            "rare": [_rare_json(one) for one in rare],
            "strangers": list(strangers(study.workspace)),
            **bundle,
        }
    )


def _rare_json(rare: Rarity) -> dict[str, Any]:
    return {
        "kind": rare.kind,
        "value": rare.value,
        "recordings": list(rare.recordings),
        "shared": rare.shared,
        "cure": [{"value": one.value, "to": one.to} for one in rare.cure],
    }


def _show(study: Study, outcomes: list[Outcome], *, show_names: bool) -> None:
    from transcribe.cli.terminal import console
    from transcribe.run.advice import with_out
    from transcribe.run.bundles import bundles_with, lies_there
    from transcribe.run.released import strangers
    from transcribe.run.releases import read_releases

    screen, out = console(), study.workspace.out
    for one in outcomes:
        recording = one.checked.recording
        if not one.checked.obstacles:
            folder = one.files[0].parent
            screen.print(f"✓ {recording} → {folder}/ ({one.news})", markup=False)
            if one.sound:
                screen.print(f"    {one.sound}", markup=False)
            continue
        screen.print(f"✗ {recording}", style="bold", markup=False)
        hints: dict[str, None] = {}
        for obstacle in one.checked.obstacles:
            which = f": {obstacle.name}" if show_names and obstacle.name else ""
            screen.print(f"    {obstacle.message}{which}", markup=False)
            if obstacle.hint and obstacle.hint not in hints:
                hints[obstacle.hint] = None
                screen.print(f"      → {with_out(obstacle.hint, out)}", markup=False)
        if one.taken_back:
            screen.print("    what was public of it has been deleted", markup=False)
            for bundle in bundles_with(read_releases(study.workspace), [recording], public_ids=()):
                if lies_there(bundle):
                    screen.print(f"    it is still in {bundle.path}: delete that", markup=False)
    beside = strangers(study.workspace)
    if beside:
        screen.print(
            f"{study.workspace.public} also holds what this tool did not write or look into: "
            f"{', '.join(beside[:5])}{' …' if len(beside) > 5 else ''}",
            markup=False,
        )


def _show_rare(study: Study, rare: tuple[Rarity, ...], *, size: int) -> None:
    """What few interviews share, and what would be shown instead."""
    from transcribe.cli.terminal import console, plural

    if not rare:
        return
    screen, k = console(), study.settings["release.k"]
    screen.print(f"Rare in {plural(size, 'interview')} (release.k = {k}):", style="bold")
    for one in rare[:12]:
        instead = ", ".join(f"{each.value} → {each.to}" for each in one.cure)
        where = ", ".join(one.recordings)
        screen.print(
            f"    {one.kind}: {one.value}  ({where}; shared by {one.shared})", markup=False
        )
        screen.print(f"      would be told as: {instead}", markup=False, style="dim")
    if len(rare) > 12:
        screen.print(f"    … and {len(rare) - 12} more", markup=False)
    if size < k:
        screen.print(
            f"With fewer than {k} interviews nothing can be shared by {k}: look at these words "
            "yourself. transcribe release --generalize tells them less precisely.",
            markup=False,
        )
