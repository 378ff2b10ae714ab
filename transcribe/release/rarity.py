"""Rarity: what fewer than k interviews of a release say, and the smallest step that cures it.

k-anonymity (L. Sweeney 2002) over what is *said in the text*, counted in interviews: a form is
rare when fewer than k interviews are consistent with it. "[engineer]" is consistent with every
interview that says "data engineer", "software engineer" or "[engineer]".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from transcribe.release.attributes import NOTHING, Said

COMBINATION = "combination"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generalization:
    """Words of the text that a release tells less precisely.

    Attributes
    ----------
    value
        The words, lower case.
    to
        What stands in their place.
    """

    kind: str
    value: str = field(repr=False)
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """One form, or one combination of forms, that too few interviews share.

    Attributes
    ----------
    kind
        ``role``, ``sector``, ``region``, ``tenure`` or ``combination``.
    value
        What is shown now.
    recordings
        Where it is said.
    shared
        Interviews of the release that are consistent with it.
    cure
        The smallest generalizations after which at least k are, or it says nothing.
    """

    kind: str
    value: str = field(repr=False)
    recordings: tuple[str, ...]
    shared: int
    cure: tuple[Generalization, ...] = field(repr=False)


def rarities(
    said: Mapping[str, Iterable[Said]],
    *,
    k: int,
    generalized: Sequence[Generalization] = (),
    accepted: Iterable[tuple[str, str]] = (),
) -> tuple[Rarity, ...]:
    """Everything in a set of interviews that fewer than k of them share.

    Combinations of several attributes are looked at once no single one is rare any more.

    Parameters
    ----------
    said
        Recording to its attributes, of `attributes`, before any generalization.
    generalized
        What is already told less precisely.
    accepted
        Kind and value of rarities that a person lets stand.
    """
    everyone = {recording: tuple(dict.fromkeys(some)) for recording, some in said.items()}
    study = _Study(everyone, generalized)
    left = set(accepted)
    single = [rare for rare in study.single(k) if (rare.kind, rare.value) not in left]
    if single:
        return tuple(single)
    return tuple(rare for rare in study.combined(k) if (rare.kind, rare.value) not in left)


def generalize(text: str, generalized: Iterable[Generalization]) -> str:
    """Tell rare words less precisely: whole words, in any case, longer ones first.

    >>> one = Generalization(kind="role", value="head of data", to="[head]")
    >>> generalize("I am Head of Data.", [one])
    'I am [head].'
    """
    for one in _longest_first(generalized):
        text = pattern_of(one).sub(lambda _, to=one.to: to, text)  # type: ignore[misc]
    return text


def pattern_of(one: Generalization) -> re.Pattern[str]:
    """What finds the words of a generalization in a text."""
    words = re.escape(one.value).replace(r"\ ", r"\s+").replace("'", "['’]")
    before = r"\b" if one.value[:1].isalnum() else ""
    after = r"\b" if one.value[-1:].isalnum() else ""
    return re.compile(before + words + after, re.IGNORECASE)


def _longest_first(several: Iterable[Generalization]) -> list[Generalization]:
    return sorted(several, key=lambda one: (-len(one.value), one.value))


class _Study:
    """Interviews with what each of them shows."""

    def __init__(
        self, said: Mapping[str, tuple[Said, ...]], generalized: Sequence[Generalization]
    ) -> None:
        self.said = said
        self.told = {(one.kind, one.value): one.to for one in generalized}

    def form(self, one: Said) -> str:
        """What a reader sees of an attribute."""
        return self.told.get((one.kind, one.value), one.value)

    def _consistent(self, kind: str, form: str) -> set[str]:
        """Interviews that could be meant by a form."""
        return {
            recording
            for recording, some in self.said.items()
            if any(one.kind == kind and _bare(form) in _meant(one) for one in some)
        }

    def single(self, k: int) -> Iterator[Rarity]:
        """Rare forms, by kind and value."""
        forms: dict[tuple[str, str], list[tuple[str, Said]]] = {}
        for recording, some in self.said.items():
            for one in some:
                forms.setdefault((one.kind, self.form(one)), []).append((recording, one))
        for (kind, form), where in sorted(forms.items()):
            shared = len(self._consistent(kind, form))
            if form == NOTHING[kind] or shared >= k:
                continue
            yield Rarity(
                kind=kind,
                value=form,
                recordings=tuple(sorted({recording for recording, _ in where})),
                shared=shared,
                cure=tuple(self._cure(one, k) for one in dict.fromkeys(one for _, one in where)),
            )

    def _cure(self, one: Said, k: int) -> Generalization:
        """The first rung above what is shown that at least k interviews stand on, or the last."""
        form = self.form(one)
        above = one.ladder[one.ladder.index(form) + 1 :] if form in one.ladder else one.ladder
        to = next((rung for rung in above if len(self._consistent(one.kind, rung)) >= k), above[-1])
        return Generalization(kind=one.kind, value=one.value, to=to)

    def combined(self, k: int) -> Iterator[Rarity]:
        """Interviews whose attributes together fit fewer than k; the rarest parts give way."""
        for recording, some in sorted(self.said.items()):
            shown = {
                (one.kind, form): one
                for one in some
                if (form := self.form(one)) != NOTHING[one.kind]
            }
            fits = {key: self._consistent(*key) for key in shown}
            if len(shown) < 2 or len(_together(fits)) >= k:
                continue
            value = " + ".join(form for _, form in sorted(shown))
            shared = len(_together(fits))
            cure = []
            while fits and len(_together(fits)) < k:
                rarest = min(fits, key=lambda key: (len(fits[key]), key))
                del fits[rarest]
                one = shown[rarest]
                cure.append(Generalization(kind=one.kind, value=one.value, to=NOTHING[one.kind]))
            yield Rarity(
                kind=COMBINATION,
                value=value,
                recordings=(recording,),
                shared=shared,
                cure=tuple(cure),
            )


def _bare(form: str) -> str:
    """Words of a form: "engineer" as said and "[engineer]" as told mean the same."""
    return form.strip("[]")


def _meant(one: Said) -> set[str]:
    return {_bare(form) for form in (one.value, *one.ladder)}


def _together(fits: Mapping[tuple[str, str], set[str]]) -> set[str]:
    """Interviews that fit every form."""
    several = list(fits.values())
    return set.intersection(*several) if several else set()
