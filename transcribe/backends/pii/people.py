"""Names of people: introductions, vocatives, colleagues, and names from the lists."""

from __future__ import annotations

from collections.abc import Iterator

from transcribe.backends.pii.line import Line, is_ambiguous, rarity
from transcribe.backends.pii.lists import (
    family_names,
    given_names,
    is_clear_name,
    is_nearly_public,
    own_names,
    places,
    public_forms,
)
from transcribe.backends.pii.organizations import SUFFIXES
from transcribe.backends.pii.person_cues import (
    AFTER,
    FRENCH_WORDS,
    GREETING,
    INTRODUCED,
    MEDIUM,
    METHODS,
    NOT_NAMES,
    POLITE,
    STRONG,
    TITLES,
    WEAK,
)
from transcribe.backends.pii.roles import FRENCH_PERSONS, PERSONS
from transcribe.backends.pii.usual_names import is_usual, says_a_name
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import census_family, census_given, zipf


def find_people(line: Line) -> Iterator[Candidate]:
    """Candidates of type PERSON."""
    for _, index in line.cued(STRONG):
        yield from _cued(line, index, strong=True, recognizer="introduction")
    for match, index in line.cued(MEDIUM):
        if match.group().strip() not in TITLES:
            yield from _cued(line, index, strong=False, recognizer="person-cue")
        elif index in line.public and line.capital(index):
            # Mr. Manning is none of the publishers.
            yield from person(line, index, index, sure=False, recognizer="person-title", rank=2)
        else:
            yield from _cued(line, index, strong=False, recognizer="person-title")
    for _, index in line.cued(WEAK):
        if _clear(line, index):
            yield from _cued(line, index, strong=False, recognizer="vocative")
    yield from _addressed(line)
    yield from _introduced(line)
    for match in AFTER.finditer(line.folded):
        index = line.word_index(match.start())
        if _clear(line, index):
            yield from person(line, index, index, sure=False, recognizer="person-after", rank=2)
    yield from _from_lists(line)


def _addressed(line: Line) -> Iterator[Candidate]:
    """One or two words between a thank-you or greeting and the end of the sentence."""
    for _, index in line.cued(GREETING):
        last = index
        if not line.adjacent(index) and "," not in line.text[slice(*_gap(line, index))]:
            continue
        while last + 1 < len(line.tokens) and line.adjacent(last + 1):
            last += 1
        closed = last + 1 < len(line.tokens) or line.text[line.tokens[last].end :].strip(" \n")
        few = last - index < 2 and (closed or not line.cased)
        if few and all(_unusual(line, place) for place in range(index, last + 1)):
            yield from person(line, index, last, sure=False, recognizer="vocative", rank=1)


def _introduced(line: Line) -> Iterator[Candidate]:
    """``I'm`` and one to three words that are no state, before what people say of themselves."""
    for match in INTRODUCED.finditer(line.folded):
        first, last = line.word_index(match.start(1)), line.word_index(match.end(1) - 1)
        if all(_unusual(line, place) for place in range(first, last + 1)):
            yield from person(line, first, last, sure=False, recognizer="introduction", rank=1)


def _unusual(line: Line, index: int) -> bool:
    """Whether a word could be a misheard name: no function word, nothing said in greetings."""
    word = line.tokens[index].fold
    common = zipf(word, line.language) >= 5.0 and not is_clear_name(word)
    return not (common or word in NOT_NAMES or word in POLITE or index in line.public)


def _clear(line: Line, index: int) -> bool:
    """Whether a word is in the list of given names and is no ordinary word."""
    word = line.tokens[index].fold
    if word not in given_names() or is_ambiguous(word) or index in line.public:
        return False
    return is_clear_name(word) or zipf(word, line.language) < 3.6


def _cued(line: Line, index: int, *, strong: bool, recognizer: str) -> Iterator[Candidate]:
    """The name after a cue, and further ones joined to it by ``and`` or a comma."""
    while index < len(line.tokens):
        last = _extent(line, index, strong=strong)
        word = line.tokens[index].fold
        capital = line.capital(index)
        if last is None or (_is_work(word) and not (capital or strong)):
            return
        known = word in given_names() and (not is_ambiguous(word) or capital or strong)
        common = zipf(word, line.language) >= 4.5 and not is_clear_name(word)
        sure = (known and (not common or capital)) or (capital and strong)
        yield from person(line, index, last, sure=sure, recognizer=recognizer, rank=2)
        after = last + 1
        if after + 1 < len(line.tokens) and line.tokens[after].fold in ("and", "et", "or"):
            after += 1
        elif not (after < len(line.tokens) and "," in line.text[slice(*_gap(line, after))]):
            return
        if not (_clear(line, after) or line.capital(after)):
            return
        index, strong = after, False


def _is_work(word: str) -> bool:
    """Whether somebody says with a word what they are, and not their name."""
    work = (word in PERSONS or word in FRENCH_PERSONS) and word not in TITLES
    return work and word not in census_given()


def _gap(line: Line, index: int) -> tuple[int, int]:
    return line.tokens[index - 1].end, line.tokens[index].start


def person(
    line: Line, first: int, last: int, *, sure: bool, recognizer: str, rank: int
) -> Iterator[Candidate]:
    """A candidate of type PERSON, but for the name of a method."""
    if line.is_method(last):
        return
    public = all(line.tokens[index].fold in public_forms() for index in range(first, last + 1))
    if public and recognizer != "introduction":
        sure = False
    yield line.candidate(
        first,
        last,
        kind="PERSON",
        recognizer=recognizer,
        sure=sure,
        reason="a name after a cue" if rank == 2 else "in the lists of names",
        score=0.9 if sure else 0.6,
        rank=rank,
    )


def _extent(line: Line, index: int, *, strong: bool) -> int | None:
    """Index of the last word of the name that begins at a word, or None if none does."""
    token = line.tokens[index]
    word = token.fold
    if word in NOT_NAMES or word.isdigit() or len(word) < 2 or index in line.public:
        return None
    capital = line.capital(index)
    frequency = zipf(word, line.language)
    listed = word in given_names() or (word in family_names() and frequency < 4.0)
    if strong:
        fits = frequency < 5.2 or is_clear_name(word) or is_ambiguous(word)
    elif line.language == "fr" and word in own_names()["given"] and word not in FRENCH_WORDS:
        fits = frequency < 5.0
    elif is_ambiguous(word) or (frequency >= 4.3 and not is_clear_name(word)):
        fits = capital and listed and frequency < 5.5
    else:
        usual = 4.2 if word in census_given() and word not in places().all else 3.6
        fits = (listed and (capital or is_clear_name(word) or frequency < usual)) or (
            (capital and frequency < 3.6) or rarity(word, line.language) < 2.3
        )
    if not fits or (word in places().big and not strong):
        return None
    last = index
    while last + 1 < len(line.tokens) and last - index < 2 and line.adjacent(last + 1):
        hyphen = line.text[slice(*_gap(line, last + 1))] == "-"
        if not (hyphen or _continues(line, last + 1, capital=capital)):
            break
        last += 1
    return last


def _continues(line: Line, index: int, *, capital: bool) -> bool:
    """Whether a word goes on with a name: a family name."""
    word = line.tokens[index].fold
    if index in line.public or word in NOT_NAMES or len(word) < 2 or word.isdigit():
        return False
    if line.cased and capital:
        if line.tokens[index].capital:
            return word != "i"
        return (word in given_names() or word in family_names()) and rarity(word) < 3.6
    frequency = zipf(word, line.language)
    if word in family_names() and len(word) >= 4:
        return frequency < 4.6 and not (is_ambiguous(word) and frequency >= 4.3)
    return frequency < (4.2 if word in given_names() else 2.3)


def _from_lists(line: Line) -> Iterator[Candidate]:
    """Names in the lists without any cue: capital and listed is enough, else a person is asked."""
    index = 0
    while index < len(line.tokens):
        last = _list_extent(line, index)
        if last is None:
            index += 1
            continue
        capital = line.capital(index)
        word = line.tokens[index].fold
        known = word in given_names() and not is_ambiguous(word)
        plain = zipf(word, line.language) >= 4.3 and not is_clear_name(word)
        # The name of a tool goes on: "Jetson Orin".
        tool = index > 0 and index - 1 in line.public and line.tokens[index - 1].capital
        tool = tool and line.adjacent(index)
        sure = capital and known and not plain and word not in places().all and not tool
        rank = 2 if word in places().big else 1
        yield from person(line, index, last, sure=sure, recognizer="name-list", rank=rank)
        index = last + 1


def _list_extent(line: Line, index: int) -> int | None:
    word = line.tokens[index].fold
    if len(word) < 3 or index in line.public or word in NOT_NAMES:
        return None
    if word in places().big:
        return _pair_of_town(line, index)
    if word not in census_given() and is_nearly_public(word) and not is_clear_name(word):
        return None
    frequency = zipf(word, line.language)
    given, capital = word in given_names(), line.capital(index)
    if line.cased and line.tokens[index].capital:
        pair = _pair(line, index)
        if pair is not None and (given or capital):
            return pair
        if given and capital:
            fits = says_a_name(line, index) or (
                not is_ambiguous(word) and (is_clear_name(word) or frequency < 4.3)
            )
        elif given and not is_ambiguous(word):
            fits = is_clear_name(word) or rarity(word, line.language) < 3.3
        else:
            fits = capital and word in family_names() and rarity(word, line.language) < 3.3
    elif given and (is_clear_name(word) or _uncommon(line, word)) and _family_follows(line, index):
        return index + 1
    elif is_ambiguous(word):
        fits = False
    elif not given:
        limit = 2.6 if line.cased else 3.0
        fits = word in family_names() and rarity(word, line.language) < limit
    else:
        french = line.language == "fr" and word in own_names()["given"]
        unlisted = line.cased and word not in census_given() and word not in own_names()["given"]
        usual = 2.6 if unlisted else 4.8 if french and word not in FRENCH_WORDS else 3.8
        fits = is_usual(word) or rarity(word, line.language) < usual
    return index if fits else None


def _pair_of_town(line: Line, index: int) -> int | None:
    """``Sofia Lima``: a given name that is a town's too, and a family name, with capitals."""
    last = _pair(line, index) if line.cased and line.tokens[index].capital else None
    if last is None or line.tokens[index].fold not in census_given():
        return None
    family = line.tokens[last].fold
    both = f"{line.tokens[index].fold} {family}"
    country = both in places().all or family in places().countries or family in SUFFIXES
    rare = zipf(family, line.language) < 4.3 and len(family) > 3
    return last if rare and not country and not is_ambiguous(family) else None


def _uncommon(line: Line, word: str) -> bool:
    return zipf(word, line.language) < 4.3


def _family_follows(line: Line, index: int) -> bool:
    """Whether the next word, in lower case too, is a family name and no ordinary word."""
    after = index + 1
    if after >= len(line.tokens) or not line.adjacent(after) or after in line.public:
        return False
    word = line.tokens[after].fold
    if word not in family_names() or len(word) < 4 or is_ambiguous(word) or word in METHODS:
        return False
    return zipf(word, line.language) < 3.9 or census_family().get(word, 9999) <= 100


def _pair(line: Line, index: int) -> int | None:
    """A given name and a family name, both with capitals."""
    if index + 1 >= len(line.tokens) or not line.adjacent(index + 1):
        return None
    first, second = line.tokens[index], line.tokens[index + 1]
    if first.fold not in given_names() or second.fold not in family_names():
        return None
    if not second.capital or index + 1 in line.public or second.fold in METHODS:
        return None
    if zipf(first.fold, line.language) >= 5.0 and not is_clear_name(first.fold):
        return None
    ordinary = zipf(second.fold, line.language) >= 4.5 and not is_clear_name(second.fold)
    return None if ordinary and is_ambiguous(first.fold) else index + 1
