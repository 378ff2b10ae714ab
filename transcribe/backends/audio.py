"""Any sound or video file to 16 kHz mono samples, and the FLAC they are kept in."""

from __future__ import annotations

import errno
import os
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from transcribe.backends.cutoff import claimed_wav_duration, ogg_is_closed
from transcribe.backends.pcm import RATE, NoSound, NoStream, Pcm
from transcribe.core.recording import Audio, DecodedFacts
from transcribe.core.time import Seconds, format_clock
from transcribe.errors import AudioError
from transcribe.stages.decode import Decoder
from transcribe.stages.engines import Engine

SHORTEST: Seconds = 0.3
"""Less than this is a slip of the finger, not a recording."""

FULL_SCALE = 32768

PLAYS_ELSEWHERE = "check that it plays in another program, or ask for the file again"

ENGINE = Engine(
    name="pyav", model="", rank=1, libraries={"av": version("av")} if find_spec("av") else {}
)
"""The decoder, described without opening it."""


def open_decoder() -> Decoder:
    """Open the decoder: PyAV first, an ffmpeg program where that fails."""
    return FileDecoder()


class FileDecoder:
    """Decodes files with PyAV, and with an ffmpeg program where PyAV fails."""

    def decode(self, path: Path) -> Audio:
        """Decode one file to mono at 16 kHz, quantized to 16 bits.

        Quantized at once, so that samples are the same fresh and read back from FLAC.

        Raises
        ------
        transcribe.errors.AudioError
            When the file is missing, empty, no audio, without an audio stream, or under 0.3 s.
        """
        head = _head(path)
        pcm = _decode(path, head)
        if head.startswith(b"RIFF"):
            pcm.container_duration = claimed_wav_duration(path) or pcm.container_duration
        if pcm.duration < SHORTEST:
            raise _error(
                path,
                f"{path.name} holds only {pcm.duration:.2f} s of sound",
                hint=f"at least {SHORTEST} s are needed; {PLAYS_ELSEWHERE}",
            )
        notices = list(_notices(pcm))
        if head.startswith(b"OggS") and not ogg_is_closed(path):
            notices.append(
                f"the file ends without its end mark, so its end may be missing: "
                f"{format_clock(pcm.duration)} decoded"
            )
        samples = pcm.take_samples()
        if not samples.any():
            notices.append("digital silence: every sample is zero")
        return Audio(
            samples=samples,
            sample_rate=RATE,
            channels=pcm.channels,
            container_duration=pcm.container_duration,
            codec=pcm.codec,
            decoder=pcm.decoder,
            notices=tuple(notices),
            levels=pcm.levels,
        )


def _decode(path: Path, head: bytes) -> Pcm:
    from transcribe.backends.ffmpeg import decode_with_ffmpeg
    from transcribe.backends.pyav import decode_with_pyav

    if looks_like_text(head):
        # FFmpeg takes some texts for subtitles or terminal art and says something puzzling.
        raise _error(
            path,
            f"{path.name} is text, not sound",
            hint="a ready-made transcript is read when it is named .txt, .vtt, .srt or .json",
        )
    try:
        return decode_with_pyav(path)
    except NoStream as error:
        raise _error(
            path,
            f"{path.name} has no sound: {error}",
            hint="export it again with its sound, or bring the sound as a file of its own",
        ) from None
    except NoSound as error:
        first = str(error)
    try:
        return decode_with_ffmpeg(path)
    except NoSound:
        raise _error(
            path,
            f"{path.name} cannot be decoded: it is damaged, cut off before its index, or no sound"
            f" ({first})",
            hint=PLAYS_ELSEWHERE,
        ) from None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise _error(
            path,
            f"{path.name} cannot be read ({error.strerror})",
            hint="check that the file is there and that you may read it",
        ) from None
    if not head:
        raise _error(path, f"{path.name} is empty (0 bytes)", hint="copy the recording again")
    return head


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes of a file are written text (UTF-8, or UTF-16 with its mark)."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(head) > 2 and b"\x00\x00" not in head and head.count(b"\x00") > len(head) // 4
    try:
        text = head[:-3].decode() if len(head) == 4096 else head.decode()
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character.isspace() for character in text)


def _notices(pcm: Pcm) -> tuple[str, ...]:
    """What a person should know about how decoding went."""
    notices = []
    claimed = pcm.container_duration
    if claimed is not None:
        difference = abs(claimed - pcm.duration)
        if difference > 0.5 and difference > 0.02 * claimed:
            notices.append(
                f"{format_clock(pcm.duration)} of {format_clock(claimed)} decoded: "
                + ("the end is missing" if pcm.duration < claimed else "the file's header is wrong")
            )
    if pcm.broken:
        pieces = "1 damaged piece" if pcm.broken == 1 else f"{pcm.broken} damaged pieces"
        notices.append(f"{pieces} could not be decoded")
    if pcm.stopped_early:
        notices.append(f"the file breaks off with an error after {format_clock(pcm.duration)}")
    if pcm.filled >= 0.1:
        notices.append(f"{pcm.filled:.1f} s without sound data were filled with silence")
    if pcm.not_numbers:
        notices.append(f"{pcm.not_numbers} samples were not numbers and were set to silence")
    if pcm.streams > 1:
        notices.append(f"the file holds {pcm.streams} audio streams; one of them was used")
    if pcm.decoder == "ffmpeg":
        notices.append("decoded by the ffmpeg program, because PyAV could not")
    return tuple(notices)


def write_flac(audio: Audio, path: Path) -> None:
    """Write decoded samples as 16-bit FLAC.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    import soundfile

    try:
        with soundfile.SoundFile(
            str(path), "w", audio.sample_rate, 1, "PCM_16", format="FLAC"
        ) as file:
            # Piece by piece: a copy of twelve hours of samples is worth avoiding.
            for start in range(0, len(audio.samples), 1 << 20):
                file.write(_to_int16(audio.samples[start : start + (1 << 20)]))
    except soundfile.LibsndfileError:
        # libsndfile does not say why; the commonest reason can be asked for.
        full = path.parent.is_dir() and shutil.disk_usage(path.parent).free < (1 << 20)
        code = errno.ENOSPC if full else errno.EIO
        raise OSError(code, os.strerror(code), str(path)) from None


def _to_int16(samples: Any) -> Any:
    import numpy as np

    scaled = np.rint(samples * np.float32(FULL_SCALE))
    return np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


def read_flac(path: Path) -> Any:
    """Read samples written by `write_flac`: float32, mono, the very ones that were decoded.

    Raises
    ------
    transcribe.errors.AudioError
        When the file is missing or damaged.
    """
    import soundfile

    try:
        samples, rate = soundfile.read(str(path), dtype="float32")
    except (soundfile.LibsndfileError, OSError):
        samples, rate = None, 0
    if samples is None or rate != RATE or samples.ndim != 1:
        raise AudioError(
            "the decoded sound kept in the private folder is damaged",
            stage="decode",
            hint="decode again: transcribe run … --force-stage decode",
        )
    return samples


def describe(audio: Audio) -> DecodedFacts:
    """What the artefact of decode says beside its FLAC; the digest is that of the samples."""
    import hashlib

    digest = hashlib.sha256()
    for start in range(0, len(audio.samples), 1 << 20):
        digest.update(_to_int16(audio.samples[start : start + (1 << 20)]).tobytes())
    return decoded_facts(audio, digest.hexdigest())


def decoded_facts(audio: Audio, sha256: str) -> DecodedFacts:
    """What the artefact of decode says, with a digest the caller chose (hexadecimal digits)."""
    return DecodedFacts(
        duration=audio.duration,
        sample_rate=audio.sample_rate,
        channels=audio.channels,
        container_duration=audio.container_duration,
        codec=audio.codec,
        decoder=audio.decoder,
        sha256=sha256,
        notices=audio.notices,
    )


def stored_audio(path: Path, facts: DecodedFacts) -> Audio:
    """The audio of a decode artefact, equal to what `FileDecoder.decode` returned."""
    return Audio(
        samples=read_flac(path),
        sample_rate=facts.sample_rate,
        channels=facts.channels,
        container_duration=facts.container_duration,
        codec=facts.codec,
        decoder=facts.decoder,
        notices=facts.notices,
    )


def _error(path: Path, message: str, *, hint: str) -> AudioError:
    return AudioError(message, recording=path.stem, stage="decode", hint=hint)
