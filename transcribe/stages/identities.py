"""Which names are one person or thing, so that they share a number."""

from __future__ import annotations

from collections.abc import Iterable

from transcribe.core.pii import Entity, normalize
from transcribe.stages.tokens import tokenize

_ALONE = ("DATE", "AGE", "QUANTITY", "JOB", "EMAIL", "PHONE", "URL", "ID_NUMBER", "ADDRESS")
"""Types whose values never stand for one another."""


def group_identities(entities: Iterable[Entity]) -> dict[tuple[str, str], str]:
    """Map every type and normalized name to the name that stands for its identity.

    A shorter name joins a longer one when its words are among the longer one's and no other
    longer name of the study holds them: ``lopez`` is ``maria lopez`` unless there is ``ana lopez``.

    Returns
    -------
    Type and name to the canonical name; names that stand for themselves are in it as well.
    """
    names: dict[str, set[str]] = {}
    for entity in entities:
        own = normalize(entity.text)
        names.setdefault(entity.type, set()).add(entity.identity or own)
    groups: dict[tuple[str, str], str] = {}
    for kind, known in names.items():
        for name in known:
            groups[kind, name] = name if kind in _ALONE else _longest(name, known)
    return groups


def _longest(name: str, known: set[str]) -> str:
    """The only longest name that holds all words of this one, else the name itself."""
    form, words = _form(name), _words(name)
    alike = {other for other in known if _form(other) == form}
    longer = {other for other in known if other not in alike and words and words < _words(other)}
    tops = {other for other in longer if not any(_words(other) < _words(top) for top in longer)}
    forms = {_form(other) for other in tops}
    if len(forms) == 1:
        return min(tops)
    return min(alike)


def _form(name: str) -> str:
    return "".join(token.fold for token in tokenize(name))


def _words(name: str) -> frozenset[str]:
    return frozenset(token.fold for token in tokenize(name) if token.fold != "s")
