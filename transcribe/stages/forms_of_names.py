"""Words nobody knows that are a name of the study in another form: plural, misheard, misspelled.

A detector sees one recording, and asks about "Ocafor" as a word no dictionary has. Where "Okafor"
stands elsewhere in the study, it is asked about, or replaced, as that: one person has one number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import replace
from functools import cached_property

from transcribe.core.pii import QUEUED, Entity, EntitySet, normalize
from transcribe.stages.identities import Name
from transcribe.stages.mentions import KnownName, Match
from transcribe.stages.propagate import ALIKE, STUDY
from transcribe.stages.variants import KnownNames

UNKNOWN_WORD = "OTHER"


def recognize_forms(
    found: Mapping[str, EntitySet],
    *,
    sure: Iterable[Name],
    said: Callable[[Entity, str], bool | None],
    languages: Mapping[str, str],
    looked: MutableMapping[str, dict[str, Match | None]] | None = None,
) -> dict[str, EntitySet]:
    """What was found, with words that nobody knows given to the confirmed name they stand for.

    Parameters
    ----------
    sure
        Type and normalized text of confirmed names.
    said
        What a person said of an entity of a recording: then it stays what it was said of.
    languages
        Of each recording.
    looked
        Language and word to the name it stands for, as far as known; what is new is put in.
    """
    looked = {} if looked is None else looked
    known = {
        language: _Known(sure, language=language, looked=looked.setdefault(language, {}))
        for language in set(languages.values())
    }
    return {
        recording: replace(
            own,
            entities=tuple(
                entity
                if not is_unknown_word(entity) or said(entity, recording) is not None
                else _recognized(entity, known[languages[recording]])
                for entity in own.entities
            ),
        )
        for recording, own in found.items()
    }


def recognizable(sure: Iterable[Name]) -> frozenset[KnownName]:
    """Confirmed names that a word nobody knows can be a form of."""
    return frozenset(
        KnownName(type=kind, text=name, listed=False, alike=True)
        for kind, name in sure
        if kind != UNKNOWN_WORD
    )


def is_unknown_word(entity: Entity) -> bool:
    """Whether a mention waits as a word that nobody knows."""
    return entity.type == UNKNOWN_WORD and entity.decision == QUEUED and not entity.identity


class _Known:
    """Confirmed names, in which a word is looked for as another before it is looked for as itself.

    A misspelling that a person accepted is confirmed, too, and still stands for the name it is of.
    """

    def __init__(
        self, sure: Iterable[Name], *, language: str, looked: dict[str, Match | None]
    ) -> None:
        self._names, self._language, self._looked = recognizable(sure), language, looked

    def find(self, text: str) -> Match | None:
        """The name that a whole word stands for."""
        if text not in self._looked:
            self._looked[text] = self._look(text)
        return self._looked[text]

    def _look(self, text: str) -> Match | None:
        found = _whole(text, self._finder)
        if found is not None and found.identity == normalize(text):
            return _whole(text, self._without(found.identity)) or found
        return found

    @cached_property
    def _finder(self) -> KnownNames:
        return KnownNames(self._names, language=self._language)

    def _without(self, text: str) -> KnownNames:
        names = (name for name in self._names if name.text != text)
        return KnownNames(names, language=self._language)


def _whole(text: str, finder: KnownNames) -> Match | None:
    whole = (found for found in finder.find(text) if (found.start, found.end) == (0, len(text)))
    return next((found for found in whole if found.identity), None)


def _recognized(entity: Entity, known: _Known) -> Entity:
    found = known.find(entity.text)
    if found is None:
        return entity
    return replace(
        entity,
        type=found.type,
        score=found.score,
        recognizers=(STUDY,) if found.exact else (ALIKE,),
        reason="named elsewhere in the study" if found.exact else found.reason,
        identity=found.identity,
    )
