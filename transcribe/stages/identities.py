"""Which names are one person or thing, so that they share a number, and which may be several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from transcribe.core.pii import AUTO, NAME_TYPES, QUEUED, Entity, normalize
from transcribe.stages.tokens import compact, tokenize

Name = tuple[str, str]
"""Type and normalized text."""

_ALONE = ("DATE", "AGE", "QUANTITY", "JOB", "EMAIL", "PHONE", "URL", "ID_NUMBER", "ADDRESS")
"""Types whose values never stand for one another."""


def group_identities(entities: Iterable[Entity], *, more: Iterable[Name] = ()) -> dict[Name, str]:
    """Map every type and normalized name to the name that stands for its identity.

    A shorter name joins a longer one when its words are among the longer one's and no other
    longer name of the study holds them: ``lopez`` is ``maria lopez`` unless there is ``ana lopez``.

    Parameters
    ----------
    more
        Names that no mention bears and that are numbered all the same.

    Returns
    -------
    Type and name to the canonical name; names that stand for themselves are in it as well.
    """
    names: dict[str, set[str]] = {}
    for entity in entities:
        names.setdefault(entity.type, set()).add(entity.identity or normalize(entity.text))
    for kind, name in more:
        names.setdefault(kind, set()).add(name)
    groups: dict[Name, str] = {}
    for kind, known in names.items():
        alike, holding = _indexed(known)
        for name in known:
            longest = name if kind in _ALONE else _longest(name, alike=alike, holding=holding)
            groups[kind, name] = longest
    return groups


def _indexed(known: Iterable[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Names by their form, and by each of their words: a study has thousands."""
    alike: dict[str, set[str]] = {}
    holding: dict[str, set[str]] = {}
    for name in known:
        alike.setdefault(_form(name), set()).add(name)
        for word in _words(name):
            holding.setdefault(word, set()).add(name)
    return alike, holding


def _longest(name: str, *, alike: Mapping[str, set[str]], holding: Mapping[str, set[str]]) -> str:
    """The only longest name that holds all words of this one, else the name itself."""
    words, same = _words(name), alike[_form(name)]
    holders = [holding[word] for word in words]
    holders.sort(key=len)
    hold_all = set.intersection(*holders) if holders else set()
    longer = {other for other in hold_all if other not in same and words < _words(other)}
    tops = {other for other in longer if not any(_words(other) < _words(top) for top in longer)}
    forms = {_form(other) for other in tops}
    if len(forms) == 1:
        return min(tops)
    return min(same)


@lru_cache(maxsize=65536)
def _form(name: str) -> str:
    return compact(name)


@lru_cache(maxsize=65536)
def _words(name: str) -> frozenset[str]:
    return frozenset(token.fold for token in tokenize(name) if token.fold != "s")


# -- one name, several people ---------------------------------------------------------------------

UNCLEAR = "several known names are written like this: say which is meant"


def mark_unclear(
    entity: Entity, *, owners: Callable[[str], Collection[Name]], same: Mapping[Name, Name]
) -> Entity:
    """Let a mention that several known people or things may bear wait for a person.

    Parameters
    ----------
    owners
        Names that a sidecar lists or that are confirmed, and of which a mention is a form.
    same
        What people said is one and the same: those do not compete.
    """
    if entity.type not in NAME_TYPES:
        return entity
    choices = _rivals(entity, owners(entity.text), same)
    if len(choices) < 2:
        return entity
    waits = entity.decision in (AUTO, QUEUED)
    return replace(
        entity,
        identity="",
        choices=choices,
        decision=QUEUED if waits else entity.decision,
        reason=UNCLEAR if waits else entity.reason,
    )


def _rivals(
    entity: Entity, owners: Collection[Name], same: Mapping[Name, Name]
) -> tuple[Name, ...]:
    """Owners that are neither each other's short form nor declared to be one."""
    own = _form(entity.text)
    whole = {owner for owner in owners if _form(owner[1]) == own}
    if whole and not any(kind == "PERSON" for kind, _ in owners):
        # "Northern Health" is itself, whatever longer names begin with it.
        owners = whole
    longest = {
        owner
        for owner in owners
        if not any(owner[0] == other[0] and _words(owner[1]) < _words(other[1]) for other in owners)
    }
    distinct: dict[tuple[str, str], Name] = {}
    for owner in sorted(longest):
        kind, name = same.get(owner, owner)
        distinct.setdefault((kind, _form(name)), (kind, name))
    return tuple(sorted(distinct.values()))
