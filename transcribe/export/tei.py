"""TEI P5 for spoken text: utterances on a timeline (TEI Guidelines, chapter 8; ISO 24624)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from transcribe.core.asr import INAUDIBLE
from transcribe.core.time import Seconds
from transcribe.core.transcript import INTERVIEWER
from transcribe.export.interview import Interview

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"


def to_bytes(interview: Interview) -> bytes:
    """An interview as a TEI document.

    Every moment at which a turn (in the private tier also a word) begins or ends is a ``when`` of
    the timeline; the guide is a taxonomy, to which ``ana`` of an utterance points.
    """
    from lxml import etree

    root = etree.Element(_tag("TEI"), nsmap={None: TEI})
    root.set(f"{{{XML}}}lang", interview.shown.language)
    moments = _moments(interview)
    people = {name: f"P{at}" for at, name in enumerate(_names(interview), start=1)}
    codes = _codes(interview)
    _header(root, interview, people, codes)
    body = _add(_add(root, "text"), "body")
    if moments:
        _timeline(body, moments)
    for turn in interview.turns:
        spoken = _add(body, "u", who=f"#{people[turn.name]}")
        spoken.set(f"{{{XML}}}id", _ncname(turn.id))
        if turn.start is not None and turn.end is not None:
            spoken.set("start", f"#{moments[_ms(turn.start)]}")
            spoken.set("end", f"#{moments[_ms(turn.end)]}")
        about = [turn.topic] if turn.topic else []
        about += [item for item in turn.asks if item != turn.topic]
        if about:
            spoken.set("ana", " ".join(f"#{codes[item]}" for item in about))
        _say(spoken, interview, turn.id, turn.text, moments)
    return (
        bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False))
        + b"\n"
    )


def _say(spoken: Any, interview: Interview, turn: str, text: str, moments: dict[int, str]) -> None:
    """The words, with an anchor before each whose time is known."""
    words = interview.words.get(turn, ())
    if not words or words[0].start is None:
        _write(spoken, text)
        return
    for word in words:
        if word is not words[0]:
            _write(spoken, " ")
        _add(spoken, "anchor", synch=f"#{moments[_ms(word.start or 0.0)]}")
        _write(spoken, word.text)


def _write(spoken: Any, text: str) -> None:
    """Text at the end of an utterance; what nobody could hear is a gap, not words."""
    first, *rest = text.split(INAUDIBLE)
    _append(spoken, first)
    for part in rest:
        _add(spoken, "gap", reason="inaudible")
        _append(spoken, part)


def _append(spoken: Any, text: str) -> None:
    if len(spoken):
        spoken[-1].tail = (spoken[-1].tail or "") + text
    else:
        spoken.text = (spoken.text or "") + text


def _moments(interview: Interview) -> dict[int, str]:
    """Milliseconds to the id of a point on the timeline, in order."""
    found: set[int] = set()
    for turn in interview.turns:
        found.update(_ms(one) for one in (turn.start, turn.end) if one is not None)
        found.update(
            _ms(word.start) for word in interview.words.get(turn.id, ()) if word.start is not None
        )
    return {moment: f"T{at}" for at, moment in enumerate(sorted(found), start=1)}


def _timeline(body: Any, moments: dict[int, str]) -> None:
    timeline = _add(body, "timeline", unit="s", origin="#T0")
    _id(_add(timeline, "when"), "T0")
    for moment, name in moments.items():
        _id(_add(timeline, "when", interval=f"{moment / 1000:.3f}", since="#T0"), name)


def _header(root: Any, interview: Interview, people: dict[str, str], codes: dict[str, str]) -> None:
    header = _add(root, "teiHeader")
    file = _add(header, "fileDesc")
    _add(_add(file, "titleStmt"), "title").text = interview.title or interview.id
    published = "Released." if interview.tier == "public" else "Private: not to be passed on."
    _add(_add(file, "publicationStmt"), "p").text = published
    recording = _add(_add(_add(file, "sourceDesc"), "recordingStmt"), "recording", type="audio")
    if interview.duration:
        recording.set("dur", f"PT{interview.duration:.3f}S")
    _add(recording, "p").text = f"Interview {interview.id}"
    if codes:
        taxonomy = _add(_add(_add(header, "encodingDesc"), "classDecl"), "taxonomy")
        _add(taxonomy, "desc").text = "Interview guide"
        questions = interview.questions
        for item, name in codes.items():
            category = _add(taxonomy, "category", n=item)
            _id(category, name)
            _add(category, "catDesc").text = questions.get(item) or item
    profile = _add(header, "profileDesc")
    used = _add(_add(profile, "langUsage"), "language", ident=interview.shown.language)
    used.text = interview.shown.language
    persons = _add(_add(profile, "particDesc"), "listPerson")
    roles = {turn.name: turn.role for turn in interview.turns}
    roles |= {name: role for role, name in interview.shown.speakers}
    for name, who in people.items():
        person = _add(persons, "person", role=roles[name])
        _id(person, who)
        _add(person, "persName").text = name
    interviewers = [name for name in people if roles[name] == INTERVIEWER]
    if interviewers:
        setting = _add(_add(profile, "settingDesc"), "setting")
        _add(setting, "activity").text = "Interview"


def _names(interview: Interview) -> Iterator[str]:
    seen = [name for _, name in interview.shown.speakers]
    yield from dict.fromkeys((*seen, *(turn.name for turn in interview.turns)))


def _codes(interview: Interview) -> dict[str, str]:
    """Guide item id to an id in this document."""
    used = [item.id for item in interview.items]
    for turn in interview.turns:
        used += [*([turn.topic] if turn.topic else []), *turn.asks]
    return {item: f"G{at}" for at, item in enumerate(dict.fromkeys(used), start=1)}


def _ms(seconds: Seconds) -> int:
    return round(seconds * 1000)


def _ncname(text: str) -> str:
    return re.sub(r"[^\w.-]", "_", text)


def _id(element: Any, name: str) -> None:
    element.set(f"{{{XML}}}id", name)


def _tag(name: str) -> str:
    return f"{{{TEI}}}{name}"


def _add(parent: Any, tag: str, /, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, _tag(tag), **attributes)
