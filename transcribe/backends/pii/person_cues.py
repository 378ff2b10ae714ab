"""What people say before and after a name: introductions, greetings, colleagues."""

from __future__ import annotations

import re

STRONG = re.compile(
    r"\b(?:my name is|my name s|my name was|name s|full name is|first name is|last name is|"
    r"family name is|surname is|i am called|call me|they call me|people call me|"
    r"je m appelle|mon nom est|mon nom c est|moi c est|je me nomme) "
)
"""What follows is a name, whatever it looks like."""

_KIN = (
    "colleagues?|collegues?|coworkers?|co workers?|boss|manager|supervisors?|advisors?|advisers?|"
    "mentor|friends?|cofounders?|co founders?|founders?|director|professor|wife|husband|brother|"
    "sister|son|daughter|teammates?|team lead|team leader|tech lead|lead|interns?|assistant|cto|"
    "ceo|coo|cfo|predecessor|successor|roommate|neighbour|neighbor|partners?|collaborators?|"
    "co author|coauthor|interviewers?|researchers?|students?|client|customer|engineers?|guy|woman|"
    "man|lady|person|developers?|patron|chef|directeur|directrice|copain|amie?"
)
MEDIUM = re.compile(
    r"\b(?:i m|i am|this is|je suis|voici|here is|here s|speaking is|it was|and me|"
    r"(?:with )?me is|"
    r"mr|mrs|ms|miss|dr|doctor|prof|professor|monsieur|madame|mme|mlle|"
    rf"(?:my|our|his|her|their|your|another|mon|ma|notre) (?:[a-z]+ )?(?:{_KIN})"
    r"(?: is| was| here)?|"
    rf"(?:{_KIN}) (?:named|called|by the name of|whose name is|nomme|qui s appelle)|"
    r"(?:thank you|thanks)(?: so much| very much| a lot| again| for that)?|"
    r"hi|hello|hey|bye|bye bye|goodbye|good morning|good afternoon|good evening|dear|cheers|"
    r"merci|bonjour|salut|au revoir|bonsoir|nice to meet you|welcome|"
    r"introduce|joined by|accompanied by|together with|along with|i ll let|i will let|over to|"
    r"ask|asked|talk to|talked to|spoke to|spoke with|talk with|told|met|cc|email|emailed) "
)
"""What follows is a name if it looks like one."""

WEAK = re.compile(
    r"\b(?:okay|ok|yes|yeah|no|right|perfect|great|alright|sorry|please|so|well|and|with|by|"
    r"d accord|oui|non|et|avec) "
)
"""What follows is a name if it is in a list and clearly no word."""

GREETING = re.compile(
    r"\b(?:(?:thank you|thanks)(?: so much| very much| a lot| again)?|hi|hello|hey|bye|bye bye|"
    r"goodbye|good morning|good afternoon|merci(?: beaucoup)?|bonjour|salut|au revoir) "
)
"""What follows up to the end of the sentence is a name, perhaps one that was misheard."""

INTRODUCED = re.compile(
    r"\b(?:i m|i am|this is|je suis|moi c est) ((?:[a-z]+ ){1,3}?)(?:and )?(?:i m|i am|i work|"
    r"i ve|i have|an? (?:[a-z]+ ){0,2}?(?:phd|ph d|master|masters|student|postdoc|post doc|"
    r"researcher|professor|engineer|developer|scientist|intern|consultant)|from the|one of the|"
    r"your interviewer|professor at|student at|et je|etudiante?) "
)
"""What stands between is a name, perhaps one that was misheard."""

AFTER = re.compile(
    r"\b([a-z]+) (?:speaking|told me|told us|asked me|said that|mentioned that|mentioned|and i|"
    r"and me|and myself|here (?:is|will|can|and)|can you|could you|do you want|do you have|"
    r"go ahead|your turn|you can|if you|are you|a dit|et moi)\b"
)
"""What stands before is a name if it is in a list."""

METHODS = frozenset(
    """
    optimizer optimiser distribution test algorithm matrix filter law score index method process
    transform theorem function coefficient correlation model models network networks machine
    estimator sampling chain divergence distance equation inequality regression kernel curve
    plot diagram number numbers constant award scale law laws loss effect paradox initialization
    initialisation correction procedure transformation smoothing decomposition factorization
    inequality bound bounds criterion razor principle rule series expansion noise process prior
    posterior statistic divergence kappa alpha tau entropy similarity norm scaling filters curves
    heuristics heuristic chart charts detector operator net nets embedding embeddings encoding
    clustering classifier dataset data prize benchmark quotient hypothesis conjecture machine
    machines disease syndrome experiment experiments sequence window kernels
    """.split()
)
"""Words that make the name before them that of a method."""

TITLES = frozenset("mr mrs ms miss dr doctor prof professor monsieur madame mme mlle".split())
"""What stands before a family name; the full stop after it ends no sentence."""

NOT_NAMES = frozenset(
    """
    the a an and or so but to of in on at for with from by as is are was be been it this that i
    you he she we they me my your our their his her what who how when where why which not no yes
    yeah okay ok um uh like just really very much more also then there here now well all any
    spelled spelt bonne bonsoir journee revoir beaucoup les des une nous vous elle ils
    est avec pour dans mais donc alors aussi voila mon ma notre patron
    patronne some one everyone everybody guys again both
    iban sure sir maam madam everything anyway
    """.split()
)


FRENCH_WORDS = frozenset(
    """
    ange aime blanche can chance clement constance divine dominique fleur honore julien juste
    marin marine merveille modeste olive parfait patience pascal perle pierre prosper prudence
    reine rose sept vincent vive
    """.split()
)
"""Given names of French that are words as often."""

POLITE = frozenset(
    """
    byebye mmhmm uhhuh bye okay perfect great nice good awesome cool excellent wonderful lovely
    amazing everyone folks team ladies gentlemen welcome indeed though anyways tons bunch kindly
    interviewer interviewee speaker beaucoup sorry ready happy glad curious aware afraid
    familiar wondering done fine interested responsible excited saying trying talking thinking
    guessing pretty kind sort basically currently actually mainly originally mostly definitely
    obviously honestly doing working using looking asking speaking referring having hoping
    planning writing
    spelled spelt spell spelling
    """.split()
)
