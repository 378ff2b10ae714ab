"""The ways in which people ask that something be held back, in English and French.

Patterns are read over folded words (no capitals, marks or accents; ``don't`` is ``don t``). What is
about data, models or software is no cue: requests need somebody to ask ("can you", "please", "I'd
rather"), and what is to go must be what was just said ("that", "this part", "the name").
"""

from __future__ import annotations

from transcribe.stages.cue import AFTER, BEFORE, HERE, cue_of

_VERBS = "write|quote|publish|transcribe|print|note|cite|record"
_LOOSE = f"{_VERBS}|include|mention|use|share|put|keep|repeat|tell"
_THAT = r"(?:that|this|it|those|these|any of (?:that|this|it)|me|what i (?:just )?sa(?:id|y))"
_ONE = r"(?:that|this|it)"
_PART = (
    r"(?:(?:last )?(?:part|bit|section|sentence|passage|comment|remark|one|thing|answer)"
    r"|(?:(?:person|company|client|customer|product|project|vendor|team) )?names?)"
)
_NEXT = (
    r"(?=$| (?:i|we|you|he|she|they|so|but|and|or|because|cause|please|later|after\w*|before|when|"
    r"if|from|out|off|sorry|thanks|thank|ok|okay|yeah|yes|no|well|um|uh|as|since|for|in (?:the"
    r"|your)|"
    r"again|actually|too|right|though|then|at)\b)"
)
"""What may follow "that" where it is what was said: not "that file"."""

_SAID = rf"(?:(?:(?:that|this|the|my|his|her|their) (?:whole )?{_PART})|{_ONE}{_NEXT})"
_TEXT = r"(?:transcript\w*|paper|article|thesis|publication|interview|write up|recording)"
_DROP = (
    "remove|delete|erase|strike|omit|redact|bleep|cut|anonymi[sz]e|leave out|edit out|take out|"
    "removing|deleting|cutting|leaving out|anonymi[sz]ing"
)
_ASK = (
    r"(?:please|(?:can|could|would|should|may|shall) (?:you|we|i)|maybe(?: (?:you|we))?|"
    r"(?:you|we) (?:can|could|should|may|(?:might|may|ll) (?:want|have|need) to|have to|need to"
    r"|must)|let s|lets|"
    r"(?:i d|i would) (?:like you to|appreciate it if you)|want you to|(?:would|do) you mind"
    r"|would you be (?:able|willing) to|can i ask you to|"
    r"(?:is it|would it be|if it s) (?:possible|okay|ok|fine|alright)(?: for you)? to|"
    r"is there a way to|let s not)"
)
_NO = r"(?:(?:don|doesn|isn|wasn|wouldn|shouldn|won|mustn|can|didn) t|not|never|cannot)"
_SUBJECT = r"(?<!i )(?<!we )(?<!they )(?<!you )(?<!people )(?<!usually )(?<!just )"
_FRENCH = "not|ecri|cit|publi|transcri|enregistr|inclu|mentionn"


CUES = (
    cue_of(
        "off the record",
        r"off the record|off record|off the books|hors micro|en off"
        r"|you (?:didn t|did not|never) hear (?:that|this|it) from me",
        HERE,
    ),
    cue_of(
        "to stay between those present",
        r"(?:just|only|strictly|stays?|staying|remains?|keep (?:that|this|it)|kept) (?:\w+ )?"
        r"between (?:us|you and (?:me|i)|ourselves|the (?:\d|two|three|four) of us)"
        r"|(?<!difference )(?<!differences )(?<!gap )between you and me(?! there)"
        rf"|(?:stays?|keep {_ONE}) (?:in this room|in here)|stays here(?: right)?$"
        rf"|{_NO} (?:ever )?leave (?:this|the) (?:room|office|call)"
        r"|(?:but|so|because|cause|honestly|frankly|look|yeah) between us(?! and| there| we)"
        r"|(?<!gap )(?<!split )(?<!difference )(?<!agreement )(?<!relationship )(?<!divided )"
        r"(?<!shared )between us (?:i|he|she|it|they) \w+"
        r"|(?:mais|bon|ben|enfin|franchement) entre nous(?! et| nous| on)"
        r"|for your (?:ears|eyes)(?: only)?|(?:is|s|only|it) just for you(?= |$)(?! to (?!know))"
        r"|(?:nobody|no one) (?:should|must|can|may) (?:ever )?(?:know|hear) (?:about |of "
        r")?(?:this|that)"
        r"|hush hush|(?:these|the) (?:four|4) walls|(?:goes|go) no further"
        r"|(?:reste|restera|restent|juste|bien|strictement|soit dit) entre nous"
        r"|sort(?:e|ent|ira)? (?:pas "
        r")?d ici",
        HERE,
    ),
    cue_of(
        "to stay between those present",
        r"(?:(?:well|and|um|uh|okay|ok|actually) )*between us(?! and| there| we"
        r"|(?: \d)? (?:we|is|are|was|were|has|have)\b)"
        r"|(?:(?:alors|et|oui|euh|voila) )*entre nous(?! et| nous| on)",
        HERE,
        opens=True,
    ),
    cue_of(
        "not to be written or quoted",
        rf"please (?:do not|don t|never) (?:{_LOOSE}|name) (?:\w+ )?(?:{_THAT}|them|him|her|my "
        rf"name|"
        rf"(?:the|my|his|her|their|our|any) (?:\w+ )?names?)"
        rf"|(?:you (?:should not|shouldn t|must not|can t|cannot|don t have to)|(?:i d|i would) "
        rf"(?:rather|prefer)(?: that| if)? you (?:didn t|did not|don t|do not|not)|could you not|"
        rf"can you not|would you not) (?:{_LOOSE}) (?:\w+ )?{_THAT}{_NEXT}"
        rf"|{_SUBJECT}(?:do not|don t) (?:{_VERBS}) {_THAT}"
        rf"|{_SUBJECT}(?:do not|don t) (?:include|mention|share|repeat) {_SAID}"
        r"|you (?:probably|maybe|really|better) (?:should not|shouldn t|must not|not) "
        rf"(?:{_LOOSE}) {_SAID}|(?:can|could|would) you (?:please|maybe|kindly) (?:not|never) "
        rf"(?:{_LOOSE}) {_THAT}|mind not (?:\w+ing) {_THAT}|let s not (?:{_LOOSE}) {_THAT}"
        rf"|{_SUBJECT}(?:do not|don t) put (?:{_ONE} (?:in$|in there|(?:in|into) (?:the|your) "
        rf"{_TEXT})|"
        r"my name)"
        rf"|{_SUBJECT}(?:do not|don t) (?:mention|use|name|say|print|publish|write) "
        r"(?:the|my|his|her|their|our|that|this|any) (?:\w+ )?(?:names?|company|client"
        r"|employer)(?= |$)"
        r"|don t quote me|do not quote me|(?:don t|do not|not) attribute (?:that|this|it)"
        r"|(?:^|please )no names(?: please)?"
        r"|don t tell (?:anyone|anybody|them|him|her|my (?:boss|manager|colleagues?|company"
        r"|employer))"
        r"|not (?:for publication|for attribution|to be published|for the (?:study|paper"
        r"|transcript|"
        r"record|recording))"
        rf"|(?:keep|leave) {_ONE} out (?:of (?:the|your|this) {_TEXT}|of (?:it|there)){_NEXT}"
        rf"|(?:keep|leave) {_ONE} (?:out|private|secret|to yourself){_NEXT}(?! of)"
        rf"|(?:ne|n) (?:le |la |l |les |ca )?(?:{_FRENCH})\w* (?:pas|plus) (?:ca|cela|ce|cette)"
        rf"|(?:ne|n) (?:le|la|les|l) (?:{_FRENCH})\w* (?:pas|plus)"
        r"|ne (?:le |la |l )?(?:mets|mettez) pas"
        r"|pas (?:que )?(?:ca|ce|cela|c) (?:ne )?(?:soit|sorte|paraisse|apparaisse)"
        rf"|(?:peux|pouvez|pourriez|faut|faudrait|prefere|prefererais|svp|plait) (?:\w+ ){{0,3}}ne "
        rf"pas (?:le |la |l |les )?(?:{_FRENCH}|mett)\w*",
        BEFORE,
    ),
    cue_of(
        "not wanted in public",
        r"(?:keep|kept|stays?|stay|remains?|remain) (?:\w+ ){0,3}(?:strictly |completely )?"
        r"(?:confidential|anonymous|off the (?:tape|record|recording))"
        r"|(?:keep|leave|take) (?:my|our|his|her|their|the) (?:\w+ )?(?:company|vendor|boss|client"
        r"|customer|"
        r"name|names|team|employer|manager) out(?= |$)(?! of (?:the|a) (?:loop|model|data|picture))"
        r"|(?:better|happier|more comfortable) if you (?:left|leave|cut|took|take|removed?|kept"
        r"|didn t|"
        r"did not)"
        r"|(?:nervous|worried|uneasy|uncomfortable) (?:about|with) (?:\w+ ){0,2}(?:being "
        r"|getting )?"
        r"(?:recorded|published|public|quoted)"
        r"|(?:don t|do not) let my (?:boss|manager|company|colleagues?|employer|team)"
        r"|(?:only|just) for (?:background|context)(?= |$)(?! (?:subtraction|model\w*|window))"
        rf"|ask you (?:not to|to not) (?:{_LOOSE}) {_THAT}|want to (?:see|read|hear) {_ONE} in "
        rf"(?:print|public|the {_TEXT})"
        rf"|{_NO} for (?:the|your) {_TEXT}"
        rf"|{_NO} (?:feel |be )?comfortable (?:\w+ ){{0,3}}(?:{_ONE}|my \w+) (?:\w+ ){{0,2}}"
        r"(?:recorded|published|quoted|public|shared|in the \w+)"
        r"|want my (?:boss|manager|company|colleagues?|employer|team|lead) to (?:hear|know|read"
        r"|see|"
        r"find)|if my (?:boss|manager|company|colleagues?|employer|team|lead) (?:ever )?(?:hears?|"
        r"reads?|sees?|finds?|knew|knows)"
        rf"|if {_ONE} (?:didn t|did not|doesn t|would not|wouldn t) (?:show up|appear|come up"
        rf"|get out|"
        r"end up|go in)"
        rf"|{_NO} (?:\w+ ){{0,3}}(?:put|have|go|end up|appear|show up|be|use|include) (?:\w+ "
        rf"){{0,3}}"
        rf"(?:in|into) (?:the|your|this|any) (?:\w+ )?{_TEXT}"
        rf"|{_NO} want (?:\w+ )?{_ONE} (?:\w+ )?(?:in|into) (?:the|your|this|any) (?:\w+ )?{_TEXT}"
        rf"|(?:d|would) (?:rather|prefer)(?: that| if)? {_ONE}(?: part| bit)? (?:not|isn t|wasn "
        rf"t|doesn t|"
        r"didn t|weren t|stays?|stayed|is not|does not)(?! work| run)"
        rf"|{_NO} want {_ONE} (?:to (?:be (?:published|public|quoted|shared|heard|written"
        rf"|recorded|known)|"
        r"get out|come out|go out|go public|leak|appear)|published|quoted|out there|public)"
        rf"|(?:like|want|prefer|need) {_ONE}(?: part| bit)? to (?:stay|be|remain|be kept) (?:\w+ )?"
        r"(?:private|confidential|anonymous)"
        rf"|make sure (?:that )?{_ONE}(?: part| bit)? (?:s|is|stays) (?:\w+ )?anonym\w+"
        r"|(?:this|that)(?: part| bit)? (?:should not|shouldn t|must not|mustn t|can t|cannot) be "
        r"(?:in (?:the|your)|published|public|quoted|shared|included|written|recorded)"
        rf"|make sure {_ONE}(?: part| bit)? (?:doesn t|does not|isn t|is not|won t|never) "
        r"(?:get |gets |be )?(?:published|quoted|out|public|shared|in)"
        r"|(?:nobody|no one|anybody|anyone) (?:from|at|in) my (?:company|team|firm|work) (?:ever )?"
        r"(?:reads|hears|sees|finds|listens)"
        rf"|hope {_ONE} (?:doesn t|does not|won t|will not) (?:end up|get|go|appear|show up|come "
        rf"out)",
        BEFORE,
        "interviewee",
    ),
    cue_of(
        "asked to be removed",
        rf"{_ASK} (?:\w+ ){{0,2}}(?:{_DROP}) {_SAID}"
        rf"|{_ASK} (?:\w+ ){{0,2}}(?:cut|take|leave|edit|bleep|blank|strike) {_ONE}(?: {_PART})? "
        rf"out"
        rf"(?! of (?!(?:the|your|this) {_TEXT}))"
        rf"|{_ASK} (?:\w+ ){{0,2}}(?:cut|skip|blank(?: out)?|bleep(?: out)?) (?:that|this|the) "
        rf"{_PART}"
        rf"|(?<!we )(?<!they )(?:{_DROP}) {_SAID} (?:please|from (?:the|your|this) {_TEXT})"
        rf"|(?:take|cut|edit|leave|strike|scratch) {_ONE}(?: {_PART})?(?: out)? "
        rf"(?:please|(?:from|out of|of) (?:the|your|this) (?:{_TEXT}|record))"
        r"|(?:delete|remove|erase|cut|forget) what i (?:just |ve )?(?:said|told)|forget (?:that "
        r")?i said|deny (?:ever |that |i ever )*(?:i )?(?:said|saying)"
        r"|(?:cut|take|leave|edit) out the part (?:about|with|where|on)"
        rf"|(?:can|could|should|may) {_ONE}(?: part| bit)? (?:please )?be (?:\w+ )?(?:removed"
        rf"|deleted|cut|"
        r"taken out|left out|edited out|anonymi[sz]ed|redacted|bleeped)"
        rf"|(?<!we )(?<!they )(?<!i )anonymi[sz]e (?:that|this|it|the) {_PART}"
        rf"|(?<!we )(?<!they )(?<!i )(?<!to )anonymi[sz]e {_ONE}{_NEXT}"
        rf"|(?:want|like|need) to (?:take {_ONE} back|retract {_ONE}){_NEXT}"
        r"|(?:enleve|coupe|efface|supprime|retire|anonymise)[zr]? (?:ca|cela|cette partie|"
        r"ce passage|ce nom|ce bout)",
        BEFORE,
        "interviewee",
    ),
    cue_of(
        "promised to be removed",
        r"(?:we|i) (?:can|will|ll|could) (?:\w+ )?(?:remove|cut|delete|take|leave|edit|bleep|blank)"
        r" (?:that|this|it) (?:out|part|bit|section|from the (?:transcript|recording|interview))"
        r"|(?:we|i) (?:won t|will not|wouldn t) (?:write|include|quote|publish|mention|transcribe) "
        r"(?:that|this|it)|(?:on|nous|je) (?:va|vais|allons|peux|peut|pouvons) (?:l |le |la )?"
        r"(?:enlever|couper|effacer|supprimer|retirer) (?:ca|cela|cette partie|ce passage)",
        BEFORE,
        "interviewer",
    ),
    cue_of(
        "said although it should not be",
        r"i (?:probably |maybe |really )?(?:should not|shouldn t|m not supposed to|am not supposed "
        r"to|m not allowed to|am not allowed to) (?:be |have )?(?:say|saying|said|tell|telling|"
        r"told|share|sharing|talk|talking|disclose|mention)"
        r"|(?:not|never|longer) at liberty to|(?:can t|cannot|couldn t) (?:\w+ )?(?:say|tell"
        r"|share|talk about|confirm) (?:\w+ ){0,2}"
        r"(?:officially|publicly)|signed (?:something|a (?:paper|contract|form)) (?:\w+ )?(?:so"
        r"|that says)"
        r"|(?:don t|not) (?:think|sure) (?:if )?i m (?:allowed|supposed|permitted)|careful "
        r"(?:with |about )?what i (?:say|tell|share)"
        r"|(?:can t|cannot|won t|not (?:allowed|supposed|going) to|rather not|prefer not to) "
        r"(?:really |"
        r"even )?(?:name|say|disclose|reveal|mention|tell you) (?:which|who|(?:the|any|their"
        r"|our)(?: \w+)? "
        r"(?:names?|clients?|customers?|compan\w+|vendors?|partners?|products?))"
        r"|would (?:kill|fire|sack) me|lose my job (?:if|for|over)"
        r"|(?:this|that|it) (?:s|is) not (?:yet )?(?:public|announced|out) yet"
        r"|(?:hasn t|has not|not) (?:been )?announced(?: yet)?(?= |$)|not public (?:knowledge"
        r"|information)"
        r"|bound by confidentiality|(?:say|tell|talk) (?:\w+ ){0,3}on (?:tape|record|the record)"
        r"|(?:get|be) (?:\w+ )?in(?:to)? trouble (?:for|if) (?:\w+ )?(?:this|that|say|tell|talk"
        r"|shar)"
        r"|get (?:me )?(?:fired|sacked) for (?:this|that|saying|telling|talking)"
        r"|je (?:ne )?(?:devrais|dois) pas (?:le |en |vous |te )?(?:dire|parler)",
        AFTER,
        "interviewee",
    ),
    cue_of(
        "a non-disclosure agreement",
        r"confidentiality (?:agreement|clause)s?|ndas?(?! (?:process|paperwork|template|form))|n "
        r"d a|non ?disclosure|under embargo"
        r"|under wraps|(?:accord|clause|engagement|entente) de (?:confidentialite|"
        r"non divulgation)",
        AFTER,
        "interviewee",
    ),
    cue_of(
        "said to be confidential",
        r"(?:this|that|it|which|all|quite|very|bit|highly|strictly|kind of|sort of)(?: s| is| was)?"
        r"(?: \w+)? confidential|confidential (?:so|sorry|but|and i)|(?:can t|cannot|not allowed|"
        r"allowed|say|tell|talk|share|disclose|details?|name) (?:\w+ ){0,8}confidential"
        r"|confidential(?:ity)? (?:\w+ ){0,8}(?:can t|cannot|not allowed|disclose|tell you|say)"
        r"|(?:tell|telling|told|say|saying|share|sharing|speak|speaking) (?:\w+ ){0,4}in "
        r"(?:strict |total |full )?"
        r"confidence(?! (?:score|level|interval|of|in|threshold|that))"
        r"|(?:this|that|it) (?:s|is)(?: \w+)? sensitive(?! (?:data|to|information of|in|and "
        r"personal))"
        r"|(?:this|that|it) (?:s|is) (?:a |kind of a |sort of a )?secret(?! (?:key|sauce|manager"
        r"|s\b|to))"
        r"|commercially sensitive|trade secrets?|company secrets?|proprietary (?:information"
        r"|knowledge)"
        r"|(?:this|that|it) (?:s|is) (?:for )?internal (?:use )?only|(?:this|that) (?:s|is) "
        r"classified(?! \w)"
        r"|(?:c est|c etait|assez|tres|un peu|strictement) (?:\w+ )?confidentiel(?:le)?s?",
        AFTER,
        "interviewee",
    ),
    cue_of(
        "asked for the recording to be stopped",
        rf"{_ASK} (?:\w+ )?(?:stop|pause|turn off|switch off) (?:the |this |your )?(?:record\w*"
        rf"|tape|"
        r"mic\w*)(?! of)"
        r"|(?<!we )(?<!they )(?<!i )(?<!to )(?:turn|switch) off (?:the |this |your )(?:record\w*"
        r"|tape|mic\w*)"
        r"(?! of)|(?:turn|switch) (?:the |this |your )(?:record\w*|tape|mic\w*) off"
        r"|(?:is (?:this|that|it|the (?:tape|recorder|mic\w*)) still (?:on|being recorded"
        r"|recording|"
        r"running)|are (?:we|you) still recording)"
        r"|(?:stop|pause) (?:the |this )(?:record\w*|tape) (?:please|for (?:a|one))"
        r"|(?:turn|switch) (?:this|that|it)(?: thing)? off (?:for a|please|now)"
        r"|(?:should not|shouldn t|not be) (?:be )?record(?:ing|ed)? (?:this|that)"
        r"|(?:coupez|arretez|eteignez) (?:le micro|l enregistrement)",
        HERE,
        "interviewee",
    ),
)
