"""``transcribe decide``: review without the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.run.store import Workspace

_MENTION = re.compile(r"e\d+-\d+(?:=|$)")

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
            help="Replace: the id of one mention, or a name in the whole study; or leave out: the "
            "id of a passage, or turns (t0040..t0043). "
            'With "NAME=OTHER" it gets the number of the other name: "John=John Smith". '
            "May be repeated.",
            show_default=False,
        ),
    ] = None,
    reject: Annotated[
        list[str] | None,
        typer.Option(
            "--reject",
            "-r",
            help="Leave: the id of one mention, a name in the whole study, or a passage. May be "
            "repeated.",
            show_default=False,
        ),
    ] = None,
    undo: Annotated[
        list[str] | None,
        typer.Option(
            "--undo",
            "-u",
            help="Take back what was decided on a mention or a name. May be repeated.",
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
    with_settled: Annotated[
        bool, typer.Option("--settled", help="List what is decided as well.")
    ] = False,
    as_json: JsonOption = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Settle which names are replaced, and sign transcripts off; alone, it lists what is queued."""
    from transcribe.cli.decisions import show_open, show_state
    from transcribe.cli.passages import show_outcome
    from transcribe.cli.study import choose_ids, open_workspace, refresh_study, transcribed_ids
    from transcribe.cli.terminal import console
    from transcribe.errors import UsageError
    from transcribe.run.signoff import sign

    workspace = open_workspace(out)
    if sign_off is not None and not sign_off.strip():
        raise UsageError("--sign-off needs the name of the person who signs")
    if not (accept or reject or undo or everything or sign_off):
        show_open(
            workspace, transcribed_ids(workspace, ids or ()), settled=with_settled, json=as_json
        )
        return
    words = _sort_out(workspace, ids or [], accept or [], reject or [], undo or [])
    _check_contradictions(words)
    with workspace.lock():
        # Earlier decisions may have been written just before a kill.
        refresh_study(workspace)
        chosen = choose_ids(workspace, words.ids)
        spans = _spans(workspace, chosen, words)
        _decide_each(workspace, chosen, words)
        refresh_study(workspace)
        if everything is not None:
            _settle_all(workspace, chosen, accept=everything is Verdict.accept)
        if sign_off is not None:
            _check_settled(workspace, chosen)
            for recording in chosen:
                sign(workspace, recording, name=sign_off.strip())
    if spans and not as_json:
        show_outcome(console(), workspace, chosen[0], spans)
    show_state(workspace, chosen, json=as_json)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Recordings, and what a person says of names and mentions."""

    ids: tuple[str, ...]
    accept: tuple[str, ...]
    reject: tuple[str, ...]
    undo: tuple[str, ...]


def _sort_out(
    workspace: Workspace, ids: list[str], accept: list[str], reject: list[str], undo: list[str]
) -> Words:
    """Let ``--accept A B`` mean both: what is no recording's id goes with the only option given."""
    there = set(workspace.ids())
    others = [name for name in ids if name not in there]
    given = [words for words in (accept, reject, undo) if words]
    if others and len(given) == 1:
        ids = [name for name in ids if name in there]
        given[0].extend(others)
    return Words(ids=tuple(ids), accept=tuple(accept), reject=tuple(reject), undo=tuple(undo))


def _check_contradictions(words: Words) -> None:
    """Refuse two verdicts on one name: the order of options says nothing."""
    from transcribe.core.pii import normalize
    from transcribe.errors import UsageError

    accepted = [one.partition("=")[0] for one in words.accept]
    verdicts = [*set(map(normalize, words.reject)), *set(map(normalize, words.undo))]
    verdicts += set(map(normalize, accepted))
    twice = sorted({one for one in verdicts if verdicts.count(one) > 1})
    targets: dict[str, set[str]] = {}
    for one in words.accept:
        name, _, other = one.partition("=")
        targets.setdefault(normalize(name), set()).add(normalize(other))
    twice += sorted(name for name, others in targets.items() if len(others) > 1)
    if twice:
        raise UsageError(
            f"two different verdicts on {', '.join(repr(one) for one in twice)}",
            hint="give each name or id to one of --accept, --reject and --undo",
        )


def _decide_each(workspace: Workspace, chosen: tuple[str, ...], words: Words) -> None:
    from transcribe.run.deciding import decide_one, is_known
    from transcribe.run.passages import decide_passage, is_passage

    for accepted, several in ((None, words.undo), (False, words.reject)):
        for what in several:
            if is_passage(what):
                decide_passage(workspace, chosen, what=what, leave_out=accepted)
            else:
                decide_one(workspace, chosen, what=what, accept=accepted)
    # A word on a name takes back those on its mentions, so the mentions come after it.
    for what in sorted(words.accept, key=lambda one: _MENTION.match(one) is not None):
        name, equals, other = what.partition("=")
        if is_passage(what):
            decide_passage(workspace, chosen, what=what, leave_out=True)
            continue
        if not equals or is_known(workspace, chosen, what):
            # A link may hold the sign itself.
            decide_one(workspace, chosen, what=what, accept=True)
        else:
            decide_one(workspace, chosen, what=name, accept=True, same=other)


def _spans(workspace: Workspace, chosen: tuple[str, ...], words: Words) -> list[list[str]]:
    """Turns of each passage that a person names; passages of several recordings are refused."""
    from transcribe.run.passages import is_passage, turns_meant

    if len(chosen) != 1:
        return []
    said = dict.fromkeys((*words.accept, *words.reject, *words.undo))
    return [turns_meant(workspace, chosen[0], what) for what in said if is_passage(what)]


def _settle_all(workspace: Workspace, chosen: tuple[str, ...], *, accept: bool) -> None:
    """Settle all names; passages are left out with ``accept``, and with ``reject`` still wait."""
    from transcribe.cli.study import refresh_study
    from transcribe.run.deciding import decide_all
    from transcribe.run.passages import decide_passage, held_passages

    for held in held_passages(workspace, chosen) if accept else ():
        if held.decision == "queued":
            decide_passage(workspace, [held.recording], what=held.id, leave_out=True)
    refresh_study(workspace)
    for _ in range(MOST_ROUNDS):
        if not decide_all(workspace, chosen, accept=accept):
            return
        refresh_study(workspace)


def _check_settled(workspace: Workspace, chosen: tuple[str, ...]) -> None:
    """Refuse to sign what still waits for a decision."""
    from transcribe.errors import GateError
    from transcribe.run.advice import command
    from transcribe.run.passages import open_passages
    from transcribe.run.review import places, questions

    for recording in chosen:
        held = open_passages(workspace, recording)
        if held:
            noun = "passage that was to be held back waits" if held == 1 else "passages wait"
            raise GateError(
                f"{held} {noun} for a decision, so it cannot be signed off",
                recording=recording,
                hint=f"read and settle each: {command('decide', recording)}",
            )
        waiting = questions(places(workspace, [recording]))
        if waiting:
            raise GateError(
                f"{len(waiting)} names still wait for a decision, so it cannot be signed off",
                recording=recording,
                hint=f"list them: {command('decide', recording)}",
            )
