"""Placeholders that give something away: used for two things, half a word, next to the name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from transcribe.release.audit.labels import Label, find_labels
from transcribe.release.audit.values import LIKELY, PLACEHOLDER, POSSIBLE
from transcribe.stages.lexicon import AMBIGUOUS, census_family, census_given, zipf
from transcribe.stages.tokens import Token, fold, tokenize

_SECTORS = {
    "a bank": "bank banking",
    "an insurance": "insurance insurer reinsurer",
    "a hospital": "hospital clinic healthcare",
    "a university or school": "university school college institute faculty polytechnic",
    "a game company": "game games gaming",
    "an airline": "airline airlines airport",
    "a shop": "retailer retail supermarket grocery shop store",
    "a consultancy": "consultancy consulting",
    "a telecom": "telecom telecommunications telco",
    "a mine": "mining mine",
    "an energy company": "energy electricity utility oil gas",
    "a car maker": "automotive car cars carmaker",
    "an aerospace company": "aerospace aircraft",
    "a government body": "government ministry municipality federal",
    "a drug maker": "pharma pharmaceutical biotech",
    "a law firm": "law legal",
    "a farm": "agriculture agricultural farming farm agritech",
    "a restaurant": "restaurant restaurants catering",
    "a newspaper": "newspaper broadcaster publisher",
    "a bakery": "bakery",
    "a railway": "railway rail trains",
}
_SECTOR = {word: sector for sector, words in _SECTORS.items() for word in words.split()}
_RELATIONS = {
    "a superior": "boss manager supervisor director ceo cto",
    "family": "wife husband brother sister son daughter mother father",
    "a client": "client customer",
}
_RELATION = {word: relation for relation, words in _RELATIONS.items() for word in words.split()}
_IS = re.compile(
    r"^(?:'s|’s)?[ ]?,?[ ]?(?:it |they |which |that |who |he |she )?"
    r"(?:is|was|are|were|being|as|'s|’s)?"
    r"[ ]?(?:like |basically |actually |just |um |uh |,)*"
    r"\b(?:a|an|the|our|one of the)\b(?P<rest>[^.?!;\n]{0,60})",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?P<rest>(?:[\w-]+ ){1,4})(?:called|named|like|such as|,)?[ ]?$", re.IGNORECASE
)
_NOT_LEFT = frozenset(
    "and but the so because then when what which who that this they you she for from with also "
    "like yeah okay yes not now well are was has had can will would could should did does there "
    "here our your their his her its mr mrs ms dr prof january february march april may june july "
    "august september october november december monday tuesday wednesday thursday friday saturday "
    "sunday english french german interviewer interviewee speaker inc ltd group team".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something about a placeholder at a place of a piece.

    Attributes
    ----------
    name
        What mentions of the same are grouped by.
    """

    piece: int
    start: int
    end: int
    kind: str
    confidence: str
    name: str = field(repr=False)
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A placeholder in a piece of a file, with the text of that piece."""

    piece: int
    file: str = field(repr=False)
    text: str = field(repr=False)
    label: Label


def placeholders_of(texts: Iterable[tuple[int, str, str]]) -> tuple[Said, ...]:
    """All placeholders of pieces, each given as its number, file and text."""
    return tuple(
        Said(piece=piece, file=file, text=text, label=label)
        for piece, file, text in texts
        for label in find_labels(text)
    )


def check_placeholders(said: Sequence[Said], *, is_public: Callable[[str], bool]) -> Iterator[Mark]:
    """Everything that is wrong with placeholders, one by one and between them."""
    for one in said:
        yield from _half(one)
        yield from _beside(one, is_public=is_public)
    yield from _two_things(said)
    yield from _mixed(said)


def _half(one: Said) -> Iterator[Mark]:
    """A placeholder that stands in the middle of a word."""
    text, label = one.text, one.label
    if label.form in ("no brackets", "parentheses"):
        return
    before = re.search(r"[^\W\d_]+$", text[: label.start])
    after = re.match(r"[^\W\d_]+", text[label.end :])
    lone_s = after is not None and after.group() == "s"
    if before is None and (after is None or lone_s):
        return
    start = before.start() if before else label.start
    end = label.end + (after.end() if after else 0)
    yield _mark(
        one,
        start,
        end,
        confidence=LIKELY,
        reason="half a word was replaced: what is left of it stands next to the placeholder",
    )


def _beside(one: Said, *, is_public: Callable[[str], bool]) -> Iterator[Mark]:
    """A word that looks like a name right before or after a placeholder for one."""
    kinds = {
        "person": "PERSON",
        "company": "ORGANIZATION",
        "place": "LOCATION",
        "school": "UNIVERSITY",
        "product": "PRODUCT",
    }
    text, label = one.text, one.label
    kind = kinds.get(label.family)
    if kind is None and label.form not in ("blackened", "a word for what was there"):
        return
    reason = "stands next to a placeholder: was only half of the name replaced?"
    after = re.match(r"(?:'s|’s|s)?[ ]\(?(?P<word>[^\W\d_][\w'’-]+)", text[label.end :])
    if after and _left_over(after["word"], kind, is_public=is_public):
        start = label.end + after.start("word")
        yield _mark(one, start, start + len(after["word"]), kind=kind, reason=reason)
    before = re.search(r"(?P<word>[^\W\d_][\w'’-]+)[ ]\(?$", text[: label.start])
    if before and _left_over(before["word"], kind, is_public=is_public):
        opens = re.search(r"(?:^|[.?!:\n])\s*$", text[: before.start("word")]) is not None
        if not opens or fold(before["word"]) in census_given():
            yield _mark(one, before.start("word"), before.end("word"), kind=kind, reason=reason)


def _left_over(word: str, kind: str | None, *, is_public: Callable[[str], bool]) -> bool:
    """Whether a word next to a placeholder looks like the rest of a name."""
    plain = fold(word.split("'", maxsplit=1)[0].split("’", maxsplit=1)[0])
    if not word[0].isupper() or len(plain) < 3 or plain in _NOT_LEFT or is_public(plain):
        return False
    if kind in ("PERSON", None) and plain in {**census_given(), **census_family()}:
        return plain not in AMBIGUOUS or zipf(plain) < 5.0
    return zipf(plain) < 3.3


def _two_things(said: Sequence[Said]) -> Iterator[Mark]:
    """One label and number that the text describes as two different things."""
    described: dict[tuple[str, str], list[tuple[str, Said]]] = defaultdict(list)
    for one in said:
        if one.label.number and one.label.family in ("company", "school", "person", "product"):
            for what in _descriptions(one):
                described[one.label.key].append((what, one))
    for found in described.values():
        files = defaultdict(set)
        for what, one in found:
            files[one.file].add(what)
        whats = sorted({what for what, _ in found})
        if len(whats) < 2:
            continue
        inside = any(len(kinds) > 1 for kinds in files.values())
        where = "" if inside else ", each in a file of its own"
        reason = f"one label for two things? It is described as {' and as '.join(whats)}{where}"
        for _, one in found:
            yield _mark(
                one,
                one.label.start,
                one.label.end,
                confidence=LIKELY if inside else POSSIBLE,
                reason=reason,
            )


def _descriptions(one: Said) -> Iterator[str]:
    table = _RELATION if one.label.family == "person" else _SECTOR
    after = _IS.match(one.text[one.label.end :][:120])
    before = _CALLED.search(one.text[: one.label.start][-80:])
    words: list[Token] = []
    if before:
        words += [*tokenize(before["rest"])[-2:]]
    if after and one.label.family != "person":
        words += tokenize(after["rest"])[:5]
    found = dict.fromkeys(table[word.fold] for word in words if word.fold in table)
    # A "hospital bank" is one thing: only the last word of a phrase says what.
    yield from list(found)[-1:]


def _mixed(said: Sequence[Said]) -> Iterator[Mark]:
    """Placeholders written in several ways: the rarer ones may have been missed by a rule."""
    forms = Counter(one.label.form for one in said if one.label.form != "parentheses")
    if len(forms) < 2:
        return
    usual = min(forms, key=lambda form: (-forms[form], form))
    ways = ", ".join(
        form for form, _ in sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    for one in said:
        if one.label.form not in (usual, "parentheses"):
            yield _mark(
                one,
                one.label.start,
                one.label.end,
                confidence=POSSIBLE,
                name=f"placeholders written in {len(forms)} ways",
                reason=f"placeholders are written in several ways: {ways}",
            )


def gaps(said: Sequence[Said]) -> Iterator[str]:
    """Hints about numbers that are skipped where the others run on without a break."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for one in said:
        if one.label.number.isdigit() and one.label.family not in ("", "detail"):
            numbers[one.label.word].add(int(one.label.number))
    for word, found in sorted(numbers.items()):
        missing = sorted(set(range(1, max(found))) - found)
        if missing and len(found) >= 3 and len(missing) <= 2:
            named = ", ".join(f"[{word.capitalize()} {number}]" for number in missing)
            yield f"no {named}, although higher numbers are used: a file missing, or a slip?"


def _mark(
    one: Said,
    start: int,
    end: int,
    *,
    kind: str | None = PLACEHOLDER,
    confidence: str = LIKELY,
    name: str = "",
    reason: str,
) -> Mark:
    shown = one.label.shown if kind == PLACEHOLDER else one.text[start:end]
    return Mark(
        piece=one.piece,
        start=start,
        end=end,
        kind=kind or "OTHER",
        confidence=confidence,
        name=name or shown,
        reason=reason,
    )
