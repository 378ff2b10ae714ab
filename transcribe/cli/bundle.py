"""The bundle that ``transcribe release --bundle`` writes, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transcribe.release.bundle import Bundle
    from transcribe.release.candidates import Study
    from transcribe.release.contents import GuideText
    from transcribe.release.gate import Checked, Obstacle
    from transcribe.release.outcome import Outcome


def make_bundle(
    study: Study, outcomes: Sequence[Outcome], target: Path, *, zipped: bool
) -> dict[str, Any]:
    """Write the bundle, or say what stands in its way.

    An interview whose consent does not cover a release is left out. While anything else stands
    in the way of one, there is no bundle: a data set must not lack an interview by accident.
    """
    from transcribe.release.bundle import build_bundle
    from transcribe.release.deposit import refuse_foreign, write_bundle
    from transcribe.release.gate import CONSENT

    refuse_foreign(study.workspace, target, zipped=zipped)
    passed = [one.checked for one in outcomes if not one.checked.obstacles]
    waiting = [
        one.checked.recording
        for one in outcomes
        if any(obstacle.kind != CONSENT for obstacle in one.checked.obstacles)
        and not any(obstacle.kind == CONSENT for obstacle in one.checked.obstacles)
    ]
    if waiting or not passed:
        return {"written": [], "waiting": waiting, "obstacles": [], "bundle": None}
    bundle = build_bundle(study, passed, guides=_guides(study, passed), name=target.absolute().name)
    paths = [] if bundle.obstacles else write_bundle(study.workspace, bundle, target, zipped=zipped)
    return {"written": paths, "waiting": [], "obstacles": bundle.obstacles, "bundle": bundle}


def _guides(study: Study, passed: Sequence[Checked]) -> list[GuideText]:
    """Every guide that the interviews were aligned to, once, in order of their files' names."""
    from transcribe.guides.write import to_markdown
    from transcribe.release.contents import GuideText
    from transcribe.run.intake import find_guide
    from transcribe.run.sources import present

    paths = {
        path
        for one in passed
        if (path := find_guide(present(study.workspace, one.recording), study.settings))
        and path.is_file()
        and study.documents[one.recording].get("guide")
    }
    guides = [study.read_guide(path) for path in sorted(paths)]
    return [GuideText(text=to_markdown(guide).encode(), sha256=guide.sha256) for guide in guides]


def bundle_json(made: dict[str, Any]) -> dict[str, Any]:
    """What ``--json`` says of a bundle."""
    bundle: Bundle | None = made["bundle"]
    facts: dict[str, Any] = {
        "written": [str(path) for path in made["written"]],
        "waiting_for": made["waiting"],
        "obstacles": [
            {"kind": one.kind, "message": one.message, "hint": one.hint}
            for one in made["obstacles"]
        ],
    }
    if bundle is not None:
        changes = bundle.changes
        facts |= {
            "version": bundle.version.number,
            "date": bundle.version.date,
            "new_version": bundle.fresh,
            "interviews": bundle.version.count,
            "changes": {
                "added": list(changes.added),
                "changed": dict(changes.changed),
                "unchanged": list(changes.unchanged),
                "removed": changes.removed,
            },
        }
    return facts


def show_bundle(study: Study, made: dict[str, Any], *, show_names: bool) -> None:
    """What became of the bundle, for a person."""
    from transcribe.cli.terminal import console, plural
    from transcribe.run.advice import with_out

    screen, bundle = console(), made["bundle"]
    if made["waiting"] or bundle is None:
        screen.print("✗ no bundle", style="bold", markup=False)
        for recording in made["waiting"]:
            screen.print(f"    {recording} is not ready for it", markup=False)
        if made["waiting"]:
            screen.print(
                "      → settle that, or name the interviews it may go without the others",
                markup=False,
            )
        return
    if made["obstacles"]:
        screen.print("✗ no bundle", style="bold", markup=False)
        for obstacle in made["obstacles"]:
            _show_obstacle(screen, obstacle, show_names=show_names)
        hints = dict.fromkeys(with_out(one.hint, study.workspace.out) for one in made["obstacles"])
        for hint in hints:
            screen.print(f"      → {hint}", markup=False)
        return
    for path in made["written"]:
        screen.print(f"✓ bundle → {path}", markup=False)
    number, date = bundle.version.number, bundle.version.date
    said = "a new version" if bundle.fresh else "the version released before, to the byte"
    screen.print(f"    version {number} of {date}, {said}", markup=False)
    changes = bundle.changes
    counts = [
        f"{len(changes.added)} added",
        f"{len(changes.changed)} changed",
        f"{changes.removed} removed",
        f"{len(changes.unchanged)} unchanged",
    ]
    screen.print(
        f"    {plural(bundle.version.count, 'interview')}: {', '.join(counts)}", markup=False
    )


def _show_obstacle(screen: Any, obstacle: Obstacle, *, show_names: bool) -> None:
    which = f": {obstacle.name}" if show_names and obstacle.name else ""
    screen.print(f"    {obstacle.message}{which}", markup=False)
