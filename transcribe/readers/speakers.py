"""Which beginnings of lines are speaker labels: ``Interviewer 1:``, ``Ana Lopez (00:12):``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from transcribe.core.labels import is_role_word, plain, role_in
from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, UNKNOWN
from transcribe.readers.assemble import plain_key
from transcribe.readers.clock import BRACKETED, Stamp, read_stamp, take_stamp

_LABEL = r"(?P<label>[^\W_][^:：\n\t]{0,79}?|\[[^:：\n\t\]]{1,78}\]|\([^:：\n\t)]{1,78}\))"
_CLOCK = r"(?P<start>(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?)(?P<end>(?!))?"
_COLON = re.compile(rf"^{_LABEL}\s*[:：](?!//)(?P<rest>.*)$", re.DOTALL)
_CLOCK_COLON = re.compile(
    rf"^{_LABEL}\s*[\[(]?\s*{_CLOCK}\s*[\])]?\s*[:：]?(?:\s+(?P<rest>.*))?$", re.DOTALL
)
_OTHER_MARK = re.compile(rf"^{_LABEL}(?:\s[-–—]\s|\t+)(?P<rest>.*)$", re.DOTALL)
_EMPHASIS = re.compile(
    r"^(?P<mark>\*{1,3}|_{1,3})(?P<inner>[^\n]{1,90}?)(?P=mark)\s*(?P<rest>.*)$", re.DOTALL
)
_TAGGED = re.compile(
    r"^<(?P<mark>b|strong|u|i|em)>(?P<inner>[^<\n]{1,90})</(?P=mark)>\s*(?P<rest>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_BRACKETED_LABEL = re.compile(
    r"^(?:\[(?P<a>[^\[\]\n\t]{1,78})\]|<(?P<b>[^<>\n\t]{1,78})>)\s*(?P<rest>.*)$", re.DOTALL
)
_TIGHT_MARK = re.compile(r"^(?P<label>[^\W_][\w ]{0,30}?)\s*[;–—-]\s+(?P<rest>\S.*)$", re.DOTALL)
_LETTER_MARK = re.compile(r"^(?P<label>[QA]\d{0,2})\.\s+(?P<rest>\S.*)$", re.DOTALL)
_BEFORE_WORDS = re.compile(r"^(?P<label>[^\W\d_]+(?:\s?\d{1,2})?)\s+(?P<rest>\S.*)$", re.DOTALL)
_TIME_OF_DAY = re.compile(r"^\w{1,2}\s\d{1,2}:\d{2}\b")
"""``I 10:30 left``: speech that begins with a clock."""
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that only say in which direction letters run."""
_BULLET = re.compile(r"^(?:(?:[-*•–—]|>{1,3}|\d{1,4}[.)])\s+)+(?=\S)")
_PARTICLES = frozenset(
    "de da di du del della der den van von la le el al bin ben bint y e zu ter ten".split()
)
_NO_LABELS = frozenset(
    "so well and but because however note notes example examples also then now yes no okay ok the "
    "a an my our their his her this that these those some what when where why how which who if for "
    "in on at to from with as by or like it i'm we they you he she here there basically actually "
    "anyway exactly right first firstly second secondly third finally step steps one two three "
    "summary conclusion result results remark remarks warning tip tips quote update ps nb nota "
    "donc mais alors puis also dann aber pues entonces pero".split()
)
METADATA = frozenset(
    "date time duration title location place file filename recording recorded transcript project "
    "study language version topic present attendees participants interviewers transcribed "
    "transcriber transcription created length session meeting id code status consent page "
    "keywords sujet titre lieu durée datum titel ort dauer fecha lugar".split()
)
_SENTENCE = re.compile(r"[.!?…]\s|[.!?…;,]$|[\"“”«»?!;=<>]")
MOST_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line or cue with what its beginning could mean.

    Attributes
    ----------
    label
        What may be a speaker label, or None.
    text
        What follows the label and stamps; ``whole`` is the line with a bare stamp left in.
    strong
        A label whatever the other lines say.
    opens
        Whether it begins a paragraph.
    bare
        Whether its stamp stood without brackets.
    """

    at: int
    opens: bool
    label: str | None = field(repr=False)
    text: str = field(repr=False)
    whole: str = field(repr=False)
    stamp: Stamp | None = None
    strong: bool = False
    bare: bool = False

    @property
    def is_stamp(self) -> bool:
        """Whether nothing but a stamp stands on it."""
        return self.label is None and self.stamp is not None and not self.text


def read_line(raw: str, *, at: int = 0, opens: bool = True) -> Line:
    """Take a line apart without yet believing it."""
    whole = _DIRECTION.sub("", raw).strip()
    stamp, after, bracketed = take_stamp(_BULLET.sub("", whole))
    if stamp is None:
        after = whole
    found = _split(_BULLET.sub("", after)) or _split(after)
    if found is None and stamp is not None:
        words = _BEFORE_WORDS.match(after)
        if words and is_role_label(words["label"]) and role_in(words["label"]) != UNKNOWN:
            found = words["label"], None, words["rest"], True
    bare = stamp is not None and not bracketed
    if found is None:
        text = after if stamp else whole
        return Line(at=at, opens=opens, label=None, text=text, whole=whole, stamp=stamp, bare=bare)
    label, inner, rest, strong = found
    if inner is None:
        match = BRACKETED.match(rest)
        if match:
            inner, rest = read_stamp(match), rest[match.end() :].lstrip(" \t-–—:")
    return Line(
        at=at,
        opens=opens,
        label=label,
        text=rest,
        whole=whole,
        stamp=stamp or inner,
        strong=strong or (stamp is not None and looks_like_name(label)),
        bare=bare,
    )


def believed(lines: Sequence[Line]) -> frozenset[str]:
    """Keys (see `plain_key`) of the labels that are labels, judged over all lines.

    A role word is one at once. Any other name must recur, or begin a paragraph or stand in a
    file where nearly every line bears a label; once is not enough where interviewer and
    interviewee are named by role, or labels bear times. A lower-case one must recur often.
    """
    labelled = [line for line in lines if line.label]
    spoken = sum(1 for line in lines if not line.is_stamp)
    counts = Counter(plain_key(line.label or "") for line in labelled)
    opened = {plain_key(line.label or "") for line in labelled if line.opens}
    sure = [line for line in labelled if line.strong or is_role_label(line.label or "")]
    stamped = sum(1 for line in sure if line.strong and line.stamp) >= 2
    roles = {role_in(line.label or "") for line in sure}
    if stamped or {INTERVIEWER, INTERVIEWEE} <= roles:
        once: Collection[str] = ()
    else:
        once = counts if len(labelled) >= 0.9 * spoken else opened
    found = {plain_key(line.label or "") for line in sure}
    for line in labelled:
        label, key = line.label or "", plain_key(line.label or "")
        if looks_like_name(label):
            if counts[key] >= 2 or key in once:
                found.add(key)
        elif _is_lower_name(label) and counts[key] >= max(3, len(lines) // 10):
            found.add(key)
    return frozenset(found)


def is_role_label(label: str) -> bool:
    """Whether a label says what the speaker does: ``interviewer1``, ``Speaker B``, ``Enquêté``."""
    label = label.rstrip(".")  # "Resp.:" is one, too.
    words = plain(label).split()
    if not words or len(words) > MOST_WORDS or words[0] in _NO_LABELS or _SENTENCE.search(label):
        return False
    if len(words) > 2 and label[:1].islower():
        return False
    if {"question", "frage", "answer", "antwort", "reponse"} & set(words):
        return len([word for word in words if not word.isdecimal()]) == 1
    if role_in(label) != UNKNOWN:
        return len([word for word in words if is_role_word(word)]) * 2 >= len(words)
    speaker = words[0] in ("speaker", "spk", "sprecher", "locuteur", "hablante", "intervenant")
    return (speaker and len(words) <= 2) or (
        all(map(is_role_word, words)) and len(words) <= 2 and words[0] not in _NO_LABELS
    )


def looks_like_name(label: str) -> bool:
    """Whether a label is written as names are: ``Ana López (she/her)``, ``P07``, ``M. de Wit``."""
    main = re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", label).strip()
    main = re.sub(r"\b([A-Z][a-z]?|[A-Z][a-z]{2})\.(?=\s|$)", r"\1", main)
    words = main.split()
    if not words or len(words) > MOST_WORDS or _SENTENCE.search(f"{main}"):
        return False
    if len(main) == 1:
        return main.isupper()
    if words[0].casefold() in _NO_LABELS or words[0].casefold() in METADATA:
        return False
    if not any(char.isalpha() for char in main):
        return False
    return (
        all(not word[0].islower() or word in _PARTICLES or "@" in word for word in words)
        and not words[0].islower()
    )


def _is_lower_name(label: str) -> bool:
    words = label.split()
    return (
        len(words) <= 2
        and words[0] not in _NO_LABELS
        and words[0] not in METADATA
        and all(re.fullmatch(r"[^\W_][\w'’.\-]*", word) for word in words)
    )


def labels_of(lines: Iterable[Line], known: frozenset[str]) -> list[str | None]:
    """The label of each line that bears a believed one."""
    return [line.label if line.label and plain_key(line.label) in known else None for line in lines]


def _split(text: str) -> tuple[str, Stamp | None, str, bool] | None:
    """Label, stamp inside it, the rest, and whether it is a label for sure."""
    emphasis = _EMPHASIS.match(text) or _TAGGED.match(text)
    if emphasis:
        inner, rest = emphasis["inner"].strip(), emphasis["rest"]
        if inner.endswith((":", "：")) or rest.startswith((":", "：")) or not rest:
            text = f"{inner} {rest}"
    found = _CLOCK_COLON.match(text)
    if found and (found["rest"] is None or text[: found.end("start") + 3].rstrip()[-1] in ":："):
        label = _clean(found["label"])
        if is_role_label(label) or looks_like_name(label):
            return label, read_stamp(found), (found["rest"] or "").strip(), True
    found = _TIGHT_MARK.match(text)
    if found and is_role_label(found["label"]) and role_in(found["label"]) != UNKNOWN:
        return found["label"], None, found["rest"].strip(), True
    found = _COLON.match(text)
    if found and any(char.isalpha() for char in found["label"]) and not _TIME_OF_DAY.match(text):
        label = _clean(found["label"])
        if len(label.split()) <= MOST_WORDS + 2:
            return label, None, found["rest"].strip(" \t"), False
    found = _OTHER_MARK.match(text)
    if found and is_role_label(_clean(found["label"])):
        return _clean(found["label"]), None, found["rest"].strip(), True
    return _without_colon(text) or _alone(text)


def _without_colon(text: str) -> tuple[str, Stamp | None, str, bool] | None:
    """A role before another mark, or a role or whole name in brackets."""
    found = _BRACKETED_LABEL.match(text)
    if found:
        label = _clean(found["a"] or found["b"])
        role = is_role_label(label)
        if role or (len(label.split()) > 1 and looks_like_name(label)):
            return label, None, found["rest"].strip(), role
    found = _LETTER_MARK.match(text)
    return (found["label"], None, found["rest"].strip(), False) if found else None


def _alone(text: str) -> tuple[str, Stamp | None, str, bool] | None:
    alone = _clean(text)
    described = alone[:1].isalpha() and ":" not in alone and is_role_word(alone)
    if described and is_role_label(alone) and role_in(alone) != UNKNOWN:
        return alone, None, "", True
    return None


def _clean(label: str) -> str:
    """A label without brackets and emphasis around it."""
    label = label.strip().strip("*_ \t").strip()
    if re.fullmatch(r"\[[^\[\]]*\]|\([^()]*\)", label):
        label = label[1:-1].strip()
    return label
