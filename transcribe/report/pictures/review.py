"""How far people are with the transcripts, and what became of identifying details."""

from __future__ import annotations

from collections import Counter
from html import escape

from transcribe.core.pii import ACCEPTED, AUTO, ENTITY_TYPES, QUEUED, REJECTED
from transcribe.report.pictures.bars import Bar, stacked, steps
from transcribe.report.pictures.picture import Picture, Table
from transcribe.report.values import KEPT, OUTCOMES, Portrait, Report
from transcribe.report.wording import OUTCOME, STATE, count, share, type_name


def outcomes(one: Portrait) -> Counter[str]:
    """Mentions of an interview by what became of them."""
    total: Counter[str] = Counter()
    for counts in one.facts.mentions.values():
        total.update(counts)
    return total


def review(report: Report) -> Picture:
    """Mentions decided and left, and sign-off, interview by interview."""
    bars, rows = [], []
    for one in report.interviews:
        counts, facts = outcomes(one), one.facts.review
        whole = counts.total()
        settled = whole - counts[QUEUED]
        parts = (
            ("auto", float(counts[AUTO] + counts[KEPT]), f"{one.id}: settled without asking"),
            ("accepted", float(counts[ACCEPTED] + counts[REJECTED]), f"{one.id}: by a person"),
            ("queued", float(counts[QUEUED]), f"{one.id}: wait"),
        )
        bars.append(Bar(name=one.id, parts=parts, note=state(one)))
        rows.append(
            (
                escape(one.id),
                f"{settled:,}",
                f"{counts[ACCEPTED] + counts[REJECTED]:,}",
                f"{counts[QUEUED]:,} ({count(facts.open_names, 'name')})",
                f"{facts.open_passages}",
                f"{facts.edits:,}",
                changed_words(one),
                escape(" ".join(part for part in (state(one), facts.signed_on) if part)),
            )
        )
    most = max((outcomes(one).total() for one in report.interviews), default=0)
    legend = (
        ("auto", "settled without asking"),
        ("accepted", "decided by a person"),
        ("queued", "waits for a decision"),
    )
    return Picture(
        key="review",
        title="Review",
        caption="Mentions of identifying details that are settled and that wait for a person, and "
        "whether somebody has read the transcript and signed it off. Words changed: words that "
        "people changed, added or took out, of those that stood there before review; it says how "
        "many errors were mended, not how many there are.",
        drawings=(
            stacked(
                bars,
                most=float(most),
                ticks=steps(float(most)) if most else (),
                says=f"Progress of review of {count(len(report.interviews), 'interview')}.",
                legend=legend,
            ),
        ),
        table=Table(
            heads=("Interview", "Mentions settled", "by a person", "Waiting", "Passages waiting",
                   "Edits", "Words changed", "State"),
            rows=tuple(rows),
        ),
        legend=legend,
    )  # fmt: skip


def state(one: Portrait) -> str:
    """Where the review of an interview stands."""
    facts = one.facts.review
    if facts.state == "signed" and facts.released:
        return "signed off, released"
    if STATE[facts.state]:
        return STATE[facts.state]
    return "in review" if facts.edits or facts.decided else "not reviewed"


def changed_words(one: Portrait) -> str:
    """Words that people changed, or that nobody has reviewed it."""
    facts = one.facts.review
    if state(one) == "not reviewed":
        return "not reviewed"
    if facts.changed is None:
        return "not known"
    return f"{facts.changed:,} ({share(facts.changed, facts.words, digits=1)})"


def identifiers(report: Report) -> Picture | None:
    """Mentions by kind and outcome; None where nothing was found."""
    kinds: dict[str, Counter[str]] = {}
    for one in report.interviews:
        for kind, counts in one.facts.mentions.items():
            kinds.setdefault(kind, Counter()).update(counts)
    order = [kind for kind in ENTITY_TYPES if kinds.get(kind, Counter()).total()]
    if not order:
        return None
    used = [outcome for outcome in OUTCOMES if any(kinds[kind][outcome] for kind in order)]
    bars = [
        Bar(
            name=type_name(kind),
            parts=tuple(
                (outcome, float(kinds[kind][outcome]),
                 f"{type_name(kind)}: {kinds[kind][outcome]} {OUTCOME[outcome]}")
                for outcome in used
            ),
            note=count(kinds[kind].total(), "mention"),
        )
        for kind in order
    ]  # fmt: skip
    most = float(max(kinds[kind].total() for kind in order))
    legend = tuple((outcome, OUTCOME[outcome]) for outcome in used)
    return Picture(
        key="identifiers",
        title="Identifying details",
        caption="Mentions of identifying details that were found, by kind and by what became of "
        "them. What was never found is in no count: read a transcript before you sign it.",
        drawings=(
            stacked(
                bars,
                ticks=steps(most),
                says="Mentions of identifying details by kind and outcome.",
                legend=legend,
            ),
        ),
        table=Table(
            heads=("Kind", *(OUTCOME[outcome] for outcome in used), "all"),
            rows=tuple(
                (
                    escape(type_name(kind)),
                    *(f"{kinds[kind][outcome]:,}" for outcome in used),
                    f"{kinds[kind].total():,}",
                )
                for kind in order
            ),
        ),
        legend=legend,
    )
