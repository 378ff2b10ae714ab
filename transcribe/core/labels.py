"""Speaker labels as people write them: which role one says, and which of its words are a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, UNKNOWN

_ASKS = frozenset(
    "interviewer interviewers interviewerin interviewerinnen researcher moderator moderatorin "
    "facilitator questioner iv ir intervieweur intervieweuse interviewr enqueteur enqueteuse "
    "enquetrice chercheur chercheuse animateur animatrice moderateur moderatrice forscher "
    "forscherin fragesteller fragestellerin entrevistador entrevistadora investigador "
    "investigadora moderadora moderador intervistatore intervistatrice ricercatore ricercatrice "
    "onderzoeker onderzoekster pesquisador pesquisadora question frage q int intv intvr".split()
)
_ANSWERS = frozenset(
    "interviewee interviewees participant participants respondent respondents informant "
    "informants subject interviewed ie interviewe interviewes enquete enquetes enquetee "
    "repondant repondante participante befragter befragte befragten interviewter interviewte "
    "interviewpartner interviewpartnerin teilnehmer teilnehmerin proband probandin entrevistado "
    "entrevistada encuestado encuestada intervistato intervistata geinterviewde deelnemer "
    "respondente answer antwort reponse res resp".split()
)
_NO_NAMES = frozenset(
    "speaker speakers unknown unidentified narrator voice voices male female man woman person "
    "people doctor patient nurse teacher student translator interpreter observer assistant all "
    "both several everyone group host guest cohost organizer presenter user admin me you him "
    "her them us other others inaudible crosstalk audience customer client employee manager "
    "expert candidate sprecher sprecherin locuteur locutrice intervenant intervenante hablante "
    "orador oradora parlante spreker pronouns she he they hers his theirs ze hir elle il iel "
    "ella el sie er the a an and or of to no number nr first second third main lead senior "
    "junior external internal iphone ipad android phone laptop macbook computer tablet mobile "
    "zoom teams room meeting".split()
)
_TITLES = frozenset(
    "dr prof professor mr mrs ms mx miss sir madam herr frau monsieur madame".split()
)
_PAIRS = ({"i", "p"}, {"i", "r"}, {"i", "b"}, {"q", "a"}, {"f", "a"})
_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*")
_BRACKETED = re.compile(r"[(\[{|]([^()\[\]{}|]*)[)\]}|]?|(?:\s[-–—@/]\s)(.+)$")


def plain(label: str) -> str:
    """A label without accents, case, marks and doubled spaces; digits apart from letters.

    >>> plain("INTERVIEWER_02"), plain("Enquêtrice")
    ('interviewer 2', 'enquetrice')
    """
    decomposed = unicodedata.normalize("NFKD", label)
    folded = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    words = re.findall(r"[^\W\d_]+|\d+", folded)
    return " ".join(str(int(word)) if word.isdecimal() else word for word in words)


def number_in(label: str) -> int | None:
    """The number a label ends with.

    >>> number_in("interviewer2"), number_in("Interviewee")
    (2, None)
    """
    last = plain(label).rsplit(" ", 1)[-1]
    return int(last) if last.isdecimal() else None


def role_in(label: str, *, beside: Collection[str] = ()) -> str:
    """The role a label says.

    Parameters
    ----------
    beside
        All labels of the transcript; single letters mean a role in pairs alone (``I`` and ``P``).

    Returns
    -------
    One of `transcribe.core.transcript.ROLES`; `UNKNOWN` where the label does not say, or says both.
    """
    words = set(plain(label).split())
    asks, answers = bool(words & _ASKS), bool(words & _ANSWERS)
    if asks != answers:
        return INTERVIEWER if asks else INTERVIEWEE
    letters = {plain(other) for other in beside} | {plain(label)}
    single = [letter for letter in letters if re.fullmatch(r"[a-z](?: \d+)?", letter)]
    bare = {letter.split(" ")[0] for letter in single}
    mine = plain(label).split(" ")[0]
    for pair in _PAIRS:
        if pair <= bare and mine in pair and len(mine) == 1 and len(single) == len(letters):
            return INTERVIEWER if mine in "iqf" else INTERVIEWEE
    return UNKNOWN


def is_role_word(word: str) -> bool:
    """Whether a word of a label describes a speaker rather than names one."""
    return all(
        part in _ASKS or part in _ANSWERS or part in _NO_NAMES or part.isdecimal()
        for part in plain(word).split()
    )


def names_in(label: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of people, and other names, that a label holds.

    Initials are left out: a study of machine learning cannot have every "AI" or "ML" masked.

    Returns
    -------
    The person's name, and what stands beside it in brackets or after a dash (an employer, mostly).

    >>> names_in("Dr. Ana Lopez (Acme Robotics)")
    (('Ana Lopez',), ('Acme Robotics',))
    >>> names_in("Interviewer 1"), names_in("Ben's iPhone (he/him)")
    (((), ()), (('Ben',), ()))
    """
    beside = [a or b for a, b in _BRACKETED.findall(label)]
    main = _BRACKETED.sub(" ", label)
    if "@" in label:
        return (), (label.strip(),)
    if re.fullmatch(r"\s*[^\W\d_][\w'’\-]+\s*,\s*[^\W\d_][\w'’ .\-]+", main):
        main = " ".join(reversed(main.split(",")))
    found = (_name(main),) if _name(main) else ()
    if not found:
        # "Interviewer (Ana Lopez)": the role stands first, the name beside it.
        return tuple(name for name in map(_name, beside) if name), ()
    return found, tuple(name for name in map(_name, beside) if name)


def _name(text: str) -> str:
    words = [re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text)]
    kept = [word for word in words if not is_role_word(word) and plain(word) not in _TITLES]
    name = " ".join(kept)
    initials = len(kept) == 1 and (len(name) < 2 or (len(name) == 2 and name.isupper()))
    return "" if initials or not any(len(word) > 1 for word in kept) else name
