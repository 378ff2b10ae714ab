"""The ways in which permission to record is asked for and answered, in English and French.

Patterns are read over folded words (no capitals, marks or accents; ``don't`` is ``don t``). Data is
recorded too: what is recorded must be the talk ("this", "you", "our conversation", nothing at all),
not "the temperature".
"""

from __future__ import annotations

import re

ITEM = re.compile(
    r"\brecord(?:ing|ed)?\b|\bconsent\b|\bpermission\b|\benregistre|\bconsentement\b", re.IGNORECASE
)
"""Says that an item of the guide is about permission."""

_TALK = (
    r"(?:this|these|them|it|you|us|me|everything|(?:what|everything) (?:you|we) \w+|here|today|now|"
    r"(?:the|our|your|my|this|that|a|an) (?:\w+ )?(?:interview|call|conversation|session|meeting|"
    r"audio|sound|screen|chat|talk|discussion|voice|phone|answers?)|of (?:this|that|it|you|our|"
    r"what)|"
    r"cette|cet|ce|ca|notre|nos|l (?:entretien|interview|echange)|la (?:conversation|discussion))"
)
_THEN = (
    r"(?=$| (?:and|or|so|if|is|okay|ok|alright|all|for (?:us|me|our|this|my|you)|while|as|on|to|"
    r"(?:being|going|running|will|would|works?|please|then|but|because|before|when|right|yeah|yes|"
    r"just|hope|unless|that|how|are|do|you|we|i|does|what|fine|with|si|et|pour|donc|que|vous|"
    r"est|comme|afin)\b)"
    rf"| {_TALK}\b)"
)
_DEVICE = (
    r"(?:recorder|dictaphone|(?:the|this|my) tape|(?:the|this|my) (?:mic|microphone|machine|camera)"
    r"(?= (?:(?:is|s|stays) )?(?:on|running|and)\b)|red button|"
    r"press(?:ed)? record|hit record|audio file|(?:turn|switch) (?:this|it|that)(?: thing)? on)"
)
_RECORD = (
    r"(?:(?:be |being |been )?(?:record(?:ing|ings|ed)?|tap(?:e|ed|ing)|transcrib(?:e|ed|ing)|"
    r"transcript|film(?:ed|ing)|"
    rf"enregistr(?:e|er|ee|es|ees|ez|iez|ons|ement)){_THEN}|{_DEVICE}"
    r"|captur(?:e|ing) (?:the |our |your )?(?:audio|sound|conversation|call|voice))"
)
_MIND = (
    r"(?:mind|derange\w*|gene|embete\w*|bother\w*|objections?|object|oppos(?:ed|e)|against|"
    r"(?:any|no|have an?|be an?) (?:problems?|concerns?|issues?)|inconvenients?|"
    r"(?:pas )?de (?:probleme|souci))"
)
_MAY = (
    rf"(?:{_MIND}|okay|ok|alright|all right|agree\w*|consent\w*|permission|allow\w*|fine|"
    r"comfortable|happy|willing|good with|up for|cool|accept\w*|approv\w*|can (?:i|we)|"
    r"may (?:i|we)|could (?:i|we)|shall (?:i|we)|suits?|works? for you|feel about|right|yeah|"
    r"possible|d accord|accord|permett\w*|puis je|je peux|peut on|pouvons|autoris\w*|"
    r"(?:ca |cela )?(?:te|vous) (?:va|convient)|voul(?:ez|oir) bien|veux bien|convient)"
)
_GAP = r"(?: \w+){0,12}?"
ASK = re.compile(
    rf"\b{_MAY}\b{_GAP} {_RECORD}|\b{_RECORD}{_GAP} {_MAY}\b"
    r"|\b(?:your|you|verbal|oral|informed) consent\b(?! of| to the (?!interview|recording))"
    r"|\b(?:do|did|if|that) you consent\b|\bconsent form\b|\binformation sheet\b"
    r"|\b(?:agree|consent|happy|willing) to (?:take part|participate|be interviewed|"
    r"(?:this|the|an?)(?: \w+)? (?:interview|study|recording))\b"
    r"|\btaking part voluntarily\b|\bparticipat(?:e|ing) voluntarily\b"
    r"|\bvotre consentement\b|\bformulaire de consentement\b|\bd accord pour participer\b"
)
ANNOUNCE = re.compile(
    r"\b(?:we|i|this|it|interview|call|meeting|conversation|session)(?: (?:are|re|am|m|is|s|"
    r"will be|ll be|being|now|going to be|also)){1,3} record(?:ed|ing)\b"
    r"|\bstart(?:ed|ing)? (?:the |to )?record(?:ing)?\b|\brecording (?:has |is |in )?(?:now )?"
    r"(?:started|on|progress)\b|\b(?:on|nous|je) (?:enregistre|enregistrons)\b"
)
MINDS = re.compile(rf"\b{_MIND}\b")
"""Says that "no" is the yes to a question."""

_WELL = r"(?:(?:oh|um|uh|er|well|hmm|hm|ah|euh|ben|bon|so) )*"
NAY = re.compile(
    rf"^{_WELL}(?:no|nope|nah|non|not (?:at all|really)|"
    r"pas (?:du tout|vraiment)|none|aucune?|i don t think so|i don t have any|i think not)\b"
)
BARE_YES = re.compile(rf"^{_WELL}(?:(?:yes|yeah|yep|yup|oui|ouais|si|i do|i did) ?)+$")
YES = re.compile(
    r"\b(?:yes|yeah|yep|yup|sure|of course|absolutely|no (?:problem|worries|objections?|issues?|"
    r"concerns?)|not a problem|okay|ok|fine|go ahead|go on|go for it|fire away|i agree|i accept|"
    r"i do|i did|i consent|all good|sounds (?:good|fine|great)|(?:that|it) s (?:good|great|cool)|"
    r"not at all|don t mind|wouldn t mind|perfect|please (?:do|go)|alright|all right|definitely|"
    r"certainly|totally|correct|exactly|by all means|be my guest|(?:that |it |this )?works|"
    r"(?:see )?why not|happy (?:to|with)|i m happy|feel free|do it|you have it|"
    r"knock yourself out|m+ ?hm+|mhm|uh huh|comfortable with|good with|"
    r"oui|ouais|d accord|bien sur|(?:aucun|pas de|sans|y a pas de) (?:probleme|souci)|"
    r"aucune objection|allez y|vas y|certainement|tout a fait|volontiers|avec plaisir|ca marche|"
    r"ca me (?:va|convient)|c est bon|j accepte|pas du tout|entendu)\b"
    r"|^(?:please|cool|great|good|perfect|lovely)(?: (?:thanks?|thank you|merci))?$"
)
NO = re.compile(
    r"\b(?:(?:rather|prefer(?:red)?|better|happier|more comfortable|better off)"
    r"(?: (?:it|that|if|to|you|we|i|this|me))* (?:not|don t|didn t|do not|did not|without|weren t|"
    r"wasn t|stop\w*|turn\w*)"
    r"|please (?:don t|do not|stop|turn)|turn (?:that|it|this) off|switch (?:that|it|this) off"
    r"|(?:do not|don t|didn t|not|never) (?:really )?(?:want|wish|like|agree|consent|accept)"
    r"(?! to (?:hold|keep|take up|waste))|(?:like|want|prefer|choose) not to"
    r"|(?:can t|cannot|won t|couldn t) (?:really )?(?:agree|accept|consent|allow|do that)|disagree"
    r"|don t think (?:\w+ ){0,4}(?:allow|can|could|should|like|want)"
    r"|(?:doesn t|does not|don t|do not|won t|wouldn t|didn t|not) (?:\w+ )?(?:allow(?:ed)?|permit"
    r"(?:ted)?)|not (?:\w+ )?(?:okay|ok|fine|comfortable|happy|good) with|uncomfortable"
    r"|(?:i do|i would|i d|yes i) mind|better not|(?:i m )?afraid not|no thanks?"
    r"|not (?:on|for) (?:tape|the record\w*)|without (?:the |it|being |a |any )?(?:record\w*|tape)?"
    r"|(?:just |only )?(?:take|taking) notes|refuse"
    r"|prefer\w* (?:pas|que non|que vous n|qu on n|sans)|aimerais mieux|plutot pas|non merci"
    r"|pas d accord|(?:ne |n )?(?:veux|voudrais|souhaite) pas|sans enregistr\w*|desolee?)\b"
)
CONDITION = re.compile(
    r"\b(?:as long as|only if|provided (?:that )?|on condition|under (?:the|one) condition|unless|"
    r"but (?:please|only|not|don t|i d|i would|can|could|you|without|leave|keep)|if you (?:don t|"
    r"do not|leave|keep|take|remove|anonymi\w+)|if (?:it|this|that) (?:stays?|is|s|remains?|"
    r"doesn t|does not)|so long as|"
    r"(?:tant|a condition|pourvu) (?:que|qu)|du moment (?:que|qu)|mais (?:pas|sans|je prefere|"
    r"seulement)|sauf)\b"
)
"""Says that a yes depends on something."""
