"""Every error the tool raises on purpose, and the exit code each one means.

::

    TranscribeError                1  internal: something we did not foresee
    ├── UsageError                 2  a wrong command line
    │   └── StudyError             2  a bad study.toml, or a study guide that cannot be read
    ├── RecordingError             3  one recording cannot go on; the others do
    │   ├── SidecarError           3  its .toml is missing a key, has an unknown one, or clashes
    │   ├── AudioError             3  its audio cannot be decoded or holds nothing
    │   ├── TranscriptError        3  its ready-made transcript cannot be read
    │   ├── GuideError             3  its interview guide cannot be read
    │   └── StageError             3  a stage failed on it
    │       ├── MemoryShortError   3  this machine ran out of memory on it
    │       └── DiskFullError      3  the disk was full when its result was to be kept
    ├── BlockedError               4  consent or the release gate says no
    │   ├── ConsentError           4
    │   └── GateError              4
    ├── LockedError                5  another run works on the same folder
    └── MissingPartError           6  a model or system library the user named is not here

A message names what is wrong; ``hint`` says what to do next. Neither ever holds transcript text.
"""

from __future__ import annotations


class TranscribeError(Exception):
    """Base of the tree.

    Parameters
    ----------
    message
        What is wrong, without a final full stop; never holds transcript text.
    recording
        Id of the recording concerned, if one is.
    stage
        Name of the stage concerned, if one is.
    hint
        What to do next: a sentence or a command.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        recording: str | None = None,
        stage: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.recording = recording
        self.stage = stage
        self.hint = hint

    def __str__(self) -> str:
        where = " · ".join(part for part in (self.recording, self.stage) if part)
        return f"{where}: {self.message}" if where else self.message


class UsageError(TranscribeError):
    """A wrong command line."""

    exit_code = 2


class StudyError(UsageError):
    """A bad ``study.toml``, or a guide of the study that cannot be read."""


class RecordingError(TranscribeError):
    """One recording cannot go on; the others do."""

    exit_code = 3


class SidecarError(RecordingError):
    """The sidecar of a recording is missing, malformed, or clashes with another."""


class AudioError(RecordingError):
    """The audio cannot be decoded, or holds nothing to decode."""


class TranscriptError(RecordingError):
    """A ready-made transcript cannot be read."""


class GuideError(RecordingError):
    """An interview guide cannot be read."""


class StageError(RecordingError):
    """A stage failed on a recording."""


class MemoryShortError(StageError):
    """Memory ran out on a recording."""


class DiskFullError(StageError):
    """There was no room for what a stage made of a recording."""


class BlockedError(TranscribeError):
    """Consent or the gate says no."""

    exit_code = 4


class ConsentError(BlockedError):
    """The consent record does not allow what was asked."""


class GateError(BlockedError):
    """A release is refused."""


class LockedError(TranscribeError):
    """Another run holds the folder."""

    exit_code = 5


class MissingPartError(TranscribeError):
    """A model, package or system library that the user named is not on this machine."""

    exit_code = 6


EXIT_ORDER = (130, 1, 5, 2, 6, 3, 4)
"""When several apply, the first of these is the exit code of the command."""


def worst_exit_code(codes: list[int]) -> int:
    """Pick the exit code of a command from those of its parts; 0 when there are none."""
    for code in EXIT_ORDER:
        if code in codes:
            return code
    return 0
