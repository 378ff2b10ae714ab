"""Commands that a person can paste, right for odd names and for another folder of results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

DEFAULT_OUT = Path("transcripts")


def command(verb: str, recording: str, options: str = "") -> str:
    """A command about one recording.

    >>> command("decide", "P 07", "--sign-off NAME")
    "transcribe decide 'P 07' --sign-off NAME"
    >>> command("release", "-P07")
    'transcribe release -- -P07'
    """
    parts = ["transcribe", verb]
    if recording.startswith("-"):
        parts += [options, "--", quote(recording)]
    else:
        parts += [quote(recording), options]
    return " ".join(part for part in parts if part)


_NEEDS_OUT = re.compile(
    r"transcribe (?:run|status|review|decide|release|audit|consent|archive|purge|export|report)\b"
    r"(?:'[^']*'|\"[^\"]*\"|[^;()'\"`])*"
)
"""A command inside a hint: to the next semicolon or bracket outside quotes."""


def with_out(hint: str, out: Path) -> str:
    """A hint whose commands find the results, where they are not in the usual folder.

    >>> with_out("read it, then: transcribe release P07; or not", Path("/data/out"))
    'read it, then: transcribe release P07 --out /data/out; or not'
    """
    if out == DEFAULT_OUT or " --out" in hint:
        return hint
    flag = f" --out {quote(str(out))}"

    def mended(match: re.Match[str]) -> str:
        line = match.group().rstrip()
        after = match.group()[len(line) :]
        if " -- " in line:
            return line.replace(" -- ", f"{flag} -- ", 1) + after
        return line + flag + after

    return _NEEDS_OUT.sub(mended, hint)


def given_out(arguments: Sequence[str]) -> Path:
    """The folder of results that a command line names, or the usual one.

    >>> given_out(["decide", "P07", "--out", "/data/out"])
    PosixPath('/data/out')
    """
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--out" and at + 1 < len(arguments):
            return Path(arguments[at + 1])
        if argument.startswith("--out="):
            return Path(argument.removeprefix("--out="))
    return DEFAULT_OUT
