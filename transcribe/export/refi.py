"""REFI-QDA: a project (``.qdpx``) for any QDA program, and its codebook alone (``.qdc``).

REFI-QDA 1.5. The guide is the codebook; every passage on one question is coded with it; each
speaker is a case with the turns that are theirs. Positions are Unicode code points into a plain
text whose lines end with one character, which all programs count alike.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from transcribe import __version__
from transcribe.export.codebook import Codebook, codebook_of
from transcribe.export.interview import Interview
from transcribe.export.package import pack

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
WHEN = "2000-01-01T00:00:00Z"
"""Day of everything: the programs want one, and the same study gives the same bytes."""

_SPACE = uuid.UUID("6f1c0a50-6c1e-5d0b-9a6e-7a1f0c2d9b11")


def guid(*parts: object) -> str:
    """An id that is the same whenever the same thing is exported."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(map(str, parts))))


def codebook(interviews: Sequence[Interview]) -> bytes:
    """The guide as a codebook."""
    from lxml import etree

    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap={None: CODEBOOK})
    root.set("origin", f"transcribe {__version__}")
    _codes(root, codebook_of(interviews), CODEBOOK)
    return _bytes(root)


def project(interviews: Sequence[Interview], *, sound: str = "outside") -> bytes:
    """A project with the transcripts of some interviews.

    Parameters
    ----------
    sound
        ``inside``: recordings of the private tier come along, with a transcript that has a sync
        point at every turn.
    """
    from lxml import etree

    codes = codebook_of(interviews)
    user = guid("user")
    root = etree.Element(f"{{{PROJECT}}}Project", nsmap={None: PROJECT})
    title = next((one.title for one in interviews if one.title), "Interviews")
    for name, value in (
        ("name", title),
        ("creatingUserGUID", user),
        ("creationDateTime", WHEN),
        ("origin", f"transcribe {__version__}"),
    ):
        root.set(name, value)
    _add(_add(root, "Users"), "User", guid=user, name="transcribe")
    _codes(_add(root, "CodeBook"), codes, PROJECT)
    role = guid("variable", "role")
    variables = _add(root, "Variables")
    _add(variables, "Variable", guid=role, name="Role", typeOfVariable="Text")
    cases, sources = _add(root, "Cases"), _add(root, "Sources")
    members: dict[str, bytes] = {}
    for interview in interviews:
        text, spans = plain_text(interview)
        source = guid(interview.tier, interview.id, "source")
        members[f"sources/{source}.txt"] = text.encode()
        _text_source(sources, interview, codes, spans, source)
        if sound == "inside" and interview.audio is not None:
            members |= _audio_source(sources, interview, text, spans)
        _cases(cases, interview, role, source, codes)
    return pack({"project.qde": _bytes(root), **members})


def plain_text(interview: Interview) -> tuple[str, list[tuple[int, int]]]:
    """The text of the source, and where each turn stands in it, speaker and words."""
    parts, spans, at = [], [], 0
    for turn in interview.turns:
        paragraph = f"{turn.name}: {turn.text}"
        spans.append((at, at + len(paragraph)))
        parts.append(paragraph)
        at += len(paragraph) + 2
    return "\n\n".join(parts) + "\n", spans


def _codes(parent: Any, codes: Codebook, space: str) -> None:
    made: dict[str, Any] = {"": _add(parent, "Codes", space=space)}
    for code in codes.codes:
        made[code.key] = _add(
            made.get(code.parent, made[""]),
            "Code",
            space=space,
            guid=guid("code", code.key),
            name=code.name,
            isCodable="true",
        )
        if code.description:
            # Before the codes under it, as the schema orders them.
            _add(made[code.key], "Description", space=space).text = code.description


def _text_source(
    sources: Any,
    interview: Interview,
    codes: Codebook,
    spans: Sequence[tuple[int, int]],
    source: str,
) -> None:
    element = _add(
        sources,
        "TextSource",
        guid=source,
        name=interview.id,
        plainTextPath=f"internal://{source}.txt",
        **_made(),
    )
    for turn, (start, end) in zip(interview.turns, spans, strict=True):
        key = codes.speaker(interview, turn.name)
        _selection(element, interview, ("turn", turn.id), (start, end), key, name=turn.id)
    for first, last, item in passages(interview):
        span = (spans[first][0], spans[last][1])
        key = codes.item(interview, item)
        _selection(element, interview, ("passage", first, item), span, key)
    for place, turn in enumerate(interview.turns):
        for item in dict.fromkeys(turn.asks):
            if item != turn.topic:
                key = codes.item(interview, item)
                _selection(element, interview, ("asks", turn.id, item), spans[place], key)


def passages(interview: Interview) -> Iterator[tuple[int, int, str]]:
    """Runs of turns on one item of the guide: first and last place, and the item."""
    first, topic = 0, None
    for place, turn in enumerate(interview.turns):
        if turn.topic != topic:
            if topic is not None:
                yield first, place - 1, topic
            first, topic = place, turn.topic
    if topic is not None:
        yield first, len(interview.turns) - 1, topic


def _selection(
    element: Any,
    interview: Interview,
    parts: tuple[object, ...],
    span: tuple[int, int],
    code: str,
    *,
    name: str = "",
) -> None:
    mine = guid(interview.tier, interview.id, *parts)
    selection = _add(
        element,
        "PlainTextSelection",
        guid=mine,
        name=name,
        startPosition=str(span[0]),
        endPosition=str(span[1]),
        **_made(),
    )
    coding = _add(selection, "Coding", guid=guid(mine, "coding"), **_made(modified=False))
    _add(coding, "CodeRef", targetGUID=guid("code", code))


def _audio_source(
    sources: Any, interview: Interview, text: str, spans: Sequence[tuple[int, int]]
) -> dict[str, bytes]:
    """The recording with its own copy of the transcript; the codes stand in the text source."""
    assert interview.audio is not None  # noqa: S101 - the caller looks
    base = (interview.tier, interview.id)
    sound, script = guid(*base, "audio"), guid(*base, "transcript")
    ending = interview.audio.suffix.lower()
    element = _add(
        sources,
        "AudioSource",
        guid=sound,
        name=f"{interview.id}{ending}",
        path=f"internal://{sound}{ending}",
        **_made(),
    )
    transcript = _add(
        element,
        "Transcript",
        guid=script,
        name=f"{interview.id}{ending}.txt",
        plainTextPath=f"internal://{script}.txt",
        **_made(),
    )
    for turn, (start, end) in zip(interview.turns, spans, strict=True):
        for edge, position, seconds in (("start", start, turn.start), ("end", end, turn.end)):
            if seconds is not None:
                _add(
                    transcript,
                    "SyncPoint",
                    guid=guid(*base, "sync", turn.id, edge),
                    position=str(position),
                    timeStamp=str(round(seconds * 1000)),
                )
    return {
        f"sources/{script}.txt": text.encode(),
        f"sources/{sound}{ending}": interview.audio.read_bytes(),
    }


def _cases(cases: Any, interview: Interview, role: str, source: str, codes: Codebook) -> None:
    roles = {turn.name: turn.role for turn in interview.turns}
    for name, what in roles.items():
        case = _add(
            cases,
            "Case",
            guid=guid(interview.tier, interview.id, "case", name),
            name=f"{interview.id} · {name}",
        )
        _add(case, "CodeRef", targetGUID=guid("code", codes.speaker(interview, name)))
        value = _add(case, "VariableValue")
        _add(value, "VariableRef", targetGUID=role)
        _add(value, "TextValue").text = what
        _add(case, "SourceRef", targetGUID=source)
        for turn in interview.turns:
            if turn.name == name:
                mine = guid(interview.tier, interview.id, "turn", turn.id)
                _add(case, "SelectionRef", targetGUID=mine)


def _made(*, modified: bool = True) -> dict[str, str]:
    made = {"creatingUser": guid("user"), "creationDateTime": WHEN}
    return made | ({"modifyingUser": guid("user"), "modifiedDateTime": WHEN} if modified else {})


def _add(parent: Any, tag: str, /, *, space: str = PROJECT, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, f"{{{space}}}{tag}", **attributes)


def _bytes(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"
