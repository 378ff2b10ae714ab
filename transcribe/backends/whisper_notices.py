"""What a person should know about how a recording was heard, in a sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from transcribe.backends.sound_notices import NO_SPEECH, inaudible_notices, where
from transcribe.backends.whisper_hearing import Told
from transcribe.core.time import Seconds

UNSURE = 0.5
"""Probability under which a language was guessed rather than heard."""

LEAST_FOR_LANGUAGE: Seconds = 20.0


def alerts_of(told: Sequence[Told], *, language: str, sure: float, given: bool) -> tuple[str, ...]:
    """What whoever runs the tool should know at once: nothing was said, or in another language.

    Parameters
    ----------
    sure
        Probability of the language, 0 to 1.
    given
        Whether a person wrote the language down.
    """
    if not told:
        return (NO_SPEECH,)
    most = _mostly(told, language)
    if most != language:
        named = "was written down" if given else "was heard at its beginning"
        return (
            f"most of it sounds like {most}, but {language} {named}: if that is so, write "
            f'language = "{most}" into its sidecar and run again',
        )
    if not given and sure < UNSURE:
        return (
            f"its language was guessed ({language}, {sure:.0%} sure): "
            "write language = … into its sidecar",
        )
    return ()


def notices_of(told: Sequence[Told], *, language: str) -> tuple[str, ...]:
    """What a reader should know: where there are no words, doubtful ones, or another language."""
    return (
        *_others(told, {language, _mostly(told, language)}),
        *inaudible_notices(one.segment for one in told),
        *_doubtful(told),
    )


def _mostly(told: Sequence[Told], language: str) -> str:
    """What most of a recording clearly sounds like; the language it was taken for in doubt."""
    spoken: Counter[str] = Counter()
    for one in told:
        if one.sounds_like:
            spoken[one.sounds_like] += round(100 * (one.segment.end - one.segment.start))
    heard = sum(spoken.values())
    most = max(sorted(spoken), key=lambda code: spoken[code], default=language)
    return most if heard >= 100 * LEAST_FOR_LANGUAGE and 2 * spoken[most] > heard else language


def _others(told: Sequence[Told], known: set[str]) -> Iterator[str]:
    for code in sorted({one.sounds_like for one in told} - known - {""}):
        places = [one for one in told if one.sounds_like == code]
        taken = all(one.language == code for one in places)
        times = where(one.segment.start for one in places)
        how = f"(decoded as {code})" if taken else "(may be garbled)"
        verb = "sounds" if len(places) == 1 else "sound"
        yield f"{_passages(len(places))} {verb} like {code} {how}: {times}"


def _doubtful(told: Sequence[Told]) -> Iterator[str]:
    again = sum(one.again for one in told)
    left = [one for one in told if one.doubtful]
    if left:
        times = where(one.segment.start for one in left)
        verb = "was" if again == 1 else "were"
        still = "it still does" if again == 1 else f"{len(left)} still do"
        yield (f"{_passages(again)} looked wrong and {verb} decoded twice; {still}: {times}")


def _passages(count: int) -> str:
    return "1 passage" if count == 1 else f"{count} passages"
