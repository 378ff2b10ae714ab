"""A person's edits laid over the turns of attribution: the stage between it and all that reads on.

Pure: the same turns and the same edits give the same transcript, and without edits the very
transcript that came in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from transcribe.core.edits import (
    EVERYWHERE,
    ONE,
    ONWARD,
    Edit,
    Merge,
    SetGuide,
    SetName,
    SetRole,
    SetSpeaker,
    SetText,
    Split,
)
from transcribe.core.transcript import UNKNOWN, Speaker, Transcript, Turn
from transcribe.stages.editing import cut, join
from transcribe.stages.naming import name_speakers

VERSION = 2

SAME_PLACE = 2.0
"""Seconds by which the start of a turn may move in a re-run and still be the same place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A transcript with its edits.

    Attributes
    ----------
    stale
        Ids of edits whose turn no longer says what they were made on; not applied.
    marks
        Turn id to what a person said it is about; the last word on a turn.
    """

    transcript: Transcript
    stale: tuple[str, ...] = ()
    marks: Mapping[str, SetGuide] = field(default_factory=dict)


def revise(transcript: Transcript, edits: Sequence[Edit]) -> Revised:
    """Apply edits in order; one that finds its turn no more is left out and named."""
    draft = _Draft(transcript)
    stale = tuple(edit.id for edit in edits if not draft.apply(edit))
    if len(stale) == len(edits):
        return Revised(transcript=transcript, stale=stale)
    return Revised(transcript=draft.finish(), stale=stale, marks=draft.marks)


def find_turn(turns: Sequence[Turn], edit: Edit) -> int | None:
    """Place of the turn an edit was made on, or None.

    It is the turn of that id if it still says the same. After a re-run ids may have moved: then
    it is the one turn that says just that, at about the same time.
    """
    for place, turn in enumerate(turns):
        if turn.id == edit.turn and turn.text == edit.before:
            return place
    alike = [place for place, turn in enumerate(turns) if turn.text == edit.before]
    if edit.start is not None:
        alike = [
            place
            for place in alike
            if (start := turns[place].start) is None or abs(start - edit.start) <= SAME_PLACE
        ]
    return alike[0] if len(alike) == 1 else None


class _Draft:
    """Turns and speakers under edit."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.turns = list(transcript.turns)
        self.speakers = {speaker.label: speaker for speaker in transcript.speakers}
        self.names: dict[str, str] = {}
        self.marks: dict[str, SetGuide] = {}
        self.recast = False

    def apply(self, edit: Edit) -> bool:
        """Make one edit; False when it finds no turn or makes no sense there."""
        place = find_turn(self.turns, edit)
        if place is None:
            return False
        turn = self.turns[place]
        if isinstance(edit, SetText):
            self.turns[place] = replace(turn, edited=edit.text)
        elif isinstance(edit, SetSpeaker):
            self._set_speaker(place, edit)
        elif isinstance(edit, SetRole):
            self.speakers[turn.speaker] = replace(
                self.speakers[turn.speaker], role=edit.role, margin=1.0
            )
            self.recast = True
        elif isinstance(edit, SetName):
            self.names[turn.speaker] = edit.name.strip()
            self.recast = True
        elif isinstance(edit, SetGuide):
            self.marks[turn.id] = _over(self.marks.get(turn.id), edit)
        elif isinstance(edit, Split):
            return self._split(place, edit)
        elif isinstance(edit, Merge):
            return self._merge(place, edit)
        return True

    def _set_speaker(self, place: int, edit: SetSpeaker) -> None:
        if edit.speaker not in self.speakers:
            self.speakers[edit.speaker] = Speaker(
                label=edit.speaker, role=edit.role or UNKNOWN, name=""
            )
        before = self.turns[place].speaker
        first = {ONE: place, ONWARD: place, EVERYWHERE: 0}[edit.reach]
        last = place + 1 if edit.reach == ONE else len(self.turns)
        for here in range(first, last):
            if self.turns[here].speaker == before or here == place:
                self.turns[here] = replace(self.turns[here], speaker=edit.speaker, margin=1.0)
        self.recast = True

    def _split(self, place: int, edit: Split) -> bool:
        turn = self.turns[place]
        parts = cut(turn, edit.char, new_id=self._free_id(turn.id))
        if parts is None:
            return False
        head, tail = parts
        if edit.speaker:
            if edit.speaker not in self.speakers:
                self.speakers[edit.speaker] = Speaker(label=edit.speaker, role=UNKNOWN, name="")
            tail = replace(tail, speaker=edit.speaker, margin=1.0)
            self.recast = True
        self.turns[place : place + 1] = [head, tail]
        return True

    def _merge(self, place: int, edit: Merge) -> bool:
        if place + 1 >= len(self.turns) or self.turns[place + 1].text != edit.following:
            return False
        self.turns[place : place + 2] = [join(self.turns[place], self.turns[place + 1])]
        self.recast = True
        return True

    def _free_id(self, turn_id: str) -> str:
        """``t0012.2``, ``t0012.3`` …: an id of its own that tells where the turn came from."""
        stem = turn_id.split(".", maxsplit=1)[0]
        taken = {turn.id for turn in self.turns}
        number = 2
        while f"{stem}.{number}" in taken:
            number += 1
        return f"{stem}.{number}"

    def finish(self) -> Transcript:
        """The transcript as edited; speakers who say nothing any more are gone."""
        if not self.recast:
            return replace(self.transcript, turns=tuple(self.turns))
        spoken = tuple(dict.fromkeys(turn.speaker for turn in self.turns))
        named = name_speakers([self.speakers[label] for label in spoken])
        speakers = tuple(
            replace(speaker, name=self.names.get(speaker.label) or speaker.name)
            for speaker in named
        )
        return replace(self.transcript, turns=tuple(self.turns), speakers=speakers)


def _over(before: SetGuide | None, edit: SetGuide) -> SetGuide:
    """A mark laid over an earlier one: what it leaves open stays as it was."""
    if before is None:
        return edit
    said_topic = edit.topic is not None or edit.no_topic
    return replace(
        edit,
        topic=edit.topic if said_topic else before.topic,
        no_topic=edit.no_topic if said_topic else before.no_topic,
        asks=before.asks if edit.asks is None else edit.asks,
    )
