"""``transcribe decide``: review without the page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.run.review import Question
    from transcribe.run.store import Workspace

MOST_ROUNDS = 5
"""Settling names can bring up further variants; this many rounds of ``--all`` settle those too."""


class Verdict(StrEnum):
    """What ``--all`` does with everything that is queued."""

    accept = "accept"
    reject = "reject"


def decide(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Recordings; all when none is named.", show_default=False),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            "-a",
            help="Replace: the id of one mention, or a name in the whole study. May be repeated.",
            show_default=False,
        ),
    ] = None,
    reject: Annotated[
        list[str] | None,
        typer.Option(
            "--reject",
            "-r",
            help="Leave: the id of one mention, or a name in the whole study. May be repeated.",
            show_default=False,
        ),
    ] = None,
    everything: Annotated[
        Verdict | None,
        typer.Option("--all", help="Settle all that is queued.", show_default=False),
    ] = None,
    sign_off: Annotated[
        str | None,
        typer.Option("--sign-off", metavar="NAME", help="Your name: you have read it and agree."),
    ] = None,
    as_json: JsonOption = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Settle which names are replaced, and sign transcripts off; alone, it lists what is queued."""
    from transcribe.cli.study import choose_ids, open_workspace, refresh_study
    from transcribe.errors import UsageError
    from transcribe.run.review import decide_one
    from transcribe.run.signoff import sign

    workspace = open_workspace(out)
    if sign_off is not None and not sign_off.strip():
        raise UsageError("--sign-off needs the name of the person who signs")
    if not (accept or reject or everything or sign_off):
        _list(workspace, choose_ids(workspace, ids or ()), as_json=as_json)
        return
    with workspace.lock():
        # Earlier decisions may have been written just before a kill.
        refresh_study(workspace)
        ids, accept, reject = _sort_out(workspace, ids or [], accept or [], reject or [])
        chosen = choose_ids(workspace, ids)
        for accepted, named in ((True, accept), (False, reject)):
            for what in named:
                decide_one(workspace, chosen, what=what, accept=accepted)
        refresh_study(workspace)
        if everything is not None:
            _settle_all(workspace, chosen, accept=everything is Verdict.accept)
        if sign_off is not None:
            _check_settled(workspace, chosen)
            for recording in chosen:
                sign(workspace, recording, name=sign_off.strip())
    _report(workspace, chosen, as_json=as_json)


def _sort_out(
    workspace: Workspace, ids: list[str], accept: list[str], reject: list[str]
) -> tuple[list[str], list[str], list[str]]:
    """Let ``--accept A B`` mean both: what is no recording's id goes with the only option given."""
    there = set(workspace.ids())
    others = [name for name in ids if name not in there]
    if others and bool(accept) != bool(reject):
        ids = [name for name in ids if name in there]
        accept, reject = (accept + others, reject) if accept else (accept, reject + others)
    return ids, accept, reject


def _settle_all(workspace: Workspace, chosen: tuple[str, ...], *, accept: bool) -> None:
    from transcribe.cli.study import refresh_study
    from transcribe.run.review import decide_all

    for _ in range(MOST_ROUNDS):
        if not decide_all(workspace, chosen, accept=accept):
            return
        refresh_study(workspace)


def _check_settled(workspace: Workspace, chosen: tuple[str, ...]) -> None:
    """Refuse to sign what still waits for a decision."""
    from transcribe.errors import GateError
    from transcribe.run.review import places, questions

    for recording in chosen:
        waiting = questions(places(workspace, [recording]))
        if waiting:
            raise GateError(
                f"{len(waiting)} names still wait for a decision, so it cannot be signed off",
                recording=recording,
                hint=f"list them: transcribe decide {recording}",
            )


def _list(workspace: Workspace, chosen: tuple[str, ...], *, as_json: bool) -> None:
    from transcribe.cli.terminal import console, plural, print_json
    from transcribe.run.review import places, questions

    waiting = questions(places(workspace, chosen))
    if as_json:
        print_json({"queued": [_as_json(question) for question in waiting]})
        return
    screen = console()
    for question in waiting:
        mentions = plural(len(question.places), "mention")
        where = plural(len(question.recordings), "interview")
        screen.print(
            f"{question.normalized}  ({question.type.lower()}, {mentions} in {where})",
            style="bold",
            markup=False,
        )
        for place in question.places[:3]:
            reason = place.entity.get("reason", "")
            screen.print(
                f"    {place.recording} {place.entity['id']}  {place.context}  ({reason})",
                markup=False,
            )
        if len(question.places) > 3:
            screen.print(f"    … and {len(question.places) - 3} more", markup=False)
    if waiting:
        first = workspace.out
        flag = "" if first == Path("transcripts") else f" --out {first}"
        screen.print(
            f"\n{plural(len(waiting), 'name')} to settle: "
            f"transcribe decide --accept NAME --reject NAME{flag}, or --all accept",
            markup=False,
        )
    else:
        screen.print("Nothing waits for a decision.", markup=False)


def _as_json(question: Question) -> dict[str, object]:
    return {
        "type": question.type,
        "text": question.normalized,
        "mentions": [
            {
                "recording": place.recording,
                "turn": place.turn,
                "id": place.entity["id"],
                "context": place.context,
                "reason": place.entity.get("reason", ""),
            }
            for place in question.places
        ],
    }


def _report(workspace: Workspace, chosen: tuple[str, ...], *, as_json: bool) -> None:
    """Say per recording what is replaced, what still waits, and who signed."""
    from transcribe.cli.terminal import console, plural, print_json
    from transcribe.run.review import places, questions
    from transcribe.run.signoff import read_sign_off

    rows = []
    for recording in workspace.ids():
        if recording not in chosen:
            continue
        found = places(workspace, [recording])
        signed = read_sign_off(workspace, recording)
        rows.append(
            {
                "id": recording,
                "replaced": sum(p.entity["decision"] in ("auto", "accepted") for p in found),
                "left": sum(p.entity["decision"] == "rejected" for p in found),
                "queued": len(questions(found)),
                "sign_off": signed.state,
                "by": signed.name,
            }
        )
    if as_json:
        print_json({"recordings": rows})
        return
    screen = console()
    for row in rows:
        by = f" by {row['by']}" if row["by"] else ""
        screen.print(
            f"{row['id']}: {row['replaced']} replaced, {row['left']} left, "
            f"{plural(int(str(row['queued'])), 'name')} waiting; {row['sign_off']}{by}",
            markup=False,
        )
