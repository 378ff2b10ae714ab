"""What the page may ask for: each operation checked, appended to a log, and flushed to the disk."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from transcribe.core.pii import ENTITY_TYPES, normalize
from transcribe.run.passages import DECIDE_PASSAGE
from transcribe.run.reviewlog import DECIDE_MENTION, DECIDE_NAME

LONGEST = 200_000
"""Characters that one turn may hold: the page still scrolls with it."""
Text = Annotated[str, Field(max_length=LONGEST)]
Name = Annotated[str, Field(max_length=200)]
Normalized = Annotated[
    str,
    Field(min_length=1, max_length=300),
    AfterValidator(normalize),
    Field(min_length=1),
]
"""What a decision binds to; the page may send a name as it stands in the text."""
Role = Literal["interviewer", "interviewee", "unknown"]


RecordId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class _Operation(BaseModel):
    """``id`` is made by the page and kept over its retries: one that is known is not done again."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: RecordId | None = None


class _OnTurn(_Operation):
    turn: Name
    before: Text
    start: float | None = None


class SetTextOperation(_OnTurn):
    """See `transcribe.core.edits.SetText`."""

    op: Literal["set_text"]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]


class SetSpeakerOperation(_OnTurn):
    """See `transcribe.core.edits.SetSpeaker`."""

    op: Literal["set_speaker"]
    speaker: Annotated[str, Field(min_length=1, max_length=60)]
    reach: Literal["one", "onward", "everywhere"] = "one"
    role: Role = "unknown"


class SetRoleOperation(_OnTurn):
    """See `transcribe.core.edits.SetRole`."""

    op: Literal["set_role"]
    role: Role


class SetNameOperation(_OnTurn):
    """See `transcribe.core.edits.SetName`."""

    op: Literal["set_name"]
    name: Name


class SplitOperation(_OnTurn):
    """See `transcribe.core.edits.Split`."""

    op: Literal["split"]
    char: Annotated[int, Field(ge=0)]
    speaker: Name = ""


class MergeOperation(_OnTurn):
    """See `transcribe.core.edits.Merge`."""

    op: Literal["merge"]
    following: Text


class SetGuideOperation(_OnTurn):
    """See `transcribe.core.edits.SetGuide`."""

    op: Literal["set_guide"]
    topic: Name | None = None
    asks: tuple[Name, ...] | None = None
    no_topic: bool = False


class NoteOperation(_OnTurn):
    """A note to oneself on a turn; never leaves the private tree."""

    op: Literal["note"]
    text: Text


class QuoteOperation(_OnTurn):
    """A passage worth quoting."""

    op: Literal["quote"]
    start_char: Annotated[int, Field(ge=0)]
    end_char: Annotated[int, Field(ge=1)]


class PassageTurn(BaseModel):
    """A turn of a passage as the person saw it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Name
    text: Text
    start: float | None = None
    end: float | None = None


class DecidePassageOperation(_Operation):
    """Turns are never released, or may be; null takes the word back."""

    op: Literal["decide_passage"]
    passage: Name
    turns: Annotated[tuple[PassageTurn, ...], Field(min_length=1, max_length=1000)]
    leave_out: bool | None


class SettleOperation(_Operation):
    """A doubt is looked at and fine as it is."""

    op: Literal["settle"]
    key: Annotated[str, Field(max_length=500)]


class UndoOperation(_Operation):
    """Takes a record back, or, if that is an undo, brings back what it took."""

    op: Literal["undo"]
    of: RecordId


class DecideNameOperation(_Operation):
    """A name is replaced, or left, in the whole study."""

    op: Literal["decide_name"]
    type: Literal[ENTITY_TYPES]  # type: ignore[valid-type]
    normalized: Normalized
    accept: bool


class DecideMentionOperation(_Operation):
    """One mention is replaced, or left."""

    op: Literal["decide_mention"]
    entity: Name
    turn: Name
    start_char: int
    end_char: int
    type: Literal[ENTITY_TYPES]  # type: ignore[valid-type]
    normalized: Normalized
    accept: bool


Operation = Annotated[
    SetTextOperation
    | SetSpeakerOperation
    | SetRoleOperation
    | SetNameOperation
    | SplitOperation
    | MergeOperation
    | SetGuideOperation
    | NoteOperation
    | QuoteOperation
    | DecidePassageOperation
    | SettleOperation
    | UndoOperation
    | DecideNameOperation
    | DecideMentionOperation,
    Field(discriminator="op"),
]
PARSER: TypeAdapter[Any] = TypeAdapter(Operation)

NEED_STAGES = frozenset({"set_text", "set_speaker", "set_role", "set_name", "split", "merge"})
"""Operations after which stages have to follow."""
NEED_STUDY = (
    frozenset({DECIDE_NAME, DECIDE_MENTION, DECIDE_PASSAGE, "set_guide", "undo"}) | NEED_STAGES
)
"""Operations after which the private transcripts have to be written anew."""


def facts(operation: BaseModel) -> tuple[str, dict[str, Any]]:
    """Operation and facts as `transcribe.run.reviewlog.append` takes them."""
    data = operation.model_dump(mode="json", exclude={"id"})
    return data.pop("op"), data
