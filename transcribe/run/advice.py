"""Commands that a person can paste, right for odd names and for another folder of results."""

from __future__ import annotations

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


def with_out(hint: str, out: Path) -> str:
    """A hint whose command finds the results, where they are not in the usual folder.

    >>> with_out("read it, then: transcribe release P07", Path("/data/out"))
    'read it, then: transcribe release P07 --out /data/out'
    """
    if out == DEFAULT_OUT or "transcribe " not in hint or " --out" in hint:
        return hint
    said, mark, after = hint.partition("transcribe ")
    line, semicolon, rest = after.partition(";")
    flag = f" --out {quote(str(out))}"
    if " -- " in line:
        line = line.replace(" -- ", f"{flag} -- ", 1)
    else:
        line += flag
    return said + mark + line + semicolon + rest
