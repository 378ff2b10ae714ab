"""The private transcript of one recording as the interface describes it, and its previews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from transcribe.core.guide import ANSWERED, NOT_APPLICABLE, GuideAlignment
from transcribe.core.pii import ACCEPTED, QUEUED, REJECTED, Entity
from transcribe.core.time import format_clock
from transcribe.core.transcript import Transcript, Turn
from transcribe.stages.passages import waiting
from transcribe.stages.permission import heard_words
from transcribe.stages.pseudonymize import Settled

SCHEMA = 1

DRAFT_NOTES = {
    "asr": "The words are a draft by the embedded recognizer: expect many wrong words.",
    "diarize": "Who spoke when is a draft by the embedded diarizer.",
}


def assemble(
    recording: str,
    transcript: Transcript,
    settled: Settled,
    *,
    alignment: GuideAlignment | None,
    guide: Mapping[str, Any] | None,
    heard: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """Build the content of ``transcript.json``.

    Parameters
    ----------
    guide
        ``file`` and ``sha256`` of the guide aligned to, or None.
    heard
        Speaker label to the recordings in which the voice was heard that its role comes from.
    """
    heard = heard or {}
    aligned = {turn.turn: turn for turn in alignment.turns} if alignment else {}
    by_turn: dict[str, list[Entity]] = {}
    for entity in settled.entities.entities:
        by_turn.setdefault(entity.turn, []).append(entity)
    turns = []
    for turn in transcript.turns:
        about = aligned.get(turn.id)
        turns.append(
            {
                **_spoken(transcript, turn),
                "guide": {
                    "topic": about.topic if about else None,
                    "asks": list(about.asks) if about else [],
                    "score": round(about.score, 4) if about else 0.0,
                },
                "entities": [_entity(entity, settled) for entity in by_turn.get(turn.id, [])],
            }
        )
    notices = (*transcript.notices, *settled.entities.notices)
    return {
        "schema": SCHEMA,
        "id": recording,
        "language": transcript.language,
        "duration": transcript.duration,
        "draft": list(transcript.draft),
        "notices": list(dict.fromkeys((*notices, *(alignment.notices if alignment else ())))),
        "guide": {"file": guide["file"], "sha256": guide["sha256"]} if guide else None,
        "speakers": [
            {
                "label": speaker.label,
                "role": speaker.role,
                "name": speaker.name,
                **({"heard_in": list(heard[speaker.label])} if speaker.label in heard else {}),
            }
            for speaker in transcript.speakers
        ],
        "turns": turns,
        "coverage": [
            {
                "item": item.item,
                "status": item.status,
                "question_turns": list(item.question_turns),
                "answer_turns": list(item.answer_turns),
            }
            for item in (alignment.coverage if alignment else ())
        ],
    }


def _spoken(transcript: Transcript, turn: Turn) -> dict[str, Any]:
    speaker = transcript.speaker(turn.speaker)
    return {
        "id": turn.id,
        "speaker": turn.speaker,
        "role": speaker.role,
        "name": speaker.name,
        "start": turn.start,
        "end": turn.end,
        "text": turn.text,
        "words": [
            {
                "start": word.start,
                "end": word.end,
                "text": word.text,
                "probability": word.probability,
            }
            for word in turn.words
        ],
    }


def _entity(entity: Entity, settled: Settled) -> dict[str, Any]:
    labels = settled.labels.get(entity.id, ())
    choices = [
        {"type": kind, "name": name, "surrogate": label}
        for (kind, name), label in zip(entity.choices, labels, strict=True)
    ]
    return {
        "id": entity.id,
        "start_char": entity.start_char,
        "end_char": entity.end_char,
        "type": entity.type,
        "score": entity.score,
        "recognizers": list(entity.recognizers),
        "surrogate": settled.surrogates[entity.id],
        "decision": entity.decision,
        "reason": entity.reason,
        "identity": entity.identity,
        **({"choices": choices} if choices else {}),
    }


# -- previews ---------------------------------------------------------------------------------


def marked_text(turn: Mapping[str, Any]) -> str:
    """A turn's text with its identifiers marked: ``⟦Maria → [Person 2]⟧``, ``⟦Jo ?⟧`` if queued."""
    text, parts, last = str(turn["text"]), [], 0
    for entity in turn["entities"]:
        start, end = entity["start_char"], entity["end_char"]
        if entity["decision"] == REJECTED:
            continue
        arrow = "? " if entity["decision"] == QUEUED else ""
        parts += [text[last:start], f"⟦{text[start:end]} →{arrow or ' '}{entity['surrogate']}⟧"]
        last = end
    return "".join((*parts, text[last:]))


def _sentence(notice: str) -> str:
    """A notice as a sentence of its own."""
    ends = notice.endswith((".", "!", "?", ":", ")"))
    return f"{notice[:1].upper()}{notice[1:]}{'' if ends else '.'}"


def notes(document: Mapping[str, Any]) -> list[str]:
    """What a reader should know before reading."""
    queued = sum(
        entity["decision"] == QUEUED for turn in document["turns"] for entity in turn["entities"]
    )
    replaced = sum(
        entity["decision"] not in (QUEUED, REJECTED)
        for turn in document["turns"]
        for entity in turn["entities"]
    )
    lines = ["Private: holds names. ⟦name → replacement⟧ is replaced in a release."]
    said = [_sentence(notice) for notice in document["notices"]]
    drafts = [stage for stage in document["draft"] if stage in DRAFT_NOTES]
    if any("demonstration model" in notice for notice in said):
        # The notice says which model the words come from.
        drafts = [stage for stage in drafts if stage != "asr"]
    lines += [DRAFT_NOTES[stage] for stage in drafts] + said
    waits = "waits" if queued == 1 else "wait"
    identifiers = "identifier" if replaced == 1 else "identifiers"
    lines.append(f"{replaced} {identifiers} replaced, {queued} {waits} for a decision (→?).")
    lines += [voice_note(speaker) for speaker in document["speakers"] if speaker.get("heard_in")]
    if "consent_heard" in document:
        lines.append(heard_words(document["consent_heard"]))
    held = len(waiting(document))
    if held:
        noun = "passage waits" if held == 1 else "passages wait"
        lines.append(f"{held} {noun} for a decision before anything is released (⛔).")
    return lines


def voice_note(speaker: Mapping[str, Any]) -> str:
    """Why a speaker has a role that their own words left open."""
    return (
        f"{speaker['name']}: role from the interviewer's voice in "
        f"{', '.join(speaker['heard_in'])}; check it."
    )


def held_note(document: Mapping[str, Any], turn: Mapping[str, Any]) -> str:
    """What stands before a turn that is held back or left out: ``⛔ off the record (t0042)``."""
    for passage in document.get("passages", ()):
        if turn["id"] in passage["turns"] and passage["decision"] != REJECTED:
            said = " and ".join(passage["cues"])
            if passage["decision"] == ACCEPTED:
                return f"⛔ left out of every release ({passage['id']}: {said}) "
            return f"⛔ waits for a decision ({passage['id']}: {said}) "
    return ""


def preview_text(document: Mapping[str, Any]) -> str:
    """The private preview in plain text: one paragraph a turn."""
    parts = [f"{document['id']}\n" + "\n".join(notes(document))]
    for turn in document["turns"]:
        note = held_note(document, turn)
        parts.append(f"{turn['name']}{_clock(turn)}: {note}{marked_text(turn)}")
    return "\n\n".join(parts) + "\n"


SAID = {ANSWERED: "answered unasked, it seems", NOT_APPLICABLE: "did not apply, it seems"}
"""What the tool infers, said as a guess; the other states are where a question was, or was not."""


def preview_markdown(
    document: Mapping[str, Any], *, questions: Mapping[str, str] | None = None
) -> str:
    """The private preview in Markdown, under the guide's questions.

    Parameters
    ----------
    questions
        Guide item id to its text; ids stand alone where it is missing.
    """
    parts = [f"# {document['id']}", "\n".join(f"> {line}  " for line in notes(document))]
    topic = None
    for turn in document["turns"]:
        about = turn["guide"]["topic"]
        if about is not None and about != topic:
            parts.append(f"## {heading(about, questions)}")
            topic = about
        note = held_note(document, turn)
        parts.append(f"**{turn['name']}**{_clock(turn)}: {note}{marked_text(turn)}")
    if document["coverage"]:
        parts.append("## Coverage of the guide")
        lines = [
            f"- {SAID.get(item['status'], item['status'])}: {heading(item['item'], questions)}"
            for item in document["coverage"]
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def heading(item: str, questions: Mapping[str, str] | None) -> str:
    """A guide item for a reader: its id and, where known, its words."""
    text = " ".join((questions or {}).get(item, "").split())
    return f"{item} · {text}" if text else item


def _clock(turn: Mapping[str, Any]) -> str:
    return "" if turn["start"] is None else f" [{format_clock(turn['start'])}]"


def replaced_text(turn: Mapping[str, Any]) -> str:
    """A turn's text as a release would show it: queued mentions are replaced as well."""
    text, parts, last = str(turn["text"]), [], 0
    for entity in sorted(turn["entities"], key=lambda entity: int(entity["start_char"])):
        if entity["decision"] == REJECTED:
            continue
        parts += [text[last : entity["start_char"]], entity["surrogate"]]
        last = entity["end_char"]
    return "".join((*parts, text[last:]))
