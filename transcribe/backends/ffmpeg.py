"""Decoding with an ffmpeg program: the fall-back where PyAV fails.

The program of imageio-ffmpeg comes first, then the system's.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from pathlib import Path

from transcribe.backends.pcm import RATE, NoSound, Pcm

PIECE_BYTES = 1 << 20


def find_ffmpeg() -> str | None:
    """Path of an ffmpeg program, or None."""
    with contextlib.suppress(ImportError, RuntimeError):
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    return shutil.which("ffmpeg")


def decode_with_ffmpeg(path: Path) -> Pcm:
    """Decode the first audio stream of a file; what comes before an error is kept.

    Raises
    ------
    NoSound
        When there is no program, or it gets no sample out of the file.
    """
    import numpy as np

    program = find_ffmpeg()
    if program is None:
        raise NoSound("no ffmpeg program was found")
    command = [
        *(program, "-nostdin", "-hide_banner", "-loglevel", "quiet"),
        # A playlist may name addresses: nothing but files is ever opened.
        *("-protocol_whitelist", "file,pipe", "-i", f"file:{path}"),
        *("-map", "0:a:0", "-vn", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "pipe:1"),
    ]
    pcm = Pcm(decoder="ffmpeg")
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        if process.stdout is None:
            raise NoSound("ffmpeg could not be started")
        while piece := process.stdout.read(PIECE_BYTES):
            pcm.append(np.frombuffer(piece[: len(piece) // 2 * 2], dtype="<i2"))
    pcm.stopped_early = process.returncode != 0
    if pcm.length == 0:
        raise NoSound("nothing in it can be decoded")
    return pcm
