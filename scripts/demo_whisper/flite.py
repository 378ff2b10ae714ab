"""Flite through its library: sound, and when each word and phone of it sounds."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p, c_float, c_int, c_short, c_void_p
from dataclasses import dataclass
from typing import Any

import numpy as np

SAMPLE_RATE = 16_000

VOICES = ("slt", "rms", "awb", "kal16")

RESPELLED = {
    "mm-hmm": "um hum",
    "kubernetes": "cooper net ease",
    "kaggle": "caggull",
    "github": "git hub",
    "gitlab": "git lab",
    "grafana": "gruh fah nuh",
    "postgresql": "post gres cue ell",
    "tensorflow": "tensor flow",
    "pytorch": "pie torch",
    "scikit-learn": "sigh kit learn",
    "aws": "A. W. S.",
    "opencv": "open C. V.",
}
"""What flite is given for words it cannot say; as in ``scripts/interviews/voice.py``."""

_FIRST = "daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p.end"
_LAST = "daughtern.R:SylStructure.daughtern.daughtern.R:Segment.end"


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", c_char_p),
        ("sample_rate", c_int),
        ("num_samples", c_int),
        ("num_channels", c_int),
        ("samples", POINTER(c_short)),
    )


class _VoiceHead(ctypes.Structure):
    """The first fields of flite's ``cst_voice``."""

    _fields_ = (("name", c_char_p), ("features", c_void_p))


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A sentence as sound.

    Attributes
    ----------
    samples
        int16 at 16 kHz, from the first phone to the last.
    words
        Start and end of each word as written, in seconds from the first sample.
    phones
        Name and end of each phone, in seconds from the first sample.
    """

    samples: np.ndarray
    words: tuple[tuple[float, float], ...]
    phones: tuple[tuple[str, float], ...]


class Flite:
    """The four voices of the shipped recordings.

    Raises
    ------
    OSError
        When flite's library is not installed (Debian: ``libflite1``).
    """

    def __init__(self) -> None:
        self._library = _load("libflite.so.1")
        for part in ("usenglish", "cmulex"):
            _load(f"libflite_{part}.so.1")
        self._library.flite_init()
        self._voices = {}
        for name in VOICES:
            register = getattr(_load(f"libflite_cmu_us_{name}.so.1"), f"register_cmu_us_{name}")
            register.restype, register.argtypes = c_void_p, (c_char_p,)
            self._voices[name] = register(None)

    def speak(
        self, sentence: str, *, voice: str, stretch: float = 1.0, pitch: float = 0.0
    ) -> Utterance | None:
        """Speak a sentence; None when flite cuts it into other words than it is written in.

        Parameters
        ----------
        stretch
            Factor on durations; above 1 is slower.
        pitch
            Mean in hertz; 0 leaves the voice its own.
        """
        library = self._library
        said = [_respell(token) for token in sentence.split()]
        features = ctypes.cast(self._voices[voice], POINTER(_VoiceHead)).contents.features
        library.feat_set_float(features, b"duration_stretch", stretch)
        if pitch:
            library.feat_set_float(features, b"int_f0_target_mean", pitch)
        utterance = library.flite_synth_text(" ".join(said).encode(), self._voices[voice])
        if not utterance:
            return None
        try:
            return self._read(utterance, [len(token.split()) for token in said])
        finally:
            library.delete_utterance(utterance)

    def _read(self, utterance: int, parts: list[int]) -> Utterance | None:
        wave = self._library.utt_wave(utterance).contents
        tokens = [
            (self._library.ffeature_float(item, _FIRST.encode()), self._end(item))
            for item in self._items(utterance, b"Token")
        ]
        phones = [
            (
                self._library.ffeature_string(item, b"name").decode(),
                float(self._library.ffeature_float(item, b"end")),
            )
            for item in self._items(utterance, b"Segment")
        ]
        sounding = [index for index, (name, _) in enumerate(phones) if name != "pau"]
        if len(tokens) != sum(parts) or wave.sample_rate != SAMPLE_RATE or not sounding:
            return None
        first = phones[sounding[0] - 1][1] if sounding[0] else 0.0
        phones = phones[sounding[0] : sounding[-1] + 1]
        words, position = [], 0
        for count in parts:
            own = tokens[position : position + count]
            words.append((own[0][0] - first, own[-1][1] - first))
            position += count
        samples = np.ctypeslib.as_array(wave.samples, shape=(wave.num_samples,))
        begin, end = round(first * SAMPLE_RATE), round(phones[-1][1] * SAMPLE_RATE)
        return Utterance(
            samples=samples[begin:end].copy(),
            words=tuple(words),
            phones=tuple((name, until - first) for name, until in phones),
        )

    def _end(self, item: int) -> float:
        return float(self._library.ffeature_float(item, _LAST.encode()))

    def _items(self, utterance: int, relation: bytes) -> list[int]:
        item = self._library.relation_head(self._library.utt_relation(utterance, relation))
        found = []
        while item:
            found.append(item)
            item = self._library.item_next(item)
        return found


def _load(name: str) -> Any:
    library = ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    if name.startswith("libflite.so"):
        signatures: dict[str, tuple[Any, tuple[Any, ...]]] = {
            "flite_synth_text": (c_void_p, (c_char_p, c_void_p)),
            "utt_wave": (POINTER(_Wave), (c_void_p,)),
            "utt_relation": (c_void_p, (c_void_p, c_char_p)),
            "relation_head": (c_void_p, (c_void_p,)),
            "item_next": (c_void_p, (c_void_p,)),
            "ffeature_float": (c_float, (c_void_p, c_char_p)),
            "ffeature_string": (c_char_p, (c_void_p, c_char_p)),
            "feat_set_float": (None, (c_void_p, c_char_p, c_float)),
            "delete_utterance": (None, (c_void_p,)),
        }
        for function, (result, arguments) in signatures.items():
            bound = getattr(library, function)
            bound.restype, bound.argtypes = result, arguments
    return library


def _respell(token: str) -> str:
    bare = token.strip(".,?!")
    spelled = RESPELLED.get(bare.lower())
    return token if spelled is None else token.replace(bare, spelled)
