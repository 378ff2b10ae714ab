"""Every figure that a reference and a result allow."""

from __future__ import annotations

from transcribe.errors import UsageError
from transcribe.evaluation.conversation import Conversation
from transcribe.evaluation.identifiers import identifier_figures
from transcribe.evaluation.speakers import role_accuracy, speaker_figures
from transcribe.evaluation.topics import guide_figures
from transcribe.evaluation.words import (
    Figures,
    cp_word_error_rate,
    word_diarization_error,
    word_error_rate,
)


def compare(ref: Conversation, hyp: Conversation) -> dict[str, Figures]:
    """Measure a result against a reference, as far as both hold the same kinds of things.

    Returns
    -------
    dict
        Any of ``words``, ``speaker_words``, ``diarization``, ``roles``, ``guide``,
        ``identifiers``.

    Raises
    ------
    UsageError
        When they have nothing in common.
    """
    figures: dict[str, Figures] = {}
    if ref.has_text and hyp.has_text:
        figures["words"] = word_error_rate(ref, hyp)
        if ref.has_speakers and hyp.has_speakers:
            figures["speaker_words"] = {
                **cp_word_error_rate(ref, hyp),
                **word_diarization_error(ref, hyp),
            }
    if ref.regions and hyp.regions:
        figures["diarization"] = speaker_figures(ref, hyp)
    if ref.has_roles and hyp.has_roles:
        figures["roles"] = role_accuracy(ref, hyp)
    if ref.has_guide and hyp.has_guide:
        figures["guide"] = guide_figures(ref, hyp)
    if ref.mentions is not None and hyp.mentions is not None:
        figures["identifiers"] = identifier_figures(ref, hyp)
    if not figures:
        raise UsageError(
            "the two files have nothing in common to compare",
            hint="words need text on both sides, speakers need times on both sides",
        )
    return figures
