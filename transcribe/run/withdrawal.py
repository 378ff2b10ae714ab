"""Withdrawal: everything of one participant is purged everywhere, and a tombstone says so."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from transcribe.core.pii import normalize
from transcribe.errors import TranscribeError, UsageError
from transcribe.run.bundles import bundles_with, delete_bundles, lies_there
from transcribe.run.carried import forget_carried
from transcribe.run.consent import tombstone_path, tombstones, withdrawn_ids
from transcribe.run.exported import delete_exports, exports_elsewhere, exports_there
from transcribe.run.linking import forget_voices
from transcribe.run.links import left_behind
from transcribe.run.rarity_log import RARITY_OPS
from transcribe.run.released import released, sweep_public
from transcribe.run.releases import Written, read_releases
from transcribe.run.reviewlog import DECIDE_NAME, Record, names_in, read_log
from transcribe.run.sources import left_alone, present, remembered, sidecar_path
from transcribe.run.store import Workspace, sync, write_atomic
from transcribe.run.study import read_table, write_table
from transcribe.run.withdrawn_names import keep_as_said


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What a withdrawal deletes.

    Attributes
    ----------
    recordings
        All recordings of the participant.
    released
        Public ids of those that had been released.
    paths
        Files and folders, in the order they are deleted.
    bundles
        Bundles that hold one of the recordings and still lie where they were written.
    elsewhere
        Where such bundles were written and lie no more: a copy may be somewhere.
    exports
        Exported files, reports among them, that hold one of the recordings.
        What links lead to, what has another name, and files of the study that this one is a copy
        of, in sentences.
    """

    participant: str
    recordings: tuple[str, ...]
    released: tuple[str, ...]
    paths: tuple[Path, ...]
    bundles: tuple[Written, ...] = ()
    elsewhere: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    staying: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What a withdrawal left behind.

    Attributes
    ----------
    remade
        Other recordings that the next run looks through again.
    foreign
        Files in bundles, and exports, that were not ours to delete: changed or added by hand.
    """

    remade: tuple[str, ...]
    foreign: tuple[str, ...]


def plan_withdrawal(workspace: Workspace, wanted: str) -> Withdrawal:
    """Find everything of the participant who is named, or whose recording is.

    Raises
    ------
    UsageError
        When no recording or participant has that name.
    """
    workspace.settle()
    people = {name: _participant(workspace, name) for name in workspace.ids()}
    participant = people.get(wanted, wanted)
    mine = tuple(name for name, person in people.items() if person == participant)
    if not mine:
        gone = any(wanted in (one["id"], one["participant"]) for one in tombstones(workspace))
        raise UsageError(
            f"{wanted} has already been withdrawn" if gone else f"there is no {wanted}",
            hint=None if gone else f"there are: {', '.join(people) or 'none'}",
        )
    paths: list[Path] = []
    public_ids = []
    for name in mine:
        note = released(workspace, name)
        if note:
            public_ids.append(str(note["public_id"]))
            paths.append(workspace.public / str(note["public_id"]))
        source, sidecar = remembered(workspace, name), sidecar_path(workspace, name)
        candidates = [source.path, source.words_path] if source else []
        paths += [Path(path) for path in candidates if path]
        if sidecar is not None:
            paths.append(sidecar)
        paths.append(workspace.folder(name))
    there = tuple(dict.fromkeys(path for path in paths if path.exists() or path.is_symlink()))
    bundles = bundles_with(read_releases(workspace), mine, public_ids=public_ids)
    return Withdrawal(
        participant=participant,
        recordings=mine,
        released=tuple(public_ids),
        paths=there,
        bundles=tuple(one for one in bundles if lies_there(one)),
        elsewhere=tuple(one.path for one in bundles if not one.elsewhere and not lies_there(one)),
        exports=tuple(one.path for one in exports_there(workspace, recordings=mine)),
        staying=(*left_behind(there), *files_left_alone(workspace, mine, bundles)),
    )


def files_left_alone(
    workspace: Workspace, recordings: tuple[str, ...], bundles: tuple[Written, ...] = ()
) -> tuple[str, ...]:
    """What a copy does not delete: files of the study it was made of."""
    said = left_alone(workspace)
    written = [one.path for one in bundles if one.elsewhere]
    written += [one.path for one in exports_elsewhere(workspace, recordings)]
    files = (
        f"{path} is left alone: it was written before these results were copied or moved"
        for path in written
    )
    return (*((said,) if said else ()), *files)


def purge(workspace: Workspace, plan: Withdrawal) -> Purged:
    """Carry a withdrawal out.

    The tombstone is written first: a kill in between leaves a withdrawal that can be repeated,
    never one that is forgotten.

    Raises
    ------
    TranscribeError
        When something cannot be deleted.
    """
    _write_tombstones(workspace, plan)
    workspace.index.forget()
    forget_carried(workspace)
    remade = {*keep_as_said(workspace, plan.recordings)}
    remade.update(forget_voices(workspace, plan.recordings))
    for recording in plan.recordings:
        workspace.transcript_path(recording).unlink(missing_ok=True)
    # Folders go last: as long as one is there, the withdrawal can be repeated.
    forget_names(workspace, recordings=plan.recordings)
    foreign = delete_bundles(workspace, plan.bundles, plan.recordings)
    foreign += delete_exports(workspace, plan.recordings)
    sweep_public(workspace)
    for path in plan.paths:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise TranscribeError(
                f"cannot delete {path} ({error.strerror})",
                hint="delete it by hand and repeat the withdrawal",
            ) from None
    return Purged(remade=tuple(sorted(remade)), foreign=foreign)


def _participant(workspace: Workspace, recording: str) -> str:
    try:
        return present(workspace, recording).interview.participant
    except TranscribeError:
        known = remembered(workspace, recording)
        return known.interview.participant if known else recording


def _write_tombstones(workspace: Workspace, plan: Withdrawal) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    path = tombstone_path(workspace)
    # One that is there is of a withdrawal that was cut off.
    there = withdrawn_ids(workspace)
    earlier = path.read_bytes() if path.is_file() else b""
    lines = [
        json.dumps(
            {
                "id": recording,
                "participant": plan.participant,
                "at": now,
                "purged": len(plan.paths),
                "released": list(plan.released),
            },
            ensure_ascii=False,
        )
        for recording in plan.recordings
        if recording not in there
    ]
    write_atomic(path, earlier + "".join(line + "\n" for line in lines).encode())
    sync(path.parent)


def forget_names(workspace: Workspace, *, recordings: tuple[str, ...] = ()) -> None:
    """Delete names that now stand nowhere; their numbers are never given again.

    Parameters
    ----------
    recordings
        Those whose names in a release are not used again either.
    """
    living = _living_names(workspace)
    table = read_table(workspace)
    retired = {
        f"{key.split(chr(9))[0]}\t{number}"
        for key, number in table.numbers.items()
        if key not in living
    }
    retired |= {
        f"public\t{table.public_ids[name]}" for name in recordings if name in table.public_ids
    }
    write_table(
        workspace,
        replace(
            table,
            numbers={key: number for key, number in table.numbers.items() if key in living},
            retired=tuple(sorted({*table.retired, *retired})),
            public_ids={
                name: public_id
                for name, public_id in table.public_ids.items()
                if name not in recordings
            },
        ),
    )
    if not workspace.study_log.is_file():
        return
    kept = [
        record
        for whole in read_log(workspace.study_log).records
        if (record := _about_others(whole, recordings)) is not None
        if record.op != DECIDE_NAME
        or all(f"{kind}\t{name}" in living for kind, name in names_in(record))
    ]
    # The one rewrite of a log: a withdrawn person's names must not live on in it.
    lines = [
        json.dumps(
            {
                "id": record.id,
                "at": record.at,
                "op": record.op,
                "artefact": record.artefact,
                **record.facts,
            },
            ensure_ascii=False,
        )
        for record in kept
    ]
    write_atomic(workspace.study_log, "".join(line + "\n" for line in lines).encode())


def _about_others(record: Record, recordings: tuple[str, ...]) -> Record | None:
    """A word on rare words without some interviews; None when it was about them alone."""
    about = record.facts.get("recordings")
    if record.op not in RARITY_OPS or not about:
        return record
    others = [name for name in about if name not in recordings]
    return replace(record, facts={**record.facts, "recordings": others}) if others else None


def _living_names(workspace: Workspace) -> set[str]:
    """Type and name, joined by a tab, of all that remaining transcripts mention."""
    living = set()
    for recording in workspace.ids():
        if not workspace.transcript_path(recording).is_file():
            continue
        for turn in workspace.load_transcript(recording)["turns"]:
            for entity in turn["entities"]:
                mention = turn["text"][entity["start_char"] : entity["end_char"]]
                for name in {normalize(mention), entity.get("identity") or ""} - {""}:
                    living.add(f"{entity['type']}\t{name}")
                for choice in entity.get("choices", ()):
                    living.add(f"{choice['type']}\t{choice['name']}")
    return living
