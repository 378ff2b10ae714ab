"""How each stage is run: its inputs from artefacts, its engine from the bench, its value back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from transcribe.core.asr import AsrResult
from transcribe.core.diarization import Diarization
from transcribe.core.hints import Hints
from transcribe.core.recording import Audio, Identifiers
from transcribe.core.transcript import Transcript
from transcribe.errors import AudioError, StageError
from transcribe.run.job import BOTH, READY, Job
from transcribe.run.parts import Bench, Parts
from transcribe.run.sources import merge_identifiers
from transcribe.run.store import FileWriter
from transcribe.stages import align as align_stage
from transcribe.stages import attribute as attribute_stage
from transcribe.stages import link as link_stage
from transcribe.stages import revise as revise_stage
from transcribe.stages import roundabout
from transcribe.stages.engines import Engine, ProgressHook
from transcribe.stages.ready import assign_roles_ready, names_as_identifiers
from transcribe.stages.timing import time_turns
from transcribe.stages.wording import drop_fillers, hotwords

AUDIO_FILE = "audio.flac"
LEVELS_FILE = "levels.npy"
UNDETERMINED = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What running a stage gives: a value, files beside it, and provenance worth keeping."""

    value: Any
    files: Mapping[str, FileWriter] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def load_audio(job: Job, parts: Parts) -> Audio:
    """The decoded sound of a job, from its artefact.

    Raises
    ------
    StageError
        When it was deleted on purpose.
    """
    _check_audio(job)
    facts = job.facts
    return Audio(
        samples=parts.load_audio(job.artefacts["decode"].path / AUDIO_FILE),
        sample_rate=facts.sample_rate,
        channels=facts.channels,
        container_duration=facts.container_duration,
        codec=facts.codec,
        decoder=facts.decoder,
        levels=parts.load_levels(job.artefacts["decode"].path / LEVELS_FILE),
    )


def _check_audio(job: Job) -> None:
    if job.audio_gone:
        raise StageError(
            "its audio was deleted (transcribe purge), so this cannot be done again",
            recording=job.recording.id,
            hint="put the audio back beside its sidecar, if there is a copy",
        )


def words_to_hear(job: Job, engine: Engine) -> tuple[str, ...]:
    """Hotwords of a job; none for an engine that does not listen to them."""
    if not engine.hears_hotwords:
        return ()
    return hotwords(job.guide, job.recording.identifiers, job.settings["asr.hotwords"])


def prompt_of(job: Job, engine: Engine) -> str:
    """The study's prompt; empty for an engine that takes none."""
    return str(job.settings["asr.prompt"] or "") if engine.hears_hotwords else ""


def decode(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """Any container to FLAC at 16 kHz."""
    _check_audio(job)
    audio = parts.open_decoder().decode(Path(job.recording.path))
    hook(0.8)
    files = {AUDIO_FILE: lambda path: parts.save_audio(audio, path)}
    if audio.levels is not None:
        files[LEVELS_FILE] = lambda path: parts.save_levels(audio.levels, path)
    return Outcome(value=parts.describe_audio(audio), files=files)


def asr(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """Sound to words."""
    recognizer = bench.get("recognizer", engine, lambda: parts.open_recognizer(engine))
    result = recognizer.recognize(
        load_audio(job, parts),
        language=job.expected_language,
        hotwords=words_to_hear(job, engine),
        progress=hook,
        prompt=prompt_of(job, engine),
        candidates=job.settings["languages"],
    )
    return Outcome(
        value=result, facts={"device": result.device, "compute_type": result.compute_type}
    )


def diarize(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """Sound to speakers' regions."""
    diarizer = bench.get("diarizer", engine, lambda: parts.open_diarizer(engine))
    result = diarizer.diarize(
        load_audio(job, parts), speakers=job.recording.interview.speakers, progress=hook
    )
    return Outcome(value=result, facts={"device": result.device})


def read(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """A ready-made transcript as it came, with the names its labels bear."""
    transcript = parts.read_transcript(job.words_path)
    language = job.expected_language
    if language or transcript.language == UNDETERMINED:
        transcript = replace(transcript, language=language or "en")
    return Outcome(value=transcript)


def attribute(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """Turns of speakers with roles, from recognized words or from a ready-made transcript."""
    similarity = bench.get("similarity", engine, lambda: parts.open_similarity(engine))
    interview = job.recording.interview
    if job.kind in (READY, BOTH):
        transcript: Transcript = job.value("read", Transcript)
        if job.kind == BOTH:
            heard: AsrResult = job.value("asr", AsrResult)
            transcript = time_turns(transcript, heard, duration=job.facts.duration)
        transcript = assign_roles_ready(
            transcript, guide=job.guide, similarity=similarity, interview=interview
        )
        return _turns(transcript)
    words: AsrResult = job.value("asr", AsrResult)
    if job.settings["fillers"] == "drop":
        words = drop_fillers(words)
    transcript = attribute_stage.attribute(
        words,
        job.value("diarize", Diarization),
        duration=job.facts.duration,
        guide=job.guide,
        similarity=similarity,
        interview=interview,
    )
    return _turns(replace(transcript, notices=(*job.facts.notices, *transcript.notices)))


def _turns(transcript: Transcript) -> Outcome:
    # Asked for by every later look at the recording, which need not read all its words for it.
    roles = {one.label: [one.role, one.margin] for one in transcript.speakers}
    return Outcome(value=transcript, facts={"language": transcript.language, "roles": roles})


def link(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """Open roles by the voices of sure interviewers of other recordings.

    Voices become numbers inside the comparison alone; what comes out, and is kept, is who asks,
    by how much, and in which recordings the voice was heard.
    """
    assert parts.open_voices is not None  # noqa: S101 - a job is linked only with an encoder
    assert parts.read_excerpt is not None  # noqa: S101
    transcript = job.turns(before="link")
    _check_audio(job)
    own = _excerpts(job, transcript, parts)
    names, voices, unread = [], [], []
    for other in job.heard:
        try:
            sound = other.decode.path / AUDIO_FILE
            found = [parts.read_excerpt(sound, voice) for voice in other.voices]
        except AudioError:
            # What is wrong with another recording keeps nobody from this one.
            unread.append(other.recording)
            continue
        names += [other.recording] * len(found)
        voices += found
    hook(0.3)
    if len(own) < 2 or not voices:
        return Outcome(value=transcript, facts={"voices": {}, "unread": unread})
    opener = parts.open_voices
    comparer = bench.get("voices", engine, lambda: opener(engine))
    likeness = comparer.compare(voices, list(own.values()))
    heard = [
        link_stage.HeardVoice(recording=name, likeness=dict(zip(own, row, strict=True)))
        for name, row in zip(names, likeness.rows, strict=True)
    ]
    linked = link_stage.link(
        transcript, heard, limits=likeness.limits, interview=job.recording.interview
    )
    said = {
        label: {
            "role": linked.transcript.speaker(label).role,
            "recordings": list(recordings),
            "margin": linked.margin,
        }
        for label, recordings in linked.recordings.items()
    }
    return Outcome(
        value=linked.transcript, facts={"voices": said, "by": likeness.by, "unread": unread}
    )


def _excerpts(job: Job, transcript: Transcript, parts: Parts) -> dict[str, link_stage.Excerpt]:
    """Label to the voice of every speaker of a job who says enough."""
    assert parts.read_excerpt is not None  # noqa: S101
    sound = job.artefacts["decode"].path / AUDIO_FILE
    where = {one.label: link_stage.stretches(transcript, one.label) for one in transcript.speakers}
    return {label: parts.read_excerpt(sound, one) for label, one in where.items() if one}


def revise(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """The turns with a person's edits laid over them."""
    revised = revise_stage.revise(job.turns(before="revise"), job.edits)
    return Outcome(value=revised.transcript, facts={"stale": list(revised.stale)})


def align(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """Turns to the questions of the guide."""
    assert job.guide is not None  # noqa: S101 - `Job.stages` leaves align out without a guide
    similarity = bench.get("similarity", engine, lambda: parts.open_similarity(engine))
    alignment = align_stage.align(job.transcript, job.guide, similarity)
    texts = {item.id: item.text for item in job.guide.askable}
    guide = {"file": job.guide.file, "sha256": job.guide.sha256, "items": texts}
    return Outcome(value=alignment, facts={"guide": guide})


def hold(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """Turns that may ask to be held back, by what their sentences mean."""
    if job.language != roundabout.LANGUAGE:
        return Outcome(value=Hints(notices=(roundabout.ENGLISH_ONLY,)))
    if engine.name == roundabout.PHRASES:
        return Outcome(value=Hints(notices=(roundabout.NO_ENCODER,)))
    encoder = bench.get("similarity", engine, lambda: parts.open_encoder(engine))
    return Outcome(value=roundabout.find_hints(job.transcript, encoder))


def known_names(job: Job) -> Identifiers:
    """Names of all sidecars, and those that the labels of a ready-made transcript give away."""
    if "read" not in job.artefacts:
        return job.names
    return merge_identifiers([job.names, names_as_identifiers(job.value("read", Transcript))])


def detect(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    """Identifying spans of the turns."""
    language = job.language
    detector = bench.get(
        f"detector-{language}", engine, lambda: parts.open_detector(engine, language)
    )
    return Outcome(
        value=detector.detect(
            job.transcript,
            identifiers=known_names(job),
            keep=job.settings["anonymization.keep"],
        )
    )
