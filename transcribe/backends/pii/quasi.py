"""Quasi-identifiers: sizes of teams and firms, experience and tenure, titles that few hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|trente|quarante|cinquante|soixante"
_NUMBER = (
    rf"(?:\d{{1,6}}(?: \d{{3}}| \d(?= (?:year|month|mois|ans)))?|(?:{_TENS})(?: [1-9])?|"
    r"a (?:few|couple of|hundred|thousand|dozen)|"
    r"several|half|1 and a half|"
    r"une (?:douz|diz|quinz|vingt|trent|quarant|cinquant|cent)aine(?: de)?)"
    r"(?: (?:hundred|thousand|million|cents?|mille))?(?: and a half)?"
)
_ABOUT = r"(?:(?:about|around|almost|nearly|over|more than|less than|roughly|like|maybe|some) )?"
_STAFF = (
    "people|persons|employees|engineers|developers|scientists|data scientists|analysts|researchers|"
    "members|colleagues|consultants|programmers|students|interns|designers|managers|nurses|"
    "doctors|teachers|workers|staff|founders|personnes|employes|employees|ingenieurs|developpeurs|"
    "chercheurs|etudiants|collegues"
)
SIZE = re.compile(
    rf"\b(?:team|group|company|startup|start up|firm|department|lab|unit|squad|equipe|size|"
    rf"entreprise|societe|boite|compagnie|labo|groupe)"
    rf"(?: (?:size|here|itself))? (?:of|is|was|has|had|with|de|compte|comptait|fait|avait|a|est de)"
    rf" {_ABOUT}"
    rf"({_NUMBER}(?: (?:to|or) {_NUMBER})?)"
    rf"(?: (?:[a-z]+ ){{0,2}}?(?:{_STAFF}))?\b(?! (?:years?|months?|percent|weeks?|days?|thing))"
    rf"|\b(?:we are|we re|there are|there s|there s like|"
    rf"they are|the|only|all|on est|on etait|nous sommes|nous etions|il y a|ils sont) {_ABOUT}"
    rf"({_NUMBER}(?: (?:to|or) {_NUMBER})?) "
    rf"(?:of us|(?:[a-z]+ ){{0,2}}?(?:{_STAFF}))\b"
    rf"|\b(?:on est|on etait|nous sommes|nous etions) (une [a-z]+aine)\b"
    rf"|\b(?:we are|we re|we were|they are|they re|there are) {_ABOUT}({_NUMBER})"
    r" (?=in (?:total|all|the (?:company|team|firm|office|lab|group))\b|altogether|worldwide|"
    r"overall|at the (?:company|firm|office|site|plant)\b|at this (?:site|plant)\b)"
)
STAFF = re.compile(
    rf"\b({_NUMBER}(?: (?:(?:to|or) )?{_NUMBER})?) (?:[a-z]+ ){{0,1}}?(?:{_STAFF})\b"
)
_SPAN = "(?:years?|months?|decades?|ans|mois)"
PERIOD = (
    rf"{_NUMBER}(?: (?:or|to|and) {_NUMBER})? (?:plus )?{_SPAN}(?: and {_NUMBER}(?: {_SPAN})?)?"
)
TENURE = re.compile(
    rf"\b(?:for|since|in|over|have|ve|had|has|past|last|after|of|about|almost|nearly|around|than|"
    rf"got|with|spent|it s been|been|depuis|pendant)(?: (?:the|my|past|last|like|almost|about|"
    rf"around|nearly|over|more than|already|now|maybe|some))* ({PERIOD})\b"
    rf"(?! (?:ahead|of data|worth|window|"
    rf"horizon|old|of history|historical|forecast))"
)
EXPERIENCE = re.compile(
    rf"\b({PERIOD}) (?:of )?(?:[a-z]+ ){{0,3}}?(?:experience|ago|now|in (?:the )?(?:industry|field|"
    rf"company)|at|here|d experience)\b"
)
_SELF = re.compile(
    r"\b(?:i|i m|i ve|my|we|he|she|me|work|worked|working|job|experience|career|company|team|"
    r"started|joined|phd|degree|master|student|there|je|j|on|"
    r"nous|entreprise|societe|equipe|boite)\b"
)
_RANK = (
    "chief|head|director|vice president|vp|president|cto|ceo|coo|cfo|cio|ciso|founder|co founder|"
    "cofounder|dean|professor|owner|partner|managing director|team lead|team leader|tech lead|"
    "technical lead|principal|lead|manager|directeur|directrice|fondateur|chef"
)
TITLE = re.compile(
    r"\b(?:chief (?:[a-z]+ ){1,2}officer|(?:head|director|vice president|vp|dean|president|"
    r"manager|lead|chair) of (?:the )?(?:[a-z]+ ){0,2}?(?:[a-z]+)|"
    r"(?:operations|general|plant|country|regional|factory|branch|account|store|site) manager|"
    r"(?:[a-z]+ )?(?:co founder|cofounder|founder|cto|ceo|coo|cfo|cio|ciso)|"
    r"(?:directeur|directrice|cheffe?|responsable|presidente?|vice presidente?|fondateur|"
    r"fondatrice|doyenne?) (?:de la |de l |des? |du |d )(?:[a-z]+)|"
    r"(?:principal|lead|chief|staff|senior|junior|managing) (?:[a-z]+ ){0,2}?(?:scientist|"
    r"engineer|developer|architect|analyst|consultant|director|researcher|manager|officer))\b"
)
ONLY = re.compile(
    r"\b(?:only|sole|single|first) (?:[a-z]+ ){0,2}?(?:woman|man|female|engineer|developer|"
    r"scientist|analyst|researcher|doctor|nurse|professor|manager|tester|architect|designer|"
    r"programmer|specialist|expert|employee|consultant|student) "
    r"(?:in|at|on|from|here|there|who|of)(?: (?:the|my|our|this|that))?(?: [a-z]+)?\b"
    r"|\b(?:youngest|oldest|newest|most senior|longest serving) (?:[a-z]+ )?(?:person|employee|"
    r"engineer|developer|scientist|manager|member|partner|professor|researcher|analyst)\b"
    r"|\bemployee number \d+(?: \d+)*\b"
    r"|\b(?:la|le) (?:seule?|unique) (?:[a-z]+ )?(?:femme|homme|ingenieure?|analyste|chercheuse|"
    r"chercheur|developpeuse|developpeur|medecin|infirmiere?|professeure?|employee?|etudiante?)\b"
)
"""What only one person is."""

_OWN = re.compile(
    r"\b(?:i m|i am|i was|i work as|i worked as|working as|work as|my (?:role|title|position|job)"
    r"(?: title)?(?: here| there| now| back then| at the time)?(?: is| was)|as|became|"
    r"promoted to|role of|title of|position of|he is|"
    r"she is|he s|she s|who is|our|je suis|est|c est|etait|devenue?|the) (?:also )?"
    r"(?:the |a |an |la |le |l |un |une |now |currently |aussi )*$"
)
_ARTICLE = re.compile(r"(?:the|our|la|le|l) ")
_VAGUE = frozenset("a few a couple of several half".split())
_ARTICLES = frozenset("the a an and as our my la le l une un notre".split())

_FIRST_OF_TWO = frozenset(
    "data machine software artificial quality product customer business human information research "
    "computer applied natural user technical digital cloud deep".split()
)
"""Words of a department's name that another follows: head of data science."""

_NOT_UNITS = frozenset("the a an models lot things that this it them those these".split())


def find_quasi(line: Line) -> Iterator[Candidate]:
    """Candidates of type QUANTITY and JOB; a person is asked about each."""
    for match in SIZE.finditer(line.folded):
        group = next(number for number in (1, 2, 3, 4) if match.group(number))
        yield from _quantity(
            line, match.start(group), match.end(), "size", "size of a team or firm"
        )
    for match in STAFF.finditer(line.folded):
        if _SELF.search(line.folded[max(0, match.start() - 60) : match.start()]):
            yield from _quantity(line, match.start(), match.end(), "size", "number of people")
    for pattern in (TENURE, EXPERIENCE):
        for match in pattern.finditer(line.folded):
            before = line.folded[max(0, match.start() - 70) : match.end() + 40]
            if _SELF.search(before):
                reason = "experience or duration"
                yield from _quantity(line, match.start(1), match.end(1), "duration", reason)
    for match in ONLY.finditer(line.folded):
        yield from _job(line, match)
    for match in TITLE.finditer(line.folded):
        article = _ARTICLE.match(match.group())
        if _OWN.search(line.folded[: match.start() + (article.end() if article else 0)]):
            yield from _job(line, match)


def _quantity(line: Line, start: int, end: int, kind: str, reason: str) -> Iterator[Candidate]:
    first, last = line.word_index(start), line.word_index(end - 1)
    if not all(
        line.adjacent(index) or _listing(line, index) for index in range(first + 1, last + 1)
    ):
        return
    words = [token.fold for token in line.tokens[first : last + 1]]
    number = any(word.isdigit() or re.fullmatch(_TENS, word) for word in words)
    if not number and words and words[0] in _VAGUE:
        return
    if kind == "size" and len(words) == 1 and (not number or words[0] == "1"):
        return
    yield line.candidate(
        first,
        last,
        kind="QUANTITY",
        recognizer=kind,
        sure=False,
        reason=reason,
        score=0.6,
        rank=1,
    )


def _listing(line: Line, index: int) -> bool:
    """Whether a comma stands between two numbers: ``ten, twelve people``."""
    before, token = line.tokens[index - 1], line.tokens[index]
    gap = line.text[before.end : token.start].strip()
    return gap == "," and before.fold.isdigit() and token.fold.isdigit()


def _job(line: Line, match: re.Match[str]) -> Iterator[Candidate]:
    first, last = line.word_index(match.start()), line.word_index(match.end() - 1)
    while first < last and line.tokens[first].fold in _ARTICLES:
        first += 1
    while (
        line.tokens[last].fold in _FIRST_OF_TWO
        and last + 1 < len(line.tokens)
        and line.adjacent(last + 1)
        and zipf(line.tokens[last + 1].fold, line.language) < 6.3
    ):
        last += 1
    if line.tokens[last].fold in _NOT_UNITS:
        return
    yield line.candidate(
        first,
        last,
        kind="JOB",
        recognizer="job-title",
        sure=False,
        reason="a title that few hold",
        score=0.6,
        rank=1,
    )
