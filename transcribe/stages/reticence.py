"""Requests that fit no phrase: somebody asks or refuses, and it is about what is written or heard.

Words of asking, of taking away and of publishing, near each other, whatever stands between them.
Wide as they are, they are rare where nobody asks for anything: `tests/benchmarks/passages.py`.
"""

from __future__ import annotations

import re

from transcribe.stages.cue import BEFORE, HERE, Cue

_DO = (
    r"(?:remove|delete|edit|cut|leave|keep|hold|mention|record|write|blur|scratch|anonymi[sz]e|"
    r"switch|skip|drop|put|share|print|publish|quote|include|strike)"
)
_ASKED = (
    r"(?:please|(?:can|could|would|will) you|(?:would it be |is it |be )?possible to|let s|"
    r"i want you to|i d like you to|grateful|appreciate)"
)
_SAID = (
    r"(?:that|this|the|my) (?:last |next |whole )?(?:part|bit|sentence|quote|names?|company|client|"
    r"customer|answer|story|comment|section|passage)"
)
_NOT = (
    r"(?:not|don t|didn t|doesn t|isn t|wasn t|wouldn t|shouldn t|won t|never|nobody|rather|prefer|"
    r"please)"
)
_OUT = (
    r"(?:published|publication|quoted|printed|transcript|retract|redact|attributed?|confidential|"
    r"anonymous|tape|recorded|recorder)"
)
_ABOVE = r"(?:lawyers?|legal|boss|manager|employer)"

_PATTERNS = (
    rf"{_ASKED}(?: \w+){{0,3}} {_DO} (?:\w+ )?{_SAID}",
    rf"{_NOT}(?: \w+){{0,5}} {_OUT}(?! (?:data|in the (?:database|log|system)|by the sensor))",
    r"(?:keep|kept|stays?|stayed|remains?)(?: \w+){0,2} (?:private|secret|out)(?= |$)"
    r"(?! (?:of|cloud|key|network|data|repository))",
    r"want (?:that|this)(?: part| bit)? (?:\w+ )?(?:removed|deleted|gone|out|cut)",
    rf"please (?:\w+ )?{_DO} (?:that|this|it|me|my|the (?:\w+ )?names?)|"
    rf"{_DO} (?:that|this|it) (?:\w+ )?please",
    r"(?:please don t|please do not|you shouldn t|you should not|you mustn t|maybe don t|"
    r"maybe do not|better not)(?: \w+){0,2} (?:write|mention|print|publish|quote|record|include)",
    r"(?:told|tell|telling|say|said|saying|talk|talking|share|sharing)(?: \w+){0,4} "
    r"(?:in private|privately|off tape)|(?:wasn t|not) supposed to (?:tell|say|share|talk|disclose)"
    r"|should(?:n t| not) have (?:said|told|mentioned)|(?:mention|say|tell)(?: \w+){0,2} i "
    r"(?:said|told) (?:that|this|it|you|so)",
    rf"hold (?:that|this|it) back|{_ABOVE} (?:would|will|wouldn t|won t)(?: \w+){{0,2}} "
    r"(?:like|happy|kill|hate|mind)|(?:nobody|no one) (?:outside|else)(?: \w+){0,3} knows",
)

WIDE = (
    Cue(
        says="perhaps asked to be held back",
        pattern=re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in _PATTERNS)),
        about=BEFORE,
        by="interviewee",
    ),
    Cue(
        says="asked for the recording to be stopped",
        pattern=re.compile(
            rf"\b{_ASKED}(?: \w+){{0,2}} (?:switch|turn) (?:that|this|it|the \w+) off\b"
        ),
        about=HERE,
        by="interviewee",
    ),
)
