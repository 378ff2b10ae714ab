"""Employers, clients and products, by what is said before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line, rarity
from transcribe.backends.pii.lists import places
from transcribe.backends.pii.schools import SCHOOLS
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

EMPLOYER = re.compile(
    r"\b(?:i|we|he|she|they|who|you|i ve|i m|i d|we re)(?: (?:also|currently|now|still|just|"
    r"used to|have|had|been|then|actually|mostly|was|were|started|start|did)){0,3} "
    r"(?:work|works|worked|working|employed|consult|consulted|intern|interned)"
    r"(?: (?:now|currently|mostly|here|remotely|full time|part time|as an? (?:[a-z]+ ){1,4}?))?"
    r" ?(?:at|for) (?:the )?"
    r"|\b(?:employed|hired|acquired|bought|recruited) (?:at|by) (?:the )?"
    r"|\b(?:i|we|she|he) (?:joined|left|founded|cofounded|co founded) "
    r"|\b(?:engineer|developer|scientist|analyst|manager|director|consultant|intern|internship|"
    r"position|job|lead|architect|researcher|officer|head|cto|ceo|vp|career|colleagues|team|people|"
    r"everyone|us|we|here|back|over|time|years?|months?|phd|degree|master|masters|bachelor) at "
    r"(?:the )?"
    r"|\b(?:i m|i am|i was|he is|she is|he s|she s) (?:the |a |an )(?:[a-z]+ ){1,6}?(?:at|for) "
    r"(?:the )?"
    r"|\b(?:je travaille|j ai travaille|nous travaillons|employe|embauche|stage)"
    r" (?:chez|pour|a|par|au) "
    r"|\b(?:je suis|j etais|j ai ete|on est|on etait|nous sommes|nous etions|je bosse|arrivee?|"
    r"je travaillais|entree?|passee?|nous|gens) chez "
)
"""What follows is an employer."""

CALLED = re.compile(
    r"\b(?:company|companies|startup|start up|firm|employer|client|clients|customers?|"
    r"vendor|supplier|agency|organi[sz]ation|lab|laboratory|bank|hospital|corporation|business|"
    r"compagnie|entreprise|societe|boite)(?: [a-z]+)? (?:called|named|known as|is called|"
    r"was called|is named|name is|appelee|qui s appelle|nommee) "
    r"|\b(?:client|customer|employer|vendor|company|firm|supplier) (?:is|was|like|such as) "
    r"|\b(?:our|a|my|their|his|her) (?:[a-z]+ )?(?:client|customer|employer|competitor|"
    r"subsidiary|parent company|mother company|spin off|spinoff) "
    r"|\b(?:between us and|merged with|taken over by|bought by|acquired by|partnered with|"
    r"contract with|spun (?:out|off) (?:of|from)|competitors? (?:is|are|like)|years with) "
)
"""What follows is an organization if it looks like a name."""

PRODUCT = re.compile(
    r"\b(?:product|project|tool|app|application|platform|software|system|service|package|library|"
    r"framework|module|initiative|program|programme|pipeline|robot|device|assistant|engine|model|"
    r"algorithm|dataset|database|produit|projet|outil|logiciel|plateforme)s?(?: [a-z]+)? (?:called|"
    r"named|codenamed|code named|known as|is called|was called|we call|"
    r"we called|that we call|whose name is|appele|nomme) (?:the )?"
    r"|\b(?:code name|codename|code named|codenamed|we call it|we called it|"
    r"we call (?:that|this)(?: 1)?|(?:we|they|i) (?:re)?named (?:it|that|this)|"
    r"it is called|"
    r"it s called|that s called|which is called|on l appelle|ca s appelle) (?:the |le |la )?"
    r"|\b(?:called|nicknamed|dubbed|named|christened|call) (?:the|our|this|that) (?:model|tool|app|"
    r"script|system|thing|project|product|dashboard|bot|robot|machine|program|programme|platform|"
    r"pipeline|database|spreadsheet) (?:the )?"
    r"|\b(?:project|produit|projet) "
)
"""What follows is a product or project if it looks like a name."""

OURS = re.compile(
    r"\b(?:our|my|their|his|her|notre|nos|mon|ma|leur) (?:[a-z]+ )?(?:product|platform|app|"
    r"application|chatbot|software|start up|startup|company|firm|employer|produit|plateforme|"
    r"logiciel|entreprise|societe|boite)(?: (?:is|was|c est|est))? "
)
"""What follows, with a capital, is what is said to be theirs."""

_THEIR_FIRM = "startup|start up|company|firm|employer|entreprise|societe|boite".split("|")

_NAMED = re.compile(r"\b(?:called|named|known as|name is|appelee?|nommee?)\b")
_MADE = re.compile(r"\b(?:product|project|tool|app|application|platform|software|system|service)\b")

SUFFIXES = frozenset(
    """
    inc ltd llc corp corporation gmbh sarl plc technologies technology solutions labs lab
    consulting analytics bank insurance hospital clinic systems partners ventures studios studio
    pharma pharmaceuticals group holdings industries robotics networks logistics airlines
    foundation institute agency media software interactive mining energy motors foods mutual
    co company llp ag kg sas srl nv oy bv pty sons brothers trust fund council association society
    federation committee ministry authority union airways railways electronics chemicals
    engineering construction logistics properties securities advisors associates restaurant hotel
    """.split()
)
"""Last words that make words with capitals an organization."""

RARE_PROJECT = 3.5
"""Zipf frequency under which a word in lower case after "project" is its name."""

STOP = frozenset(
    """
    a an the this that these those my your our their his her its it me you us them him i we he
    she they some any all each every another other which what who whom where when home night
    least first last work office school scale times time now then here there and or but so
    because if as to of on in at for with from by about into like very really more most less one
    once both many much several few lot lots people person someone somebody anyone everyone
    company companies startup client clients customer customers team teams big small large
    different same new old good better best example instance sure free long short years year
    months month weeks week days day hours hour being doing having making getting is are was
    were be been do does did has have had can could will would should may might must not no yes
    yeah okay ok um uh hmm right well just also only even still actually basically usually maybe
    probably mostly currently university college bank hospital industry government research
    production training testing fun s re ve ll d m t 1 2 3 4 5 6 7 8 9 10 20 30
    """.split()
)


def find_organizations(line: Line) -> Iterator[Candidate]:
    """Candidates of type ORGANIZATION and PRODUCT, or UNIVERSITY where an employer is one."""
    for match, index in line.cued(EMPLOYER):
        if match.group().endswith(" the ") and _common_noun(line, index):
            continue
        if match.group().endswith(" a ") and line.tokens[index].fold in places().all:
            # "Je travaille à Lyon": what is à is a town.
            continue
        yield from _named(line, index, kind="ORGANIZATION", cue="employer")
    for match, index in line.cued(CALLED):
        named = bool(_NAMED.search(match.group()))
        yield from _named(line, index, kind="ORGANIZATION", cue="organization", named=named)
    for match, index in line.cued(PRODUCT):
        if match.group().strip() in ("project", "produit", "projet"):
            # Without "called", a capital or a rare word tells a name from "project management".
            usual = 5.0 if line.capital(index) else RARE_PROJECT
            if rarity(line.tokens[index].fold, line.language) >= usual:
                continue
            yield from _named(line, index, kind="PRODUCT", cue="project")
        else:
            named = bool(_NAMED.search(match.group()) and _MADE.search(match.group()))
            cue = "product" if _theirs(line, match) else "tool"
            yield from _named(line, index, kind="PRODUCT", cue=cue, named=named)
    for match, index in line.cued(OURS):
        firm = any(word in match.group() for word in _THEIR_FIRM)
        if line.capital(index):
            kind = "ORGANIZATION" if firm else "PRODUCT"
            yield from _named(line, index, kind=kind, cue="organization" if firm else "product")


_OWN = re.compile(
    r"\b(?:our|my|their|own|built|build|building|made|making|develop|developed|developing|created|"
    r"wrote|launched|founded|internal|internally|in house|proprietary|code ?named?|we call|"
    r"we called|named it|named this|named that|product|project|projet|produit|notre|mon|nous avons|"
    r"we have|we had|working on|work on)\b"
)


def _theirs(line: Line, match: re.Match[str]) -> bool:
    """Whether what is named is said to be of their making: else it is a tool that many may use."""
    return bool(_OWN.search(line.folded, max(0, match.start() - 40), match.end()))


def _common_noun(line: Line, index: int) -> bool:
    """Whether a word after an article is what anybody may work at (``the plant``)."""
    plain = not (line.cased and line.capital(index))
    return plain and zipf(line.tokens[index].fold, line.language) >= 4.0


def _named(
    line: Line, index: int, *, kind: str, cue: str, named: bool = False
) -> Iterator[Candidate]:
    """The name after a cue, if what stands there looks like one."""
    firm = cue == "employer" or named
    last = _extent(line, index, loose=cue in ("employer", "product", "tool"), firm=firm)
    if last is None:
        return
    public = all(place in line.public for place in range(index, last + 1))
    if public and cue != "employer":
        return
    capital = line.capital(index)
    sure = capital and not public and cue not in ("project", "tool")
    school = any(token.fold in SCHOOLS for token in line.tokens[index : last + 1])
    yield line.candidate(
        index,
        last,
        kind="UNIVERSITY" if school else kind,
        recognizer=f"{cue}-cue",
        sure=sure,
        reason=f"named as {'an' if cue[0] in 'eo' else 'a'} {cue}",
        score=0.85 if sure else 0.55,
        rank=2,
    )


def _extent(line: Line, index: int, *, loose: bool, firm: bool) -> int | None:
    """Last word of a name that begins at a word, or None.

    With capitals, the words that have one; in lower case, the words up to a common one, three at
    most, if the first is rare (``loose``: not too common). ``firm``: even where others have one.
    """
    word = line.tokens[index].fold
    if word in STOP or (word.isdigit() and not line.tokens[index].capital):
        return None
    if line.cased:
        if line.capital(index):
            return capitals_from(line, index)
        if rarity(word, line.language) < 2.6:
            return index
        if not firm or zipf(word, line.language) >= 5.0:
            return None
    limit = 5.3 if loose or firm else 4.4
    verb = word.endswith("ing") or (word.endswith("ed") and not (loose or firm))
    if zipf(word, line.language) >= limit or verb:
        return None
    last = index
    while last + 1 < len(line.tokens) and last - index < 2 and line.adjacent(last + 1):
        following = line.tokens[last + 1].fold
        if following in STOP or zipf(following, line.language) >= 5.6:
            break
        last += 1
    return last


def capitals_from(line: Line, index: int) -> int:
    """Last of the words with capitals from here on; ``of``, ``and`` and ``&`` may stand between."""
    last = index
    while last + 1 < len(line.tokens) and last - index < 5 and line.adjacent(last + 1):
        token = line.tokens[last + 1]
        if token.capital or (token.text.isdigit() and last == index):
            last += 1
            continue
        between = token.fold in ("of", "and", "de", "du", "la", "for")
        after = last + 2
        if between and after < len(line.tokens) and line.tokens[after].capital:
            if line.tokens[after].fold == "i" or not line.adjacent(after):
                break
            last += 2
            continue
        break
    while last > index and line.tokens[last].fold == "i":
        last -= 1
    return last
