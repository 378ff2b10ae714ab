"""Interviews with their guide and the truth of every turn, and harder variants of them."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from transcribe.core.guide import AlignedTurn, Guide
from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, Speaker, Transcript, Turn
from transcribe.guides import read_guide

LEAST_CUT = 6
"""Words of a question that is cut in two."""
ROOT = Path(__file__).resolve().parents[2]
CUT, DROPPED = 0.65, 0.20
"""Shares of a recognizer's errors that put a wrong word, and that drop one; the rest add one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """One interview.

    Attributes
    ----------
    gold
        A dict a turn: topic, accept, asks, asks_optional.
    coverage
        True status of every question, by id; empty where it is not known.
    origin
        Of each turn, which turn of the truth it is a part of; empty where they are one to one.
    """

    name: str
    real: bool
    transcript: Transcript
    guide: Guide
    gold: tuple[dict[str, Any], ...]
    coverage: dict[str, str] = field(default_factory=dict)
    origin: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Topic accuracy and F1 of asks of one interview."""

    topic: float
    asks: float


def real_interviews(shared: Path) -> list[Annotated]:
    """The annotated interviews of the development data."""
    folder = shared / "data" / "alignment"
    found = []
    for path in sorted(folder.glob("*.gold.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        table = path.with_name(path.name.replace(".gold.json", ".tsv"))
        rows = [
            line.split("\t")
            for line in table.read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
        said = [(row[1], row[2]) for row in rows]
        roles = {
            who: INTERVIEWEE if who.startswith("interviewee") else INTERVIEWER for who, _ in said
        }
        found.append(
            Annotated(
                name=path.name.removesuffix(".gold.json"),
                real=True,
                transcript=_transcript(said, roles),
                guide=read_guide(folder / f"guide-items-{truth['guide']}.tsv"),
                gold=tuple(truth["turns"]),
            )
        )
    return found


def shipped_interviews() -> list[Annotated]:
    """The interviews that ship with the project, as they were written."""
    found = []
    for path in sorted((ROOT / "tests/golden/interviews").glob("*.gold.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        roles = {speaker["label"]: speaker["role"] for speaker in truth["speakers"]}
        found.append(
            Annotated(
                name=path.name.removesuffix(".gold.json"),
                real=False,
                transcript=_transcript(
                    [(turn["speaker"], turn["text"]) for turn in truth["turns"]], roles
                ),
                guide=read_guide(ROOT / "recordings" / truth["guide"]),
                gold=tuple(truth["turns"]),
                coverage=truth["coverage"],
            )
        )
    return found


def _transcript(said: list[tuple[str, str]], roles: dict[str, str]) -> Transcript:
    return Transcript(
        language="en",
        duration=None,
        speakers=tuple(Speaker(label=who, role=role, name=who) for who, role in roles.items()),
        turns=tuple(
            Turn(id=f"t{at:04d}", speaker=who, edited=text)
            for at, (who, text) in enumerate(said, start=1)
        ),
    )


def without_marks(interview: Annotated) -> Annotated:
    """In lower case without punctuation, as an embedded recognizer writes."""
    return _rewritten(interview, lambda text: re.sub(r"[^\w' ]+", " ", text.lower()))


def with_errors(interview: Annotated, *, rate: float, seed: int = 1) -> Annotated:
    """Without marks, and with a share of the words wrong, dropped or added."""
    chance = random.Random(seed)
    spoken = " ".join(turn.text.lower() for turn in interview.transcript.turns)
    vocabulary = sorted(set(re.findall(r"[a-z']+", spoken)))

    def misheard(text: str) -> str:
        words: list[str] = []
        for word in re.sub(r"[^\w' ]+", " ", text.lower()).split():
            luck = chance.random()
            if luck < rate * CUT:
                words.append(chance.choice(vocabulary))
            elif luck < rate and luck >= rate * (CUT + DROPPED):
                words += [word, chance.choice(vocabulary)]
            elif luck >= rate:
                words.append(word)
        return " ".join(words)

    return _rewritten(interview, misheard)


def with_wrong_roles(interview: Annotated, *, share: float, seed: int = 1) -> Annotated:
    """With a share of the turns given to another speaker."""
    chance = random.Random(seed)
    labels = [speaker.label for speaker in interview.transcript.speakers]
    turns = tuple(
        replace(turn, speaker=chance.choice([label for label in labels if label != turn.speaker]))
        if chance.random() < share
        else turn
        for turn in interview.transcript.turns
    )
    return replace(interview, transcript=replace(interview.transcript, turns=turns))


def with_cut_questions(interview: Annotated) -> Annotated:
    """With every turn that asks cut in its middle by a backchannel of somebody else."""
    speakers = [speaker.label for speaker in interview.transcript.speakers]
    turns: list[Turn] = []
    origin: list[int] = []
    for at, (turn, truth) in enumerate(
        zip(interview.transcript.turns, interview.gold, strict=True)
    ):
        words = turn.text.split()
        other = next(label for label in speakers if label != turn.speaker)
        if not truth["asks"] or len(words) < LEAST_CUT:
            parts = [turn]
        else:
            middle = 2 * len(words) // 3
            parts = [
                replace(turn, edited=" ".join(words[:middle])),
                replace(turn, speaker=other, edited="Mm-hmm."),
                replace(turn, edited=" ".join(words[middle:])),
            ]
        turns += parts
        origin += [at] * len(parts)
    turns = [replace(turn, id=f"t{at:04d}") for at, turn in enumerate(turns, start=1)]
    return replace(
        interview,
        transcript=replace(interview.transcript, turns=tuple(turns)),
        origin=tuple(origin),
    )


def with_jumps(interview: Annotated) -> Annotated:
    """With the third quarter of the conversation told before the second."""
    asks = [at for at, truth in enumerate(interview.gold) if truth["asks"]]
    first, second, third = (asks[len(asks) * part // 4] for part in (1, 2, 3))
    count = len(interview.gold)
    order = [*range(first), *range(second, third), *range(first, second), *range(third, count)]
    turns = tuple(interview.transcript.turns[at] for at in order)
    return replace(
        interview,
        transcript=replace(interview.transcript, turns=turns),
        gold=tuple(interview.gold[at] for at in order),
    )


def in_french(interview: Annotated) -> Annotated:
    """The shipped interview that was told in French, with its English guide."""
    from tests.french_interview import PUMP_FAILURES

    said = iter(PUMP_FAILURES)
    told = _rewritten(interview, lambda _: next(said))
    return replace(told, transcript=replace(told.transcript, language="fr"))


def reliability(judged: list[tuple[float, bool]]) -> tuple[list[tuple[float, int, float]], float]:
    """How often topics are right where the score says so.

    Returns
    -------
    Upper end, count and share of right ones of five bands of scores; expected calibration error
    over ten bands (Guo et al. 2017).
    """
    bands = []
    for band in range(5):
        right = [is_right for score, is_right in judged if min(int(score * 5), 4) == band]
        if right:
            bands.append(((band + 1) / 5, len(right), sum(right) / len(right)))
    error = 0.0
    for band in range(10):
        inside = [one for one in judged if min(int(one[0] * 10), 9) == band]
        error += abs(sum(score for score, _ in inside) - sum(right for _, right in inside))
    return bands, error / max(len(judged), 1)


def judged_topics(interview: Annotated, turns: tuple[AlignedTurn, ...]) -> list[tuple[float, bool]]:
    """Score of every turn, and whether its topic is accepted."""
    return [
        (turn.score, turn.topic in truth["accept"] or turn.topic == truth["topic"])
        for truth, turn in zip(interview.gold, turns, strict=True)
    ]


def _rewritten(interview: Annotated, change: Any) -> Annotated:
    turns = tuple(replace(turn, edited=change(turn.text)) for turn in interview.transcript.turns)
    return replace(interview, transcript=replace(interview.transcript, turns=turns))


def measure(interview: Annotated, turns: tuple[AlignedTurn, ...]) -> Figures:
    """Share of turns on an accepted topic; F1 of asks, optional ones counting neither way."""
    right = met = wrong = missed = 0
    turns = _together(interview, turns)
    for truth, turn in zip(interview.gold, turns, strict=True):
        right += turn.topic in truth["accept"] or turn.topic == truth["topic"]
        asked, wanted = set(turn.asks), set(truth["asks"])
        met += len(asked & wanted)
        wrong += len(asked - wanted - set(truth.get("asks_optional", ())))
        missed += len(wanted - asked)
    return Figures(
        topic=right / max(len(turns), 1), asks=2 * met / max(2 * met + wrong + missed, 1)
    )


def _together(interview: Annotated, turns: tuple[AlignedTurn, ...]) -> tuple[AlignedTurn, ...]:
    """Parts of one turn of the truth as one: what any asks, the topic of the last."""
    if not interview.origin:
        return turns
    parts: dict[int, list[AlignedTurn]] = {}
    for at, turn in zip(interview.origin, turns, strict=True):
        parts.setdefault(at, []).append(turn)
    return tuple(
        replace(own[-1], asks=tuple({item for turn in own for item in turn.asks}))
        for _, own in sorted(parts.items())
    )
