"""Words nobody knows that are a name of the study in another form: plural, misheard, misspelled.

A detector sees one recording, and asks about "Ocafor" as a word no dictionary has. Where "Okafor"
stands elsewhere in the study, it is asked about, or replaced, as that: one person has one number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

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
    """
    known = {language: _Known(sure, language=language) for language in set(languages.values())}
    return {
        recording: replace(
            own,
            entities=tuple(
                entity
                if said(entity, recording) is not None
                else _recognized(entity, known[languages[recording]])
                for entity in own.entities
            ),
        )
        for recording, own in found.items()
    }


class _Known:
    """Confirmed names, in which a word is looked for as another before it is looked for as itself.

    A misspelling that a person accepted is confirmed, too, and still stands for the name it is of.
    """

    def __init__(self, sure: Iterable[Name], *, language: str) -> None:
        self._names = tuple(sorted(name for name in sure if name[0] != UNKNOWN_WORD))
        self._language = language
        self._finder = self._without(None)

    def find(self, text: str) -> Match | None:
        """The name that a whole word stands for."""
        found = _whole(text, self._finder)
        if found is not None and found.identity == normalize(text):
            return _whole(text, self._without(found.identity)) or found
        return found

    def _without(self, text: str | None) -> KnownNames:
        return KnownNames(
            tuple(
                KnownName(type=kind, text=name, listed=False, alike=True)
                for kind, name in self._names
                if name != text
            ),
            language=self._language,
        )


def _whole(text: str, finder: KnownNames) -> Match | None:
    whole = (found for found in finder.find(text) if (found.start, found.end) == (0, len(text)))
    return next((found for found in whole if found.identity), None)


def _recognized(entity: Entity, known: _Known) -> Entity:
    if entity.type != UNKNOWN_WORD or entity.decision != QUEUED or entity.identity:
        return entity
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
