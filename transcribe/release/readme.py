"""What people read first in a bundle: README.md and CHANGES.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from transcribe.export.markdown import escape
from transcribe.release.metadata import About
from transcribe.run.releases import Changes, Version

STAGE_WORDS = {
    "asr": "words recognized",
    "diarize": "speakers told apart",
    "read": "read from a ready-made transcript",
    "align": "turns given to the questions of the guide",
    "hold": "requests to hold something back looked for",
    "detect": "identifying details looked for",
}


def readme(
    about: About,
    *,
    protocol: Mapping[str, Any],
    metrics: Mapping[str, Any],
    guides: Sequence[tuple[str, str]],
    forms: Sequence[str],
) -> bytes:
    """``README.md``.

    Parameters
    ----------
    guides
        Name in the bundle of each interview guide, and SHA-256 of the file it was made from.
    forms
        File names of blank consent forms.
    """
    parts = [
        f"# {escape(about.title)}",
        f"{about.description} Version {about.version}, {about.date}.",
        _cite(about),
        "## What is here\n\n" + _files(guides, audio=about.audio),
        "## The interviews\n\n" + _table(metrics),
        "## How it was made\n\n" + _made(protocol),
        "## How to read it\n\n" + _reading(),
    ]
    if forms:
        shown = ", ".join(escape(form) for form in forms)
        parts.append(f"## Consent\n\nParticipants signed this form (not enclosed): {shown}.")
    parts += [
        "## What it is not\n\nPseudonymized is not anonymous: as long as the makers keep the "
        "recordings, names can be traced back by them. Do not try to find out who speaks, and "
        "tell the makers if you think that you have recognized somebody.",
        f"## Licence\n\n{escape(about.license)}"
        + (f", {about.license_url}" if about.license_url else "")
        + ".",
        "## Is it whole?\n\n`sha256sum -c SHA256SUMS` compares every file with its digest.",
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _cite(about: About) -> str:
    who = "; ".join(escape(one) for one in about.creators)
    publisher = f" {escape(about.publisher)}." if about.publisher else ""
    said = f"{who} ({about.date[:4]}). " if who else ""
    return f"Cite as: {said}*{escape(about.title)}*. Version {about.version}.{publisher}"


def _files(guides: Sequence[tuple[str, str]], *, audio: bool) -> str:
    rows = [
        ("`transcripts/*/transcript.txt`", "to read: one paragraph a turn"),
        ("`transcripts/*/transcript.md`", "to read, under the questions of the guide"),
        ("`transcripts/*/transcript.vtt`", "subtitles with times, where there are any"),
        ("`transcripts/*/transcript.json`", "for programs: turns, times, questions, coverage"),
    ]
    if audio:
        rows.append(("`transcripts/*/audio.flac`", "sound in which names are covered by a tone"))
    rows += [(name, f"the interview guide (made from a file {sha[:12]}…)") for name, sha in guides]
    rows += [
        ("protocol.json", "what was done, in counts"),
        ("metrics.json", "words, minutes, turns and coverage of each interview"),
        ("CHANGES.md", "what changed since the version before"),
        ("CITATION.cff, datacite.json, ro-crate-metadata.json", "for catalogues"),
        ("SHA256SUMS", "digests of all files"),
    ]
    return "\n".join(["| file | what |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])


def _table(metrics: Mapping[str, Any]) -> str:
    lines = [
        "| interview | language | minutes | turns | words | questions asked or answered |",
        "|---|---|---|---|---|---|",
    ]
    for one in metrics["interviews"]:
        coverage = one["coverage"]
        met = sum(coverage[status] for status in ("asked", "paraphrased", "answered"))
        total = sum(coverage.values())
        minutes = "–" if one["minutes"] is None else one["minutes"]
        lines.append(
            f"| {escape(one['public_id'])} | {one['language']} | {minutes} | {one['turns']} | "
            f"{one['words']} | {f'{met} of {total}' if total else '–'} |"
        )
    everything = metrics["all"]
    lines.append(
        f"| all | | {everything['minutes']} | {everything['turns']} | {everything['words']} | |"
    )
    return "\n".join(lines)


def _made(protocol: Mapping[str, Any]) -> str:
    lines = []
    for stage in protocol["stages"]:
        words = STAGE_WORDS.get(stage["stage"])
        if words is None:
            continue
        engines = ", ".join(
            f"{engine['name']}{' (a draft: expect errors)' if engine['draft'] else ''}"
            f" in {engine['interviews']}"
            for engine in stage["engines"]
        )
        lines.append(f"- {words}: {engines}")
    mentions = list(protocol["anonymization"]["mentions"].values())
    counts = {
        name: sum(one[name] for one in mentions)
        for name in ("replaced_without_asking", "replaced_by_a_person", "left_by_a_person")
    }
    lines += [
        f"- identifying details replaced: {counts['replaced_without_asking']} that were sure, "
        f"{counts['replaced_by_a_person']} that a person decided; "
        f"{counts['left_by_a_person']} found and left by a person",
        f"- read and signed off by a person: {protocol['review']['signed_off']} of "
        f"{protocol['interviews']}",
        f"- rare words told less precisely: {protocol['rarity']['told_less_precisely']}; "
        f"rarity limit k = {protocol['rarity']['k']}",
        f"- made with {protocol['tool']['name']} {protocol['tool']['version']}; "
        "more in protocol.json",
    ]
    return "\n".join(lines)


def _reading() -> str:
    return (
        "Names stand in brackets: `[Person 2]` is the same person in all interviews, `[Company 7]` "
        "the same organization; the numbers say nothing else. `[30-39]` or `[6-10 people]` is a "
        "range that was said precisely. Times are seconds from the start. A question of the guide "
        "was *asked*, *paraphrased*, *answered* without being asked, *not applicable*, or "
        "*skipped*."
    )


def changes_text(
    about: About, changes: Changes, *, earlier: Sequence[Version], turns: Mapping[str, int]
) -> bytes:
    """``CHANGES.md``: interviews by their public name; what is gone is only counted.

    Parameters
    ----------
    earlier
        Versions before this one, in order.
    turns
        Public id to how many turns the interview has now.
    """
    lines = [f"# Changes\n\n## Version {about.version}, {about.date}\n"]
    if not earlier:
        lines.append(f"First release: {_interviews(about.interviews)}.")
    else:
        lines += [f"- {escape(one)}: added" for one in changes.added]
        lines += [
            f"- {escape(one)}: {count} of {turns[one]} turns changed"
            if count
            else f"- {escape(one)}: its name in the release has changed"
            for one, count in changes.changed
        ]
        lines += [f"- {escape(one)}: unchanged" for one in changes.unchanged]
        if changes.removed:
            lines.append(f"- {_interviews(changes.removed)} removed")
        if not (changes.added or changes.changed or changes.removed):
            lines.append("\nOnly what is said about the interviews has changed.")
    for version in reversed(earlier):
        # Which ones is not said again: one of them may be withdrawn by now.
        lines.append(
            f"\n## Version {version.number}, {version.date}\n\n{_interviews(version.count)}."
        )
    return ("\n".join(lines) + "\n").encode()


def _interviews(count: int) -> str:
    return "1 interview" if count == 1 else f"{count} interviews"
