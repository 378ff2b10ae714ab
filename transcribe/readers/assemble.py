"""Paragraphs and cues with their speakers to turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from transcribe.core.labels import plain, role_in
from transcribe.core.transcript import UNKNOWN, Speaker, Transcript, Turn
from transcribe.errors import TranscriptError
from transcribe.readers.language import language_of

SECONDS_A_WORD = 0.4
# 150 words a minute, the pace of conversation: only for the end of a last turn that bears a start.


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A paragraph or cue.

    Attributes
    ----------
    label
        As written; None where none is, so that the last speaker goes on.
    alone
        Never joined with what precedes it: nobody knows whether the speaker is the same.
    """

    label: str | None = field(repr=False)
    text: str = field(repr=False)
    start: float | None = None
    end: float | None = None
    alone: bool = False


def assemble(
    utterances: Iterable[Utterance],
    *,
    file: str,
    language: str | None = None,
    notices: Sequence[str] = (),
) -> Transcript:
    """Join what one speaker says on end, number speakers and turns, settle times.

    Raises
    ------
    TranscriptError
        When nothing with words is left.
    """
    joined = _join(utterances)
    if not joined:
        raise TranscriptError(
            f"no turns were found in {file}",
            stage="read",
            hint='write each turn as a paragraph of the form "Interviewer 1: …"',
        )
    times, remarks = _times(joined)
    speakers = _speakers(joined)
    labels = {plain_key(speaker.name): speaker.label for speaker in speakers}
    turns = tuple(
        Turn(
            id=f"t{index:04d}",
            speaker=labels[plain_key(utterance.label or "")],
            edited=utterance.text,
            given=given,
        )
        for index, (utterance, given) in enumerate(zip(joined, times, strict=True), start=1)
    )
    return Transcript(
        language=language or language_of(turn.text for turn in turns),
        duration=None,
        speakers=speakers,
        turns=turns,
        notices=(*notices, *remarks),
    )


def plain_key(label: str) -> str:
    """What two spellings of one label have in common."""
    return plain(label) or label.strip().casefold()


def _join(utterances: Iterable[Utterance]) -> list[Utterance]:
    joined: list[Utterance] = []
    opened: Utterance | None = None  # A label on a line of its own, whose words follow.
    for utterance in utterances:
        now = utterance
        if opened is not None and now.label is None:
            now = replace(
                now,
                label=opened.label,
                start=_first(opened.start, now.start),
                end=_first(now.end, opened.end),
            )
        opened = None
        if not now.text.strip():
            opened = now if now.label is not None else opened
            continue
        now = replace(now, text=now.text.strip())
        last = joined[-1] if joined else None
        same = last is not None and (
            now.label is None or plain_key(now.label) == plain_key(last.label or "")
        )
        if last is None or not same or now.alone:
            joined.append(now)
            continue
        ends = [end for end in (last.end, now.end) if end is not None]
        joined[-1] = replace(
            last,
            text=f"{last.text} {now.text}",
            end=max(ends) if ends else None,
        )
    return joined


def _first(one: float | None, other: float | None) -> float | None:
    return other if one is None else one


def _speakers(utterances: Sequence[Utterance]) -> tuple[Speaker, ...]:
    names: dict[str, str] = {}
    for utterance in utterances:
        names.setdefault(plain_key(utterance.label or ""), (utterance.label or "").strip())
    roles = {key: role_in(name, beside=names.values()) for key, name in names.items()}
    return tuple(
        Speaker(
            label=f"SPEAKER_{index:02d}",
            role=roles[key],
            name=name,
            margin=0.0 if roles[key] == UNKNOWN else 1.0,
        )
        for index, (key, name) in enumerate(names.items())
    )


def _times(
    utterances: Sequence[Utterance],
) -> tuple[list[tuple[float, float] | None], list[str]]:
    """Intervals: an end that is not given is the next start, or an estimate for the last turn."""
    found: list[tuple[float, float] | None] = []
    following: float | None = None
    latest, disordered = float("-inf"), 0
    for utterance in utterances:
        if utterance.start is not None:
            disordered += utterance.start < latest
            latest = max(latest, utterance.start)
    for utterance in reversed(utterances):
        if utterance.start is None:
            found.append(None)
            continue
        end = utterance.end
        if end is None:
            end = following
        if end is None:
            end = utterance.start + SECONDS_A_WORD * len(utterance.text.split())
        found.append((utterance.start, max(utterance.start, round(end, 3))))
        following = utterance.start
    notices = [f"{disordered} turns begin before the one above them"] if disordered else []
    return found[::-1], notices
