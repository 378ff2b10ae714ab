"""The methods paragraph: models, settings, versions and what review changed; only what is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape

from transcribe.core.pii import ACCEPTED, AUTO, QUEUED, REJECTED
from transcribe.export.interview import PRIVATE
from transcribe.report.pictures.review import outcomes, state
from transcribe.report.values import KEPT, Engine, Report
from transcribe.report.wording import STAGE, count, listed, share, time_words


def methods(report: Report) -> tuple[str, ...]:
    """Paragraphs of plain text."""
    parts = (_study, _guides, _stages, _anonymized, _reviewed)
    return tuple(paragraph for part in parts if (paragraph := part(report)))


def _study(report: Report) -> str:
    several = report.interviews
    timed = [one.length for one in several if one.length is not None]
    time = f" ({time_words(sum(timed))} in all)" if timed else ""
    words = sum(one.words for one in several)
    languages = Counter(one.language for one in several)
    spoken = listed([f"{name} ({number})" for name, number in sorted(languages.items())])
    days = sorted({one.facts.made_on for one in several if one.facts.made_on})
    when = ""
    if days and report.tier == PRIVATE:
        span = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        when = f" Words were recognized on {span}."
    verb = "was" if len(several) == 1 else "were"
    return (
        f"{count(len(several), 'interview')}{time}, {count(words, 'word')}, {verb} processed with "
        f"{report.tool} on the researchers' own machine. Languages: {spoken}.{when}"
    )


def _guides(report: Report) -> str:
    several = []
    for block in (block for block in report.blocks if block.rows):
        digest = f", sha256 {block.sha256[:12]}…" if block.sha256 else ""
        sections = f" in {count(len(block.sections), 'section')}" if len(block.sections) > 1 else ""
        several.append(
            f"{block.file or 'a guide'} ({count(len(block.rows), 'question')}{sections}{digest}; "
            f"{count(len(block.members), 'interview')})"
        )
    return f"Interview guide: {listed(several)}." if several else ""


def _stages(report: Report) -> str:
    by_stage: dict[str, Counter[Engine]] = defaultdict(Counter)
    for one in report.interviews:
        for engine in one.facts.engines:
            by_stage[engine.stage][engine] += 1
    sentences = []
    for stage, words in STAGE.items():
        if stage not in by_stage:
            continue
        used = sorted(by_stage[stage].items(), key=lambda pair: (-pair[1], pair[0].name))
        several = [_engine(engine, number, len(report.interviews)) for engine, number in used]
        sentences.append(f"{words[0].upper()}{words[1:]}: {'; '.join(several)}.")
    drafts = Counter(stage for one in report.interviews for stage in one.facts.draft)
    if drafts:
        named = listed([f"{STAGE.get(stage, stage)} ({number})" for stage, number in
                        sorted(drafts.items())])  # fmt: skip
        sentences.append(
            f"Drafts by stand-in models, in so many interviews: {named}; expect errors."
        )
    return " ".join(sentences)


def _engine(engine: Engine, number: int, of: int) -> str:
    model = f", model {engine.model}" if engine.model else ""
    device = f", on {engine.device}" if engine.device else ""
    libraries = f" ({', '.join(engine.libraries)})" if engine.libraries else ""
    where = "" if number == of else f", in {count(number, 'interview')}"
    return f"{engine.name}{model}{device}{libraries}{where}"


def _anonymized(report: Report) -> str:
    total: Counter[str] = Counter()
    for one in report.interviews:
        total.update(outcomes(one))
    if not total.total():
        return ""
    parts = [
        f"{total[AUTO]:,} were replaced without asking",
        f"{total[ACCEPTED]:,} because a person said so",
        f"{total[REJECTED]:,} were left as a person said",
    ]
    if total[KEPT]:
        parts.append(f"{total[KEPT]:,} were kept by the study's settings")
    parts.append(f"{total[QUEUED]:,} wait for a decision")
    settings = "; ".join(f"{name} {value}" for name, value in report.settings)
    said = f" Settings: {settings}." if settings else ""
    return (
        f"Of {count(total.total(), 'mention')} of identifying details that were found, "
        f"{listed(parts)}.{said}"
    )


def _reviewed(report: Report) -> str:
    several = report.interviews
    signed = [one for one in several if one.facts.review.state == "signed"]
    untouched = [one for one in several if state(one) == "not reviewed"]
    if len(untouched) == len(several):
        return (
            "Not reviewed: nobody has read these transcripts against the sound or signed them off, "
            "so how many words are wrong in them is not known."
        )
    sentences = [f"{len(signed)} of {count(len(several), 'interview')} are signed off"]
    if report.signers:
        sentences[0] += f", by {count(report.signers, 'person', 'people')}"
    sentences[0] += "."
    if untouched:
        sentences.append(f"{count(len(untouched), 'interview')} not reviewed.")
    known = [one.facts.review for one in signed if one.facts.review.changed is not None]
    words = sum(one.words for one in known)
    if words:
        changed = sum(one.changed or 0 for one in known)
        sentences.append(
            f"In those signed off, people changed {changed:,} of {words:,} words as they were "
            f"before review ({share(changed, words, digits=1)}; words replaced, added or taken "
            "out, without regard to case and punctuation)."
        )
    sentences.append("How many errors were left is not known.")
    return " ".join(sentences)


def html(report: Report) -> str:
    """The section of the page."""
    paragraphs = "".join(f"<p>{escape(one)}</p>" for one in methods(report))
    limits = "".join(f"<li>{escape(one)}</li>" for one in report.limits)
    known = f"<h3>Known limits of these models</h3><ul>{limits}</ul>" if limits else ""
    return paragraphs + known
