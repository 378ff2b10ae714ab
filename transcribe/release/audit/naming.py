"""Names of files and folders: they leave with what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from transcribe.core.pii import normalize
from transcribe.release.audit.details import is_person
from transcribe.release.audit.values import (
    CERTAIN,
    LIKELY,
    POSSIBLE,
    Finding,
    Place,
    Source,
)
from transcribe.stages.detect import Detector
from transcribe.stages.lexicon import is_common
from transcribe.stages.tokens import strip_accents
from transcribe.stages.variants import KnownNames

_PART = re.compile(
    r"[A-Z]?[^\W\d_A-Z]+(?:[\u0300-\u036f\u200b-\u200f]+[^\W\d_A-Z]*)*|[A-Z]+(?![a-z])|[A-Z]|\d+"
)
_USUAL = frozenset(
    """
    interview interviews interviewee interviewer transcript transcripts transcription transcribed
    final finished draft clean cleaned raw edited anonymized anonymised anonymous anon public
    private release released data dataset audio video recording recordings meeting call zoom teams
    notes note guide protocol consent form readme license citation metadata index copy version
    study project participant person speaker session part file files text docs document
    documents new old the and of with from for in on at entretien entrevue participante quality
    issues software machine learning systems research survey codebook summary report table figure
    results analysis sha sums checksums datacite crate
    appendix supplement materials replication package coded coding english french company client
    january february march april may june july august september october november december
    zip txt docx json csv tsv vtt srt md html pdf tests test golden sample example examples
    """.split()
)
_NO_INITIALS = frozenset(
    """
    ML AI EN FR UK US USA EU CA QA QC VTT SRT TXT PDF CSV TSV XML ID IDS OK CV HR IT UX UI API DB
    SE RE DS NLP LLM GPU CPU ASR WAV MP3 MP4 M4A ZIP DOC DOCX HTML JSON README LICENSE FAQ FINAL
    INT REC IV IR RQ RQS DRAFT OLD NEW II III IX VI VII IRB GDPR DMP NVIVO TEI CC BY SHA MD ISO
    """.split()
)
_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{1,5}){1,2}$")
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])(?!\d)")


def in_names(
    source: Source, *, known: KnownNames, detector: Detector, seen: set[str]
) -> Iterator[Finding]:
    """Identifiers in the name of a file and in those of the folders it lies in.

    Parameters
    ----------
    seen
        Names of folders that were looked at already; added to.
    """
    parts = [part for part in re.split(r"[/\\]", source.looked_at) if part not in ("", ".", "..")]
    # Of a folder that was given as ".", the name is looked at, but stands in no path.
    outer = source.name.removesuffix(source.looked_at) if source.looked_at else source.name
    outer = outer if outer != source.name else ""
    for depth, part in enumerate(parts, start=1):
        path = outer + "/".join(parts[:depth])
        if path in seen:
            continue
        seen.add(path)
        last = depth == len(parts)
        place = Place(
            file=source.name if last else path, part="file name" if last else "folder name"
        )
        yield from _in_name(part, place=place, known=known, detector=detector)


def _in_name(
    part: str, *, place: Place, known: KnownNames, detector: Detector
) -> Iterator[Finding]:
    name = unquote(part)
    stem = _ENDING.sub("", name) if place.part == "file name" else name
    words = [word for word in _PART.findall(stem) if not word.isdigit()]
    found = False
    for text in dict.fromkeys((name, " ".join(_PART.findall(name)), _inside(words))):
        for match in known.find(text):
            sure = CERTAIN if match.exact else LIKELY
            reason = f"a known name in a {place.part}" if match.exact else match.reason
            yield _finding(
                part, kind=match.type, sure=sure, name=match.identity, reason=reason, place=place
            )
            found = True
    for email in re.findall(r"[\w.+-]+@[\w-]+\.\w+", name):
        reason = f"an e-mail address in a {place.part}"
        yield _finding(part, kind="EMAIL", sure=CERTAIN, name=email, reason=reason, place=place)
    if not found:
        yield from _listed(part, words, place=place, detector=detector)
    for day in _DAY.findall(name):
        reason = f"a day in a {place.part}"
        yield _finding(part, kind="DATE", sure=POSSIBLE, name=day, reason=reason, place=place)


def _inside(words: list[str]) -> str:
    """Words that are usual in file names taken off the front of others: ``lopezinterview``."""
    parts = []
    for word in words:
        plain = strip_accents(word).casefold()
        for usual in sorted(_USUAL, key=len, reverse=True):
            if len(usual) >= 4 and len(plain) > len(usual) + 2:
                if plain.endswith(usual):
                    plain = f"{plain[: -len(usual)]} {usual}"
                    break
                if plain.startswith(usual):
                    plain = f"{usual} {plain[len(usual) :]}"
                    break
        parts.append(plain)
    return " ".join(parts)


def _listed(part: str, words: list[str], *, place: Place, detector: Detector) -> Iterator[Finding]:
    """Names of the lists, in runs of words that are not usual in file names."""
    run: list[str] = []
    for word in [*words, ""]:
        plain = strip_accents(word).casefold()
        if len(plain) >= 3 and plain not in _USUAL and not is_common(plain):
            run.append(word)
            continue
        if run and is_person(" ".join(run), detector=detector):
            sure, name = CERTAIN if len(run) > 1 else LIKELY, " ".join(run)
            reason = f"a name in a {place.part}"
            yield _finding(part, kind="PERSON", sure=sure, name=name, reason=reason, place=place)
        run = []
        if re.fullmatch(r"[A-Z]{2,3}", word) and word not in _NO_INITIALS:
            reason = f"perhaps somebody's initials, in a {place.part}"
            yield _finding(
                part, kind="PERSON", sure=POSSIBLE, name=word, reason=reason, place=place
            )


def _finding(part: str, *, kind: str, sure: str, name: str, reason: str, place: Place) -> Finding:
    at = part.casefold().find(name.casefold())
    return Finding(
        kind=kind,
        confidence=sure,
        text=part[at : at + len(name)] if at >= 0 else part,
        name=normalize(name),
        reason=reason,
        place=Place(file=place.file, part=place.part, column=max(0, at) + 1),
        context=f"⟦{part}⟧",
    )
