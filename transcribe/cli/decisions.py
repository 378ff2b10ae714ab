"""What ``decide`` shows: names that wait, names that are settled, and how far each recording is."""

from __future__ import annotations

from collections.abc import Iterable
from shlex import quote
from typing import TYPE_CHECKING, Any

from transcribe.cli.options import DEFAULT_OUT

if TYPE_CHECKING:
    from rich.console import Console

    from transcribe.run.review import Question
    from transcribe.run.store import Workspace

MOST_PLACES = 3

VERDICTS = {
    "auto": "replaced by itself",
    "accepted": "you accepted it",
    "rejected": "left, as you said",
}


def show_open(workspace: Workspace, chosen: tuple[str, ...], *, settled: bool, json: bool) -> None:
    """List the names that wait for a decision; those that are settled as well, if wanted."""
    from transcribe.cli.passages import passage_json, show_decided, show_passages
    from transcribe.cli.terminal import console, plural, print_json
    from transcribe.run import review
    from transcribe.run.passages import held_passages

    found = review.places(workspace, chosen)
    waiting, done = review.questions(found), review.settled(found)
    passages = held_passages(workspace, chosen)
    held = [one for one in passages if one.decision == "queued"]
    decided = [one for one in passages if one.decision != "queued"]
    if json:
        document: dict[str, Any] = {"queued": [_as_json(one) for one in waiting]}
        document["passages"] = [passage_json(one) for one in held]
        if settled:
            document["settled"] = [_as_json(one) for one in done]
            document["passages"] += [passage_json(one) for one in decided]
        print_json(document)
        return
    screen = console()
    whole = _in_the_study(workspace, chosen)
    for question in waiting:
        _show_question(screen, question, whole.get((question.type, question.normalized)))
    flag = "" if workspace.out == DEFAULT_OUT else f" --out {quote(str(workspace.out))}"
    show_passages(screen, held, flag=flag)
    if waiting:
        screen.print(
            f"\n{plural(len(waiting), 'name')} to settle: "
            f"transcribe decide --accept NAME --reject NAME{flag}, or --all accept",
            markup=False,
        )
    elif not held:
        screen.print("Nothing waits for a decision.", markup=False)
    if settled:
        _show_settled(screen, done)
        if decided:
            show_decided(screen, decided)
    elif done:
        screen.print(
            f"{plural(len(done), 'name')} settled: transcribe decide --settled{flag}",
            style="dim",
            markup=False,
        )


def _in_the_study(workspace: Workspace, chosen: tuple[str, ...]) -> dict[tuple[str, str], Question]:
    """The same names in all recordings, where only some are looked at; a decision holds in all."""
    from transcribe.cli.study import choose_ids
    from transcribe.run import review

    there = choose_ids(workspace, ())
    if set(there) <= set(chosen):
        return {}
    everywhere = review.questions(review.places(workspace, there))
    return {(one.type, one.normalized): one for one in everywhere}


def _show_question(screen: Console, question: Question, whole: Question | None = None) -> None:
    extent = _extent(question)
    if whole is not None and len(whole.places) > len(question.places):
        extent = f"{extent} here; {_count(whole)} in the study"
    screen.print(f"{question.normalized}  ({extent})", style="bold", markup=False)
    reasons = {str(place.entity.get("reason", "")) for place in question.places}
    if len(reasons) == 1:
        screen.print(f"  {reasons.pop()}", style="dim", markup=False)
        reasons = set()
    for place in question.places[:MOST_PLACES]:
        reason = f"  ({place.entity.get('reason', '')})" if reasons else ""
        screen.print(
            f"    {place.recording} {place.entity['id']}  {place.context}{reason}", markup=False
        )
    if len(question.places) > MOST_PLACES:
        screen.print(f"    … and {len(question.places) - MOST_PLACES} more", markup=False)
    if not question.choices:
        return
    screen.print("  Which one is meant?", markup=False)
    for name, label in question.choices:
        option = quote(f"{question.normalized}={name}")
        screen.print(f"    {label or 'removed'}  --accept {option}", markup=False)
    unclear = question.places[0].entity["surrogate"] or "removed"
    option = quote(question.normalized)
    screen.print(f"    {unclear}  --accept {option}  (leaves open which)", markup=False)
    if len(question.places) > 1:
        example = question.places[0].entity["id"]
        screen.print(
            f"    Not always the same? One by one: --accept {quote(example + '=…')}", markup=False
        )


def _extent(question: Question) -> str:
    return f"{question.type.lower()}, {_count(question)}"


def _count(question: Question) -> str:
    from transcribe.cli.terminal import plural

    mentions = plural(len(question.places), "mention")
    return f"{mentions} in {plural(len(question.recordings), 'interview')}"


def _show_settled(screen: Console, done: Iterable[Question]) -> None:
    from rich.text import Text

    screen.print("\nSettled (take back with --undo NAME):", style="bold", markup=False)
    for question in done:
        labels = dict.fromkeys(str(place.entity["surrogate"]) for place in question.places)
        shown = "" if question.decision == "rejected" else f" → {', '.join(labels) or 'removed'}"
        reason = question.places[0].entity.get("reason", "")
        why = VERDICTS[question.decision]
        if question.decision == "auto" and reason:
            why = reason
        line = Text.assemble(
            f"  {question.normalized}{shown}  ", (f"({_extent(question)}; {why})", "dim")
        )
        screen.print(line)


def _as_json(question: Question) -> dict[str, object]:
    return {
        "type": question.type,
        "text": question.normalized,
        "decision": question.decision,
        "choices": [{"name": name, "surrogate": label} for name, label in question.choices],
        "mentions": [
            {
                "recording": place.recording,
                "turn": place.turn,
                "id": place.entity["id"],
                "surrogate": place.entity["surrogate"],
                "context": place.context,
                "reason": place.entity.get("reason", ""),
            }
            for place in question.places
        ],
    }


def show_state(workspace: Workspace, chosen: tuple[str, ...], *, json: bool) -> None:
    """Say per recording what is replaced, what still waits, and who signed."""
    from transcribe.cli.terminal import console, plural, print_json
    from transcribe.core.pii import ACCEPTED, QUEUED
    from transcribe.run.passages import held_passages
    from transcribe.run.review import places, questions
    from transcribe.run.signoff import read_sign_off

    rows = []
    for recording in workspace.ids():
        if recording not in chosen:
            continue
        found = places(workspace, [recording])
        held = held_passages(workspace, [recording])
        signed = read_sign_off(workspace, recording)
        rows.append(
            {
                "id": recording,
                "replaced": sum(p.entity["decision"] in ("auto", "accepted") for p in found),
                "left": sum(p.entity["decision"] == "rejected" for p in found),
                "queued": len(questions(found)),
                "passages": sum(one.decision == QUEUED for one in held),
                "passages_left_out": sum(one.decision == ACCEPTED for one in held),
                "sign_off": signed.state,
                "by": signed.name,
            }
        )
    if json:
        print_json({"recordings": rows})
        return
    screen = console()
    for row in rows:
        by = f" by {row['by']}" if row["by"] else ""
        state = (
            f"signed off{by}, but changed since"
            if row["sign_off"] == "stale"
            else (f"{row['sign_off']}{by}")
        )
        screen.print(
            f"{row['id']}: {row['replaced']} replaced, {row['left']} left, "
            f"{plural(int(str(row['queued'])), 'name')} waiting{_passages(row)}; {state}",
            markup=False,
        )


def _passages(row: dict[str, Any]) -> str:
    from transcribe.cli.terminal import plural

    said = {"waiting": row["passages"], "left out": row["passages_left_out"]}
    return "".join(f", {plural(count, 'passage')} {what}" for what, count in said.items() if count)
