"""What a line of an interview guide is, by its words: question, condition, instruction, note.

The words are English, French, German, Spanish, Italian, Portuguese and Dutch. They decide only
where the guide's form (question marks, numbering, quotes) leaves it open.
"""

from __future__ import annotations

import re

from transcribe.core.guide import CONDITION, EXAMPLE, INSTRUCTION, NOTE, QUESTION, SECTION

_CONDITION = re.compile(
    r"^(?:only\s+)?(?:if(?!\s+you\s+could)"
    r"|when(?!\s+(?:do|does|did|is|are|was|were|will|would|can|could|should|have|has|had)\b)"
    r"|si(?!\s+vous\s+pou)|s['’]ils?|wenn(?!\s+sie\s+könnt)|falls|sofern|se(?!\s+\w+(?:er|ir|re)\b)"
    r"|caso|en\s+caso|in\s+caso|im\s+falle?|en\s+cas|dans\s+le\s+cas|indien|als)\b",
    re.IGNORECASE,
)
_SHORT_CONDITION = re.compile(
    r"^(?P<condition>(?:if\s+(?:yes|no|so|not|yes/no|applicable|any)|si\s+(?:oui|non|s[ií]|no)"
    r"|(?:wenn|falls)\s+(?:ja|nein)|se\s+(?:s[iì]|sim|no|não)|indien\s+(?:ja|nee))\s*)"
    r"[,:;–—-]\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_NAMED_CONDITION = re.compile(r"^(?P<condition>[^:?!.]{4,80}?)\s*[:：]\s+(?P<rest>\S.*)$")
_BRACKETED = re.compile(r"^[\[(](?P<condition>[^\[\]()]+)[\])]\s*[:,–—-]?\s*(?P<rest>\S.*)$")
_THEN_DO = re.compile(
    r",\s*(?:then\s+)?(?:always\s+|please\s+|also\s+)?"
    r"(?:(?:ask|probe|explain|say|read|note)\b(?!\s*:?$)|(?:skip|go|move|stop|thank)\b)"
    r"|\b(?:skip|go|jump|proceed|move\s+on|continue)\s+to\b|\bweiter\s+mit\b|\b(?:passer|aller)\s+à\b",
    re.IGNORECASE,
)
_THEN_ASK = re.compile(
    r",\s*(?:then\s+)?(?:how|what|which|who|why|where|do\s+(?:you|they)|did\s+(?:you|they)|comment|quels?|quelles?"
    r"|pourquoi|wie|was|welche[rsnm]?|wer|warum|cómo|qué|cuál(?:es)?|quién|por\s+qué)\b",
    re.IGNORECASE,
)
_PROBE = re.compile(
    r"^(?:probes?|prompts?|follow-?\s?ups?|relances?|nachfragen?|vertiefung|sondeos?|repreguntas?|doorvragen)\s*:",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"^(?:(?:possible|optional|further|mögliche|questions?\s+de)\s+)?(?:probes?|probing\s+questions?|prompts?"
    r"|(?:follow-?\s?up|sub-?)(?:s|\s?questions?)?|relances?|(?:nach|vertiefungs|unter)fragen|repreguntas"
    r"|sondeos?|doorvragen|sous-questions)\s*:?$",
    re.IGNORECASE,
)
"""Title of a group of probes: it asks nothing itself."""
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
    r"|test\s+the|set\s+up|collect|close|conclude|end\s+the|encourage|listen|avoid|do\s+not|don['’]t|repeat"
    r"|allow|sign|inform|tell\s+(?:the|them|him|her)|give\s+(?:the|them)|if\s+.*,\s*(?:ask|skip|go|move|probe)"
    r"|if\s+.*\b(?:skip|go|jump|proceed)\s+to"
    r"|demander|demandez|expliquer|expliquez|présenter|présentez|remercier|remerciez|rappeler|rappelez"
    r"|présentation\s+(?:de|des|du)|vérifier|vérifiez|obtenir|se\s+présenter|relancer|relancez|conclure|noter"
    r"|proposer|remettre|lire|insister|laisser|recueillir|démarrer"
    r"|fragen\s+sie|erklären|erläutern|vorstellung|vorstellen|danken|erinnern|einverständnis|einholen"
    r"|preguntar|explicar|presentar(?:se)?|presentación|agradecer|recordar|pedir|solicitar|leer|comprobar|iniciar"
    r"|chiedere|spiegare|presentare|ringraziare|perguntar|apresentar|lembrar"
    r"|vraag|leg\s+uit|bedank"
    r")\b",
    re.IGNORECASE,
)
_INSTRUCTION_END = re.compile(
    r"\b(?:einholen|aussprechen|vorstellen|erklären|erläutern|beenden|starten|verabschieden|bedanken"
    r"|hinweisen|klären|abfragen|ansprechen|überreichen|unterschreiben\s+lassen)\.?$",
    re.IGNORECASE,
)
_RESEARCH_QUESTION = re.compile(
    r"^(?:research\s+questions?|forschungsfragen?|questions?\s+de\s+recherche|preguntas?\s+de\s+investigación)"
    r"\b.{0,8}:",
    re.IGNORECASE,
)
"""What the study asks, not the interviewer."""
_NOTE_LEAD = re.compile(
    r"^(?:notes?(?:\s+(?:to|for)\s+(?:the\s+)?\w+)?|interviewer(?:\s+notes?)?|version|date|authors?|n\.?\s?b\.?|reminder|remember|attention|caution|definition|explanation|background|context"
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
GUIDE_TITLE = re.compile(
    r"\b(?:interview\w*|guide|guía|guion|guión|leitfaden|gesprächsleitfaden|protocol\w*|schedule|questionnaire"
    r"|entretien|entrevistas?|fragebogen|topic\s+list|intervista|entrevista|roteiro)\b",
    re.IGNORECASE,
)
"""Words in the title of a guide as a whole."""
SECTION_TITLE = re.compile(
    r"^(?:introduction|intro|opening|background|warm-?\s?up|context|closing|close|conclusions?|wrap-?\s?up|ending|end"
    r"|debrief(?:ing)?|einstieg|einleitung|einführung|hintergrund|abschluss|ausklang|schluss|ouverture|clôture"
    r"|introducción|presentación|cierre|conclusión|introduzione|conclusione|introdução|conclusão|inleiding|afsluiting)"
    r"(?:\s*\([^()]*\))?\s*:?$"
    r"|^(?:section|part|partie|theme|thème|topic|block|bloque?|teil|abschnitt|thema|tema|sección|parte|module|deel)\s+"
    r"(?:\d{1,2}|[A-Z]|[IVX]{1,4})\b\s*(?:[.:–—-]\s*.*)?$",
    re.IGNORECASE,
)
"""Titles that open a section wherever they stand alone."""
NOTES_TITLE = re.compile(
    r"^(?:notes?|reminders?|remarks?|tips?|remarques?|consignes|notizen|hinweise|notas?|opmerkingen)\b"
    r"(?:\s+(?:to|for|pour|aux?|à|für|an|para|al)\b.*)?\s*:?$",
    re.IGNORECASE,
)
"""Title of a section that speaks to the interviewer only."""


def asks(text: str) -> bool:
    """Whether a text puts a question, by its marks or by its first words."""
    bare = _PARENTHESES.sub("", text).strip()
    ends = bare.rstrip(" .:;\"'»”)").endswith(("?", "？", "؟"))
    return ends or re.search(r"[?？؟]\s", bare) is not None or bool(_QUESTION_LEAD.match(bare))


def unbracketed(text: str) -> str:
    """A text without the brackets around the whole of it: ``[If they rent]``."""
    found = re.fullmatch(r"[\[(]([^\[\]()]+)[\])]\s*:?", text.strip())
    return found[1].strip() if found else text


def is_condition(text: str) -> bool:
    """Whether a line names a condition under which others stand (``If they use public data:``)."""
    bare = _PARENTHESES.sub("", unbracketed(text)).strip().rstrip(":").strip()
    if not _CONDITION.match(bare) or bare.endswith("?"):
        return False
    if _THEN_DO.search(bare) or _THEN_ASK.search(bare):
        return False
    return len(bare.split()) <= 24 and re.search(r"[.!?:]\s+\S", bare) is None


def split_condition(text: str) -> tuple[str, str] | None:
    """Part ``If yes: which one?`` or ``[If yes] Which one?`` into condition and the rest."""
    short = _SHORT_CONDITION.match(text)
    if short:
        return short["condition"].strip(), short["rest"].strip()
    named = _NAMED_CONDITION.match(text)
    if named and is_condition(named["condition"]) and asks(named["rest"]):
        return named["condition"].strip(), named["rest"].strip()
    bracketed = _BRACKETED.match(text)
    if bracketed and is_condition(bracketed["condition"]):
        return bracketed["condition"].strip(), bracketed["rest"].strip()
    return None


def kind_of(text: str, *, parent: str | None, numbered: bool, under_notes: bool) -> str:
    """Kind of a line by its words, its parent's kind, and whether it bears a number or label."""
    if is_condition(text):
        return CONDITION
    if under_notes or _NOTE_LEAD.match(text) or _RESEARCH_QUESTION.match(text):
        return NOTE
    if is_probe(text):
        return SECTION if GROUP.match(text) else QUESTION
    lead = None if text.rstrip().endswith("?") else _lead_kind(text)
    if lead is not None:
        return lead
    told = parent == INSTRUCTION and not text.rstrip().endswith("?")
    statement = _is_statement(text) and not asks(text) and not numbered
    return NOTE if told or statement else QUESTION


def _lead_kind(text: str) -> str | None:
    if _EXAMPLE_LEAD.match(text):
        return EXAMPLE
    text = text.removeprefix("[").removeprefix("(").removesuffix("]").removesuffix(")")
    told = _INSTRUCTION_LEAD.match(text) or _INSTRUCTION_END.search(text)
    return INSTRUCTION if told else None


def is_probe(text: str) -> bool:
    """Whether a line says that it probes the question before it, or that those after it do."""
    return GROUP.match(text) is not None or _PROBE.match(text) is not None


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
