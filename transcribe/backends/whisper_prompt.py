"""What Whisper is told before it listens: the study's prompt and the words worth listening for.

The decoder holds 448 tokens, prompt and answer together. faster-whisper allows each of prompt and
hotwords 223: both at their longest leave room for no answer at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from transcribe.backends.whisper_model import Request
from transcribe.stages.tokens import WORD, fold

CONTEXT_TOKENS = 448
PROMPT_TOKENS = 200
"""Leaves 240 for the answer: thirty seconds of fast speech."""
LONGEST_STUDY_PROMPT = 100
OVERHEAD = 8
"""Marks of language, task and time."""

CountTokens = Callable[[str], int]


def token_counter(folder: Path) -> CountTokens:
    """How many tokens a text is to the model of a folder."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def count(text: str) -> int:
        return len(tokenizer.encode(f" {text.strip()}", add_special_tokens=False).ids)

    return count


def build_request(
    count: CountTokens,
    *,
    language: str,
    hotwords: Sequence[str],
    prompt: str = "",
    candidates: tuple[str, ...] = (),
    beam: int = 5,
) -> Request:
    """A request whose prompt leaves the model room to answer.

    Parameters
    ----------
    hotwords
        Most wanted first: the last are left out when there are too many.
    prompt
        The study's own; its end is left out where it is too long.
    """
    said = _shortened(" ".join(prompt.split()), count)
    used = count(said) if said else 0
    kept: list[str] = []
    for word in hotwords:
        tried = ", ".join([*kept, word])
        if used + count(tried) > PROMPT_TOKENS:
            break
        kept.append(word)
    listed = ", ".join(kept)
    spent = used + (count(listed) if listed else 0)
    return Request(
        language=language,
        candidates=candidates,
        prompt=said,
        hotwords=listed,
        told=tuple(fold(found.group()) for found in WORD.finditer(f"{listed} {said}")),
        most_tokens=CONTEXT_TOKENS - spent - OVERHEAD,
        beam=beam,
    )


def _shortened(prompt: str, count: CountTokens) -> str:
    words = prompt.split()
    while words and count(" ".join(words)) > LONGEST_STUDY_PROMPT:
        words.pop()
    return " ".join(words)
