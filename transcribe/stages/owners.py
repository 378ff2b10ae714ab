"""Which known names a mention may stand for, kept up as names come and go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from transcribe.core.pii import normalize
from transcribe.stages.identities import Name
from transcribe.stages.mentions import KnownName
from transcribe.stages.tokens import compact
from transcribe.stages.variants import KnownNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """Names by the mentions that they may stand behind.

    Attributes
    ----------
    names
        All that are clear: listed in a sidecar, or confirmed.
    by_mention
        Folded mention to those of them of which it is a form.
    """

    names: frozenset[KnownName] = field(repr=False)
    by_mention: Mapping[str, frozenset[KnownName]] = field(repr=False)

    def of(self, mention: str) -> frozenset[Name]:
        """Type and normalized text of every name that a mention may stand for."""
        found = self.by_mention[compact(mention)]
        return frozenset((name.type, normalize(name.text)) for name in found)


def find_owners(
    mentions: Iterable[str],
    names: Iterable[KnownName],
    *,
    language: str,
    before: Owners | None = None,
) -> Owners:
    """Owners of all mentions.

    Parameters
    ----------
    before
        Those of an earlier state; only names that came or went since are then taken apart.
    """
    wanted, all_names = {compact(mention) for mention in mentions}, frozenset(names)
    if before is None or not wanted <= before.by_mention.keys():
        before = Owners(names=frozenset(), by_mention=dict.fromkeys(wanted, frozenset()))
    found = {mention: before.by_mention[mention] for mention in wanted}
    for name in before.names - all_names:
        for mention in _forms(name, language=language) & found.keys():
            found[mention] -= {name}
    for name in all_names - before.names:
        for mention in _forms(name, language=language) & found.keys():
            found[mention] |= {name}
    return Owners(names=all_names, by_mention=found)


def _forms(name: KnownName, *, language: str) -> Collection[str]:
    return set(KnownNames([name], language=language).sure_forms)
