"""What a line of an interview guide is, by its words: question, condition, instruction, note.

The words are English, French, German, Spanish, Italian, Portuguese and Dutch. They decide only
where the guide's form (question marks, numbering, quotes) leaves it open.
"""

from __future__ import annotations

import re

from transcribe.core.guide import CONDITION, EXAMPLE, INSTRUCTION, NOTE, QUESTION

_CONDITION = re.compile(
    r"^(?:only\s+)?(?:if|when|si|s'ils?|wenn|falls|sofern|se|caso|indien|als)\b(?!\s+(?:you|vous|Sie)\s+could)",
    re.IGNORECASE,
)
_SHORT_CONDITION = re.compile(
    r"^(?P<condition>(?:if\s+(?:yes|no|so|not|yes/no|applicable|any)|si\s+(?:oui|non|s[ií]|no)"
    r"|(?:wenn|falls)\s+(?:ja|nein)|se\s+(?:s[iì]|sim|no|não)|indien\s+(?:ja|nee))\s*)"
    r"[,:;–—-]\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"^[\[(](?P<condition>[^\[\]()]+)[\])]\s*[:,–—-]?\s*(?P<rest>\S.*)$")
_THEN_DO = re.compile(
    r",\s*(?:then\s+)?(?:always\s+|please\s+|also\s+)?"
    r"(?:ask|probe|skip|go|move|explain|say|stop|thank|read|note)\b",
    re.IGNORECASE,
)
_QUESTION_LEAD = re.compile(
    r"^(?:(?:and|or|so|but|et|ou|und|oder|y|o|e)\s+)?(?:"
    r"how|what|which|who|whom|whose|why|where|when|do|does|did|have|has|had|is|are|was|were|can"
    r"|could|would|will|should|in\s+(?:your|which|what)|for\s+(?:what|which)|on\s+(?:what|which)"
    r"|to\s+what|at\s+what|from\s+(?:what|which|where)|with\s+(?:what|which|whom)"
    r"|tell\s+(?:me|us)|describe|walk\s+(?:me|us)|talk\s+(?:me|us)|give\s+(?:me|us)|please\s+(?:tell|describe)"
    r"|comment|quels?|quelles?|que|qu'|qui|quoi|pourquoi|où|quand|combien|est-ce|avez|êtes|pouvez"
    r"|pourriez|décrivez|racontez|parlez|à\s+quel|de\s+quel|pour\s+quel|dans\s+quel"
    r"|wie|was|welche[rsnm]?|wer|wen|wem|warum|weshalb|wieso|wo|wann|woher|wohin|haben|hat|sind|können"
    r"|könnten|würden|gibt|erzählen|beschreiben|nennen"
    r"|cómo|qué|cuál|cuáles|quién|por\s+qué|dónde|cuándo|cuánto|cuántos|puede|podría|cuénteme|describa|¿"
    r"|come|cosa|quale|quali|chi|perché|dove|quando|quanto|può|potrebbe"
    r"|como|qual|quais|quem|por\s+que|onde|quanto|pode|poderia"
    r"|hoe|wat|welke|wie|waarom|waar|wanneer|kunt|kun"
    r")(?![\w-])",
    re.IGNORECASE,
)
_INSTRUCTION_LEAD = re.compile(
    r"^(?:\w+ly\s+)?(?:(?:short|brief|quick|general)\s+)?(?:"
    r"ask|explain|introduce|introductions?\s+(?:of|to)|presentations?\s+(?:of|by)|descriptions?\s+of\s+the\s+"
    r"(?:objectives?|goals?|aims?|purpose|study|project|interview|research)"
    r"|present|thank|remind|mention|make\s+sure|ensure|read\s+(?:out|aloud|the)|show|hand\s+(?:out|over)"
    r"|obtain|get\s+(?:the\s+)?(?:consent|permission|agreement)|request|confirm|check\s+(?:that|whether|if)"
    r"|start\s+(?:the\s+)?(?:recording|recorder|audio|interview)|stop\s+(?:the\s+)?recording"
    r"|turn\s+(?:on|off)|switch\s+(?:on|off)|begin|welcome|greet|offer|invite|wait|pause|probe|skip|go\s+to"
    r"|demander|demandez|expliquer|expliquez|présenter|présentez|remercier|remerciez|rappeler|rappelez"
    r"|présentation\s+(?:de|des|du)|vérifier|vérifiez|obtenir"
    r"|fragen\s+sie|erklären|erläutern|vorstellung|vorstellen|danken|erinnern|einverständnis|einholen"
    r"|preguntar|explicar|presentar|presentación|agradecer|recordar|pedir"
    r"|chiedere|spiegare|presentare|ringraziare|perguntar|apresentar|lembrar"
    r"|vraag|leg\s+uit|bedank"
    r")\b",
    re.IGNORECASE,
)
_NOTE_LEAD = re.compile(
    r"^(?:notes?|n\.?\s?b\.?|reminder|remember|attention|caution|definition|explanation|background|context"
    r"|goal|aim|why|what|who|remarque|rappel|définition|hinweis|notiz|erklärung|nota|definición"
    r"|let\s+op|opmerking)\s*:(?!.*\?\s*$)",
    re.IGNORECASE,
)
_EXAMPLE_LEAD = re.compile(
    r"^[\[(]?\s*(?:e\.?\s?g\.|for\s+(?:example|instance)\b|examples?\s*:|exp?\.?\s*:|such\s+as\b"
    r"|par\s+exemple\b|exemples?\s*:|p\.\s?ex\.|z\.\s?b\.|zum\s+beispiel\b|beispiele?\s*:|por\s+ejemplo\b"
    r"|ejemplos?\s*:|ad\s+esempio\b|por\s+exemplo\b|bijvoorbeeld\b)",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_ONE_QUESTION = re.compile(
    r"^(?:one|an?|the|une?|eine?|una?|um|uma|een)\s+(?:[\w-]+\s+){0,4}?(?:question|frage|pregunta|domanda|pergunta|vraag)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:any(?:thing)?\s+(?:\w+\s+)?(?:other|else)|(?:other|else)\b|missed|autres?|andere[nrs]?|sonst|otr[oa]s?|altr[oiae]|outr[oa]s?)\b",
    re.IGNORECASE,
)
NOTES_TITLE = re.compile(
    r"^(?:notes?|reminders?|remarks?|tips?|remarques?|notizen|hinweise|notas?|opmerkingen)\b"
    r"(?:\s+(?:to|for|pour|für|para)\b.*)?\s*:?$",
    re.IGNORECASE,
)
"""Title of a section that speaks to the interviewer only."""


def asks(text: str) -> bool:
    """Whether a text puts a question, by its marks or by its first words."""
    bare = _PARENTHESES.sub("", text).strip()
    ends = bare.rstrip(" .:;\"'»”)").endswith(("?", "？", "؟"))
    return ends or re.search(r"[?？؟]\s", bare) is not None or bool(_QUESTION_LEAD.match(bare))


def is_condition(text: str) -> bool:
    """Whether a line names a condition under which others stand (``If they use public data:``)."""
    bare = _PARENTHESES.sub("", text).strip().rstrip(":").strip()
    if not _CONDITION.match(bare) or bare.endswith("?") or _THEN_DO.search(bare):
        return False
    return len(bare.split()) <= 24 and re.search(r"[.!?:]\s+\S", bare) is None


def split_condition(text: str) -> tuple[str, str] | None:
    """Part ``If yes: which one?`` or ``[If yes] Which one?`` into condition and the rest."""
    short = _SHORT_CONDITION.match(text)
    if short:
        return short["condition"].strip(), short["rest"].strip()
    bracketed = _BRACKETED.match(text)
    if bracketed and is_condition(bracketed["condition"]):
        return bracketed["condition"].strip(), bracketed["rest"].strip()
    return None


def kind_of(text: str, *, parent: str | None, numbered: bool, under_notes: bool) -> str:
    """Kind of a line by its words, its parent's kind, and whether it bears a number or label."""
    if is_condition(text):
        return CONDITION
    if under_notes or _NOTE_LEAD.match(text):
        return NOTE
    if not text.rstrip().endswith("?"):
        if _EXAMPLE_LEAD.match(text):
            return EXAMPLE
        if _INSTRUCTION_LEAD.match(text):
            return INSTRUCTION
    told = parent == INSTRUCTION and not text.rstrip().endswith("?")
    statement = _is_statement(text) and not asks(text) and not numbered
    return NOTE if told or statement else QUESTION


def _is_statement(text: str) -> bool:
    return len(text.split()) > 12 or (text.endswith(".") and len(text.split()) > 4)


def announces_one_question(title: str) -> bool:
    """Whether a title speaks of exactly one question (``One closing question``)."""
    return _ONE_QUESTION.match(title.strip()) is not None


def closes_a_section(text: str) -> bool:
    """Whether a question asks for anything else, as the last one of a section does."""
    return _CLOSING.search(text) is not None


def lead(condition: str) -> str:
    """First two words of a condition, by which alternatives are told from sub-conditions."""
    words = re.sub(r"[^\w\s']", " ", condition.lower()).split()
    if len(words) >= 2 and words[1] in {
        "yes",
        "no",
        "so",
        "not",
        "oui",
        "non",
        "ja",
        "nein",
        "sí",
        "si",
    }:
        return f"{words[0]} yes/no"
    return " ".join(words[:2])
