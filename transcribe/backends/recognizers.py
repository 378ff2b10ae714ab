"""Which speech recognizers this machine has, and the best of them; opens none."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from transcribe.backends.models import (
    DEMO,
    WHISPER,
    ModelFolder,
    find_models,
    fingerprint,
    inspect,
    plain_name,
)
from transcribe.backends.whisper_folder import conversion, english_only
from transcribe.errors import MissingPartError
from transcribe.stages.asr import Recognizer
from transcribe.stages.engines import Engine

FASTER_WHISPER, POCKETSPHINX = "faster-whisper", "pocketsphinx"

BEST_FIRST = (
    *("large-v3-turbo", "large-v3", "large-v2", "large", "large-v1"),
    *("distil-large-v3.5", "distil-large-v3", "distil-large-v2"),
    *("medium", "medium.en", "distil-medium.en"),
    *("small", "small.en", "distil-small.en"),
    *("base", "base.en", "tiny", "tiny.en"),
)
"""Published models; by the error rates of their cards, turbo before large-v3 for its speed."""

UNKNOWN_RANK = 99 - 2 * BEST_FIRST.index("base") + 1
"""A model nobody here has measured stands between small and base."""
SPHINX_RANK, DEMO_RANK = 10, 1

ADVICE = "transcribe models fetch small"

DEMONSTRATION = (
    "the words come from a demonstration model, made for the recordings that ship: it is not for "
    "real ones"
)


def available(models: Path) -> tuple[Engine, ...]:
    """Every recognizer that could be opened, best first.

    Parameters
    ----------
    models
        The models folder; whole models in the Hugging Face cache count too.
    """
    engines: dict[str, Engine] = {}
    if find_spec("faster_whisper"):
        for folder in find_models(models):
            if folder.kind == WHISPER and folder.whole:
                engine = _whisper_engine(folder)
                engines.setdefault(engine.model, engine)
    found = list(engines.values())
    if find_spec("pocketsphinx"):
        found.append(_sphinx_engine())
    return tuple(sorted(found, key=lambda engine: (-engine.rank, engine.model)))


def choose(setting: str, models: Path, *, language: str | None) -> Engine:
    """The recognizer of a setting.

    Parameters
    ----------
    setting
        ``auto``, ``pocketsphinx``, the name of a model, or a folder.
    language
        ISO 639-1 code of the recording, or None when nobody wrote it down.

    Raises
    ------
    transcribe.errors.MissingPartError
        When what is named is missing or half, or nothing here knows the language.
    """
    if setting == "auto":
        return _best(models, language)
    engine = _sphinx(setting) or _named_model(setting, models)
    if not _knows(engine, language):
        raise _wrong_language(engine, language or "")
    return engine


def open_recognizer(
    engine: Engine,
    models: Path,
    *,
    device: str = "auto",
    compute_type: str = "auto",
    jobs: int = 0,
) -> Recognizer:
    """Open a recognizer that `available` or `choose` described.

    Parameters
    ----------
    jobs
        Cores to use; 0 for all.

    Raises
    ------
    transcribe.errors.MissingPartError
        When its weights are gone, or the named device cannot be used.
    """
    from transcribe.backends.device import cores

    jobs = jobs if jobs > 0 else cores()
    if engine.name == POCKETSPHINX:
        from transcribe.backends.sphinx import SphinxRecognizer

        return SphinxRecognizer(engine, jobs=jobs)
    from transcribe.backends.whisper import open_whisper

    folder = Path(engine.location) if engine.location else None
    if folder is None or not folder.is_dir():
        folder = next(
            (Path(e.location) for e in available(models) if e.model == engine.model), None
        )
    if folder is None:
        raise _missing(engine.model)
    opened = open_whisper(engine, folder, device=device, compute_type=compute_type, threads=jobs)
    if engine.model.startswith(DEMO):
        opened.notices.insert(0, DEMONSTRATION)
    return opened


def _best(models: Path, language: str | None) -> Engine:
    real = [engine for engine in available(models) if engine.rank > DEMO_RANK]
    for engine in real:
        if _knows(engine, language):
            return engine
    if real:
        raise _wrong_language(real[0], language or "")
    raise MissingPartError(
        "there is no speech recognizer on this machine",
        stage="asr",
        hint=f"{ADVICE}; for English drafts: pip install -e '.[embedded]' in the project's folder",
    )


def _sphinx(setting: str) -> Engine | None:
    if setting != POCKETSPHINX:
        return None
    if not find_spec("pocketsphinx"):
        raise MissingPartError(
            "pocketsphinx is not installed",
            stage="asr",
            hint="in the project's folder: pip install -e '.[embedded]'",
        )
    return _sphinx_engine()


def _named_model(setting: str, models: Path) -> Engine:
    if not find_spec("faster_whisper"):
        raise MissingPartError(
            "faster-whisper is not installed", stage="asr", hint="pip install faster-whisper"
        )
    path = Path(setting).expanduser()
    if path.is_dir():
        candidates = [inspect(path)]
    else:
        name = plain_name(setting.rsplit("/", maxsplit=1)[-1])
        candidates = [folder for folder in find_models(models) if folder.name == name]
    for folder in candidates:
        if folder.kind == WHISPER and folder.whole:
            return _whisper_engine(folder)
    if candidates:
        worst = candidates[0]
        lacks = "; ".join(worst.lacks) or f"it holds a model of another kind ({worst.kind})"
        raise MissingPartError(
            f"the model {setting!r} cannot be used: {lacks}",
            stage="asr",
            hint=conversion(worst.path) or _mend(setting),
        )
    raise _missing(setting)


def _missing(setting: str) -> MissingPartError:
    return MissingPartError(
        f"the model {setting!r} is not on this machine", stage="asr", hint=_mend(setting)
    )


def _mend(setting: str) -> str:
    name = plain_name(setting.rstrip("/").split("/")[-1])
    if name in BEST_FIRST:
        return f"transcribe models fetch {name}, or transcribe models import FOLDER"
    near = difflib.get_close_matches(name, BEST_FIRST, n=1, cutoff=0.7)
    guess = f"did you mean {near[0]!r}? " if near else ""
    return f"{guess}transcribe models import FOLDER; transcribe models list shows what is here"


def _knows(engine: Engine, language: str | None) -> bool:
    if language is None or not engine.languages:
        return True
    return language.split("-")[0].lower() in engine.languages


def _wrong_language(engine: Engine, language: str) -> MissingPartError:
    name = engine.name if engine.name == POCKETSPHINX else engine.model.split("@")[0]
    return MissingPartError(
        f"{name} knows only English, and this recording is in {language!r}",
        stage="asr",
        hint=f"get a recognizer for other languages: {ADVICE}",
    )


def _whisper_engine(folder: ModelFolder) -> Engine:
    return Engine(
        name=FASTER_WHISPER,
        model=f"{folder.name}@{fingerprint(folder.path)}",
        rank=_rank(folder.name),
        draft=folder.demo,
        libraries=_versions("faster-whisper", "ctranslate2"),
        advice=ADVICE if folder.demo else "",
        languages=("en",) if english_only(folder.path) else (),
        # A demonstration model learnt from prompts of some names; a guide's sixty terms confuse it.
        hears_hotwords=not folder.demo,
        location=str(folder.path.resolve()),
    )


def _rank(name: str) -> int:
    if name.startswith(DEMO):
        return DEMO_RANK
    if name in BEST_FIRST:
        return 99 - 2 * BEST_FIRST.index(name)
    return UNKNOWN_RANK


def _sphinx_engine() -> Engine:
    versions = _versions("pocketsphinx", "faster-whisper")
    return Engine(
        name=POCKETSPHINX,
        model=f"en-us@{versions.get('pocketsphinx', '')}",
        rank=SPHINX_RANK,
        draft=True,
        libraries=versions,
        advice=ADVICE,
        languages=("en",),
    )


@cache
def _versions(*names: str) -> dict[str, str]:
    return {name: version(name) for name in names if find_spec(name.replace("-", "_"))}
