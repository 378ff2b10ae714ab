"""How ``transcribe audit`` says what it found: on the screen, and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transcribe.cli.terminal import console, plural, visible
from transcribe.core.pii import normalize

if TYPE_CHECKING:
    from rich.console import Console

    from transcribe.release.audit.values import Finding, Place, Report

MOST_PLACES = 4
"""Places shown of one name; all of them stand in ``--json``."""

TITLES = {
    "certain": ("Certain", "must go before this is shared", "bold red"),
    "likely": ("Likely", "look at each", "bold yellow"),
    "possible": ("Possible", "a glance is enough for most", "bold"),
}
KINDS = {
    "PLACEHOLDER": "placeholder",
    "ID_NUMBER": "number",
    "LOCATION": "place",
    "EMAIL": "e-mail",
    "OTHER": "name?",
    "JOB": "job title",
    "QUANTITY": "size or duration",
}


@dataclass(frozen=True)
class _Group:
    kind: str
    name: str
    findings: tuple[Finding, ...]

    @property
    def confidence(self) -> str:
        from transcribe.release.audit.values import CONFIDENCES

        return min((one.confidence for one in self.findings), key=CONFIDENCES.index)


def _groups(findings: Iterable[Finding]) -> list[_Group]:
    """Findings by kind and name, in the order of their first."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.kind, finding.name), []).append(finding)
    return [_Group(kind, name, tuple(group)) for (kind, name), group in found.items()]


# -- JSON ---------------------------------------------------------------------------------------


def to_document(
    report: Report, *, paths: Sequence[Path], known: Mapping[str, Any]
) -> dict[str, Any]:
    """The one document of ``audit --json``; docs/audit.md describes it."""
    from transcribe.release.audit.values import CONFIDENCES

    return {
        "schema": 1,
        "paths": [_clean(str(path)) for path in paths],
        "files": report.files,
        "words": report.words,
        "known": dict(known),
        "counts": {confidence: report.count(confidence) for confidence in CONFIDENCES},
        "findings": [_as_json(finding) for finding in report.findings],
        "groups": [
            {
                "kind": group.kind,
                "name": group.name,
                "confidence": group.confidence,
                "mentions": len(group.findings),
                "files": sorted({_clean(one.place.file) for one in group.findings}),
            }
            for group in _groups(report.findings)
        ],
        "hints": [_clean(hint) for hint in report.hints],
        "unreadable": [
            {"file": _clean(one.file), "reason": one.reason} for one in report.unreadable
        ],
    }


def _as_json(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "kind": finding.kind,
        "confidence": finding.confidence,
        "text": finding.text,
        "name": finding.name,
        "reason": finding.reason,
        "file": _clean(place.file),
        "part": place.part or None,
        "unit": place.unit or None,
        "line": place.line or None,
        "column": place.column,
        "context": finding.context,
    }


# -- screen -------------------------------------------------------------------------------------


def show_report(report: Report, *, known: Mapping[str, Any]) -> None:
    """Print what was found, the surest first, then what could not be looked into."""
    from rich.text import Text

    from transcribe.release.audit.judge import DETAILS
    from transcribe.release.audit.values import CONFIDENCES

    screen = console()
    groups = _groups(report.findings)
    details = [one for one in groups if one.kind in DETAILS and one.confidence == CONFIDENCES[-1]]
    for confidence in CONFIDENCES:
        some = [one for one in groups if one.confidence == confidence and one not in details]
        if some:
            title, advice, style = TITLES[confidence]
            screen.print(Text.assemble((f"{title} ", style), (f"({advice})", "dim")))
            for group in some:
                _show_group(screen, group)
            screen.print()
    if details:
        _show_details(screen, details)
    for hint in report.hints:
        screen.print(Text(f"Note: {_clean(hint)}"))
    for unread in report.unreadable:
        screen.print(Text.assemble(("✗ ", "bold red"), f"{_clean(unread.file)}: {unread.reason}"))
    _show_end(screen, report, groups, known)


def _show_group(screen: Console, group: _Group) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from transcribe.release.audit.values import CONFIDENCES

    findings = sorted(group.findings, key=lambda one: CONFIDENCES.index(one.confidence))
    first = findings[0]
    files = {one.place.file for one in group.findings}
    written = (one.text for one in group.findings if normalize(one.text) == group.name)
    shown = group.name if group.kind == "PLACEHOLDER" else next(written, group.name)
    where = f" in {plural(len(files), 'file')}" if len(files) > 1 else ""
    kind = KINDS.get(group.kind, group.kind.lower())
    head = Text.assemble(
        (_clean(" ".join(shown.split())), "bold"),
        f"  ({kind}, {plural(len(group.findings), 'mention')}{where}: {first.reason})",
    )
    screen.print(Padding(head, (0, 0, 0, 2)) if screen.is_terminal else Text("  ").append(head))
    for one in findings[:MOST_PLACES]:
        _show_place(screen, one, sure=one.confidence == group.confidence)
    if len(group.findings) > MOST_PLACES:
        screen.print(Text(f"      … and {len(group.findings) - MOST_PLACES} more", style="dim"))


def _show_place(screen: Console, finding: Finding, *, sure: bool) -> None:
    """Its place on one line, and what stands there on the same if there is room."""
    from rich.text import Text

    place = where(finding.place) + ("" if sure else f"  only {finding.confidence}:")
    line = Text.assemble("      ", (place, "dim"))
    width = screen.width if not screen.soft_wrap else 10_000
    shown = _clean(finding.context)
    if len(place) + len(shown) + 9 <= width:
        screen.print(line.append(f"  {shown}"))
        return
    screen.print(line)
    screen.print(Text(f"        {_around(shown, width - 8)}"))


def _around(context: str, width: int) -> str:
    """As much of a context as a line holds, with the mention in its midst."""
    if len(context) <= width:
        return context
    start = min(max(0, context.find("⟦") - width // 3), len(context) - width + 1)
    left = "…" if start else ""
    shown = context[start : start + width - 2].strip("…")
    return f"{left}{shown}{'…' if start + width - 2 < len(context) else ''}"


def _show_details(screen: Console, details: Sequence[_Group]) -> None:
    """Dates, ages, sizes and titles, one line a kind: they name nobody."""
    from rich.text import Text

    screen.print(
        Text.assemble(("Details ", "bold"), ("(name nobody, and together may point at one)", "dim"))
    )
    kinds: dict[str, list[_Group]] = {}
    for group in details:
        kinds.setdefault(group.kind, []).append(group)
    for kind, some in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
        total = sum(len(group.findings) for group in some)
        listed = ", ".join(_clean(" ".join(one.findings[0].text.split())) for one in some[:12])
        more = f", … {len(some) - 12} more" if len(some) > 12 else ""
        name = KINDS.get(kind, kind.lower())
        screen.print(Text(f"  {name}, {plural(total, 'mention')}: {listed}{more}"))
    screen.print(Text("  (their places: --json)", style="dim"))
    screen.print()


def _show_end(
    screen: Console, report: Report, groups: Sequence[_Group], known: Mapping[str, Any]
) -> None:
    from rich.text import Text

    from transcribe.release.audit.values import CONFIDENCES

    counts = {
        confidence: sum(group.confidence == confidence for group in groups)
        for confidence in CONFIDENCES
    }
    looked = f"{plural(report.files, 'file')}, {report.words:,} words".replace(",", " ", 0)
    said = ", ".join(f"{counts[confidence]} {confidence}" for confidence in CONFIDENCES)
    screen.print(Text(f"Looked at {looked}: {said}."))
    sources = []
    if known["given"]:
        sources.append(f"{plural(known['given'], 'name')} of the list given")
    if known["study"]:
        sources.append(f"{plural(known['study'], 'name')} of the study in {known['from']}")
    if sources:
        screen.print(Text(f"Known names that were looked for: {', '.join(sources)}."))
    else:
        screen.print(Text("No list of names was given: --known FILE finds what no rule can."))
    if counts["certain"]:
        screen.print(Text("Not fit to be shared: something certain was found.", style="bold red"))
    elif report.unreadable:
        screen.print(Text("Nothing certain in what could be read.", style="yellow"))
    else:
        screen.print(Text("Nothing certain was found. No program finds everything: read it."))


def where(place: Place) -> str:
    """A place as a person looks it up: ``P07.txt:12:8 (turn 3, comment)``."""
    spot = f":{place.line}:{place.column}" if place.line else ""
    words = [word for word in (place.unit, place.part) if word]
    return _clean(f"{place.file}{spot}" + (f" ({', '.join(words)})" if words else ""))


def _clean(text: str) -> str:
    """One line that cannot move the cursor or turn the direction of a terminal."""
    return visible(re.sub(r"[\n\t]", " ", text))
