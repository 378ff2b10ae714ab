"""What becomes of a piece that Whisper got wrong, on recorded answers of the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from transcribe.backends import whisper_hearing, whisper_model
from transcribe.backends.whisper_doubt import Heard, Line
from transcribe.backends.whisper_hearing import Hearing, Piece, Told
from transcribe.backends.whisper_model import Place, Request
from transcribe.backends.whisper_notices import alerts_of, notices_of
from transcribe.core.asr import INAUDIBLE, Word
from transcribe.core.time import Interval
from transcribe.errors import StageError

GOOD = "we train the model every night and then look at what came out"
LOOPED = "thank you very much " * 9


def heard(text: str, *, language: str = "en", seconds: float = 8.0, **facts: float) -> Heard:
    words = text.split()
    step = seconds / max(1, len(words))
    line = Line(
        words=tuple(
            Word(start=step * n, end=step * (n + 1), text=f" {word}", probability=0.9)
            for n, word in enumerate(words)
        ),
        tokens=20,
        **{  # type: ignore[arg-type]
            **{"log_probability": -0.3, "compression": 1.5, "no_speech": 0.01},
            **facts,
        },
    )
    return Heard(lines=(line,) if words else (), language=language)


def piece(start: float = 100.0, seconds: float = 8.0) -> Piece:
    end = start + seconds
    return Piece(
        start=start,
        end=end,
        sound=np.zeros(round(16_000 * seconds), dtype=np.float32),
        speech=(Interval(start=start, end=end),),
    )


@pytest.fixture
def hearing() -> Hearing:
    model = SimpleNamespace(model=SimpleNamespace(compute_type="int8_float32"))
    return Hearing(Path(), model, steps=[Place(device="cpu", compute_type="int8")], threads=1)


Answers = Callable[..., list[Request]]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Have the model answer as recorded; the requests of the second looks are kept."""

    def record(
        batch: Heard,
        *,
        alone: Heard | None = None,
        sampled: Heard | Exception | None = None,
        language: tuple[str, float] | None = None,
    ) -> list[Request]:
        asked: list[Request] = []

        def decode_batch(_model, sounds, _request):  # type: ignore[no-untyped-def]
            found = (language,) * len(sounds) if language else ()
            return (batch,) * len(sounds), found

        def decode_alone(_model, _sound, request):  # type: ignore[no-untyped-def]
            asked.append(request)
            assert alone is not None, "nothing looked wrong"
            return alone

        def decode_sampled(_model, _folder, _place, _sound, request, **_):  # type: ignore[no-untyped-def]
            asked.append(request)
            if isinstance(sampled, Exception):
                raise sampled
            assert sampled is not None, "the first look left no doubt"
            return sampled

        for one in (decode_batch, decode_alone, decode_sampled):
            monkeypatch.setattr(whisper_model, one.__name__, one)
        return asked

    return record


def told(hearing: Hearing, request: Request | None = None) -> Told:
    (found,) = hearing.hear([piece()], request or Request(language="en"))
    return found


def text(found: Told) -> str:
    return "".join(word.text for word in found.segment.words).strip()


def test_what_looks_right_is_not_touched(hearing: Hearing, answers: Answers) -> None:
    answers(heard(GOOD))

    found = told(hearing)

    assert text(found) == GOOD
    assert found.segment.notes == ()
    assert not found.again
    assert found.segment.words[0].start == 100.0


def test_a_loop_is_decoded_again_and_says_so(hearing: Hearing, answers: Answers) -> None:
    answers(heard(LOOPED), alone=heard(GOOD))

    found = told(hearing)

    assert text(found) == GOOD
    assert "decoded again: repeats itself" in found.segment.notes
    assert not found.doubtful


def test_temperature_helps_where_the_likeliest_words_do_not(
    hearing: Hearing, answers: Answers
) -> None:
    answers(heard(LOOPED), alone=heard(LOOPED), sampled=heard(GOOD, temperature=0.4))

    found = told(hearing)

    assert text(found) == GOOD
    assert "sampled at temperature 0.4" in found.segment.notes


def test_the_first_stays_where_nothing_is_better_and_is_doubtful(
    hearing: Hearing, answers: Answers
) -> None:
    unsure = heard(GOOD, log_probability=-1.2)
    answers(
        unsure, alone=heard("no", log_probability=-3.0), sampled=heard("", log_probability=-9.0)
    )

    found = told(hearing)

    assert text(found) == GOOD
    assert found.segment.notes == ("uncertain",)
    assert (found.again, found.doubtful) == (True, True)


def test_speech_that_never_gives_words_is_inaudible(hearing: Hearing, answers: Answers) -> None:
    answers(heard(""), alone=heard(""), sampled=heard(""))

    found = told(hearing)

    (mark,) = found.segment.words
    assert (mark.text, mark.probability) == (f" {INAUDIBLE}", 0.0)
    assert (mark.start, mark.end) == (100.0, 108.0)
    assert found.segment.notes == ("speech without words",)
    (notice,) = notices_of([found], language="en")
    assert notice == f"8 s of speech gave no words and are marked {INAUDIBLE}: 1:40"


def test_words_invented_over_noise_give_way_to_the_mark(hearing: Hearing, answers: Answers) -> None:
    invented = heard("thanks for watching", log_probability=-1.3, no_speech=0.9)
    answers(invented, alone=heard(""), sampled=heard(""))

    assert text(told(hearing)) == INAUDIBLE


def test_another_language_is_decoded_as_such_and_without_prompts(
    hearing: Hearing, answers: Answers
) -> None:
    asked = answers(
        heard(GOOD), alone=heard("nous en avons deux", language="fr"), language=("fr", 0.95)
    )

    found = told(hearing, Request(language="en", prompt="A study.", hotwords="Airflow"))

    assert [(one.language, one.prompt, one.hotwords) for one in asked] == [("fr", "", "")]
    assert (found.language, found.sounds_like) == ("fr", "fr")
    assert "decoded as fr" in found.segment.notes
    others = [told_in("en", start=10.0 * n) for n in range(5)]
    assert notices_of([*others, found], language="en") == (
        "1 passage sounds like fr (decoded as fr): 1:40",
    )


def told_in(language: str, *, start: float = 0.0) -> Told:
    words = (Word(start=start, end=start + 9, text=" so", probability=0.9),)
    segment = whisper_hearing.Segment(start=start, end=start + 10, words=words)
    return Told(segment=segment, language=language, sounds_like=language)


def test_a_language_that_is_not_sure_is_none(hearing: Hearing, answers: Answers) -> None:
    answers(heard(GOOD), language=("fr", 0.5))

    assert told(hearing).sounds_like == ""


def test_a_wrong_language_in_the_sidecar_is_said(hearing: Hearing) -> None:
    spoken = [told_in("en", start=10.0 * n) for n in range(6)]

    (notice,) = alerts_of(spoken, language="fr", sure=1.0, given=True)

    assert notice.startswith("most of it sounds like en, but fr was written down")
    assert 'language = "en"' in notice


def test_an_echo_of_the_names_is_decoded_without_them(hearing: Hearing, answers: Answers) -> None:
    listed = "Airflow Silver Brook Laura Bennett dbt"
    asked = answers(heard(listed), alone=heard(GOOD))
    request = Request(language="en", hotwords=listed, told=tuple(listed.lower().split()))

    assert text(told(hearing, request)) == GOOD
    assert asked[0].hotwords == ""


def test_no_memory_for_a_third_try_costs_only_that(hearing: Hearing, answers: Answers) -> None:
    full = RuntimeError("CUDA failed with error out of memory")
    answers(heard(LOOPED), alone=heard(LOOPED), sampled=full)

    assert told(hearing).doubtful
    answers(heard(LOOPED), alone=heard(LOOPED), sampled=RuntimeError("something else"))
    with pytest.raises(StageError, match="something else"):
        told(hearing)
