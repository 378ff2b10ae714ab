"""Encrypting one stream into another with age, with the errors that were really met."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any, Protocol


class Readable(Protocol):
    """What is encrypted."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


def encrypt_stream(source: Readable, target: IO[bytes], identity: Any) -> None:
    """Encrypt all of a stream for an identity of `pyrage`.

    Raises
    ------
    BaseException
        What reading or writing raised: `pyrage` puts an error of its own in place of Ctrl-C, a
        full disk, or a file that changed.
    """
    import pyrage

    errors: list[BaseException] = []
    ends = _Remembering(source, errors), _Remembering(target, errors)
    try:
        pyrage.encrypt_io(*ends, [identity.to_public()])
    except pyrage.EncryptError:
        if not errors:
            raise
        raise errors[0] from None


class _Remembering:
    """A stream that keeps its first error."""

    def __init__(self, stream: Any, errors: list[BaseException]) -> None:
        self._stream = stream
        self._errors = errors

    def read(self, size: int) -> bytes:
        return bytes(self._kept(self._stream.read, size))

    def write(self, data: bytes) -> int:
        return int(self._kept(self._stream.write, data))

    def flush(self) -> None:
        self._kept(self._stream.flush)

    def _kept(self, work: Callable[..., Any], *given: Any) -> Any:
        try:
            return work(*given)
        except BaseException as error:
            self._errors.append(error)
            raise
