"""What a person should know about how a recording was heard, in a sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from transcribe.backends.sound_notices import inaudible_notices, where
from transcribe.backends.whisper_hearing import Told
from transcribe.core.time import Seconds

UNSURE = 0.5
"""Probability under which a language was guessed rather than heard."""

LEAST_FOR_LANGUAGE: Seconds = 20.0


def notices_of(told: Sequence[Told], *, language: str, sure: float, given: bool) -> tuple[str, ...]:
    """Notices of one recording.

    Parameters
    ----------
    sure
        Probability of the language, 0 to 1.
    given
        Whether a person wrote the language down.
    """
    if not told:
        return ("no speech was found",)
    return (
        *_language(told, language=language, sure=sure, given=given),
        *inaudible_notices(one.segment for one in told),
        *_doubtful(told),
    )


def _language(told: Sequence[Told], *, language: str, sure: float, given: bool) -> Iterator[str]:
    clear = [one for one in told if one.sounds_like]
    spoken: Counter[str] = Counter()
    for one in clear:
        spoken[one.sounds_like] += round(100 * (one.segment.end - one.segment.start))
    heard = sum(spoken.values()) / 100
    most = max(sorted(spoken), key=lambda code: spoken[code], default=language)
    wrong = most != language and heard >= LEAST_FOR_LANGUAGE and spoken[most] > 50 * heard
    if wrong:
        named = "was written down" if given else "was heard at its beginning"
        yield (
            f"most of it sounds like {most}, but {language} {named}: "
            f'write language = "{most}" into its sidecar and run again, if that is so'
        )
    elif not given and sure < UNSURE:
        yield (
            f"its language was guessed ({language}, {sure:.0%} sure): write language = … into "
            "its sidecar"
        )
    others = sorted({one.sounds_like for one in clear} - {language, most if wrong else language})
    for code in others:
        places = [one for one in clear if one.sounds_like == code]
        taken = all(one.language == code for one in places)
        times = where(one.segment.start for one in places)
        how = f"(decoded as {code})" if taken else "(may be garbled)"
        verb = "sounds" if len(places) == 1 else "sound"
        yield f"{_passages(len(places))} {verb} like {code} {how}: {times}"


def _doubtful(told: Sequence[Told]) -> Iterator[str]:
    again = [one for one in told if one.again]
    left = [one for one in told if one.doubtful]
    if left:
        times = where(one.segment.start for one in left)
        yield (
            f"{_passages(len(again))} looked wrong and were decoded twice, and "
            f"{len(left)} still {'does' if len(left) == 1 else 'do'}: {times}"
        )


def _passages(count: int) -> str:
    return "1 passage" if count == 1 else f"{count} passages"
