"""The stages of one recording as the executor sees them: what each needs, and how it is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from transcribe.config import Settings
from transcribe.core.asr import AsrResult
from transcribe.core.codec import digest, from_json
from transcribe.core.diarization import Diarization
from transcribe.core.guide import Guide
from transcribe.core.recording import Audio, DecodedFacts, Identifiers, Recording
from transcribe.core.transcript import Transcript
from transcribe.run.parts import Bench, Parts
from transcribe.run.store import Artefact, FileWriter
from transcribe.stages import align as align_stage
from transcribe.stages import attribute as attribute_stage
from transcribe.stages.engines import Engine, ProgressHook
from transcribe.stages.wording import drop_fillers, hotwords

AUDIO_FILE = "audio.flac"


@dataclass(slots=True, kw_only=True)
class Job:
    """One recording on its way; the only mutable thing here, owned by the executor.

    Attributes
    ----------
    source
        SHA-256 of the recording's file.
    names
        Identifiers of all sidecars of the study, merged.
    artefacts
        Stage to the artefact that is current for it.
    """

    recording: Recording
    settings: Settings
    source: str
    guide: Guide | None = None
    names: Identifiers = field(default_factory=Identifiers)
    artefacts: dict[str, Artefact] = field(default_factory=dict)

    def digest_of(self, stage: str) -> str:
        """Digest of a finished stage's output."""
        return str(self.artefacts[stage].provenance["output_digest"])

    def value(self, stage: str, kind: type[Any]) -> Any:
        """Output of a finished stage."""
        return from_json(kind, self.artefacts[stage].output)

    @property
    def facts(self) -> DecodedFacts:
        """What decode said."""
        found: DecodedFacts = self.value("decode", DecodedFacts)
        return found

    @property
    def language(self) -> str:
        """Language of the words: heard, or as the sidecar says."""
        if "asr" in self.artefacts:
            return str(self.artefacts["asr"].output["language"])
        return expected_language(self) or "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What running a step gives: a value, files beside it, and provenance worth keeping."""

    value: Any
    files: Mapping[str, FileWriter] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage.

    Attributes
    ----------
    version
        Raised by hand when the stage's results change; part of the key.
    needs
        Stages whose outputs are inputs.
    engine
        Engine that would run it on a job.
    config
        What of the settings and the sidecar shapes the result.
    bench
        Kinds of opened engines that nobody needs after this step.
    """

    name: str
    version: int
    needs: tuple[str, ...]
    engine: Callable[[Job, Parts], Engine]
    config: Callable[[Job, Engine], Mapping[str, Any]]
    run: Callable[[Job, Parts, Bench, Engine, ProgressHook], Outcome]
    closes: tuple[str, ...] = ()

    def fields(self, job: Job, engine: Engine) -> dict[str, Any]:
        """The fields of the key, in the form that provenance keeps."""
        inputs = {name: job.digest_of(name) for name in self.needs}
        if not self.needs:
            inputs = {"file": job.source}
        return {
            "stage": self.name,
            "version": self.version,
            "config": dict(self.config(job, engine)),
            "engine": {
                "name": engine.name,
                "model": engine.model,
                "libraries": dict(engine.libraries),
            },
            "inputs": inputs,
        }


def expected_language(job: Job) -> str | None:
    """Language from the sidecar, or the study's only one."""
    if job.recording.interview.language:
        return job.recording.interview.language
    languages: tuple[str, ...] = job.settings["languages"]
    return languages[0] if len(languages) == 1 else None


def load_audio(job: Job, parts: Parts) -> Audio:
    """The decoded sound of a job, from its artefact."""
    facts = job.facts
    samples = parts.load_audio(job.artefacts["decode"].path / AUDIO_FILE)
    return Audio(
        samples=samples,
        sample_rate=facts.sample_rate,
        channels=facts.channels,
        container_duration=facts.container_duration,
        codec=facts.codec,
        decoder=facts.decoder,
    )


def _decode(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    decoder = parts.open_decoder()
    audio = decoder.decode(Path(job.recording.path))
    hook(0.8)
    facts = parts.describe_audio(audio)
    return Outcome(value=facts, files={AUDIO_FILE: lambda path: parts.save_audio(audio, path)})


def _hotwords(job: Job, engine: Engine) -> tuple[str, ...]:
    if not engine.hears_hotwords:
        return ()
    return hotwords(job.guide, job.recording.identifiers, job.settings["asr.hotwords"])


def _asr(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    recognizer = bench.get("recognizer", engine, lambda: parts.open_recognizer(engine))
    result = recognizer.recognize(
        load_audio(job, parts),
        language=expected_language(job),
        hotwords=_hotwords(job, engine),
        progress=hook,
    )
    return Outcome(
        value=result, facts={"device": result.device, "compute_type": result.compute_type}
    )


def _diarize(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    diarizer = bench.get("diarizer", engine, lambda: parts.open_diarizer(engine))
    result = diarizer.diarize(
        load_audio(job, parts), speakers=job.recording.interview.speakers, progress=hook
    )
    return Outcome(value=result, facts={"device": result.device})


def _attribute(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    asr: AsrResult = job.value("asr", AsrResult)
    if job.settings["fillers"] == "drop":
        asr = drop_fillers(asr)
    similarity = bench.get("similarity", engine, lambda: parts.open_similarity(engine))
    facts = job.facts
    transcript = attribute_stage.attribute(
        asr,
        job.value("diarize", Diarization),
        duration=facts.duration,
        guide=job.guide,
        similarity=similarity,
        interview=job.recording.interview,
    )
    return Outcome(value=replace(transcript, notices=(*facts.notices, *transcript.notices)))


def _align(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    assert job.guide is not None  # noqa: S101 - `steps_of` leaves align out without a guide
    similarity = bench.get("similarity", engine, lambda: parts.open_similarity(engine))
    alignment = align_stage.align(job.value("attribute", Transcript), job.guide, similarity)
    texts = {item.id: item.text for item in job.guide.askable}
    guide = {"file": job.guide.file, "sha256": job.guide.sha256, "items": texts}
    return Outcome(value=alignment, facts={"guide": guide})


def _detect(job: Job, parts: Parts, bench: Bench, engine: Engine, hook: ProgressHook) -> Outcome:
    language = job.language
    detector = bench.get(
        f"detector-{language}", engine, lambda: parts.open_detector(engine, language)
    )
    entities = detector.detect(
        job.value("attribute", Transcript),
        identifiers=job.names,
        keep=job.settings["anonymization.keep"],
    )
    return Outcome(value=entities)


def _guide_digest(job: Job) -> str | None:
    return digest([job.guide.title, job.guide.items]) if job.guide else None


def _interview_config(job: Job, engine: Engine) -> dict[str, Any]:
    interview = job.recording.interview
    return {
        "guide": _guide_digest(job),
        "speakers": list(interview.speakers) if interview.speakers else None,
        "interviewers": interview.interviewers,
        "fillers": job.settings["fillers"],
    }


STEPS = (
    Step(
        name="decode",
        version=1,
        needs=(),
        engine=lambda job, parts: parts.decoder,
        config=lambda job, engine: {},
        run=_decode,
    ),
    Step(
        name="asr",
        version=1,
        needs=("decode",),
        engine=lambda job, parts: parts.recognizer(expected_language(job)),
        config=lambda job, engine: {
            "device": job.settings["asr.device"],
            "compute_type": job.settings["asr.compute_type"],
            "language": expected_language(job),
            "hotwords": digest(_hotwords(job, engine)),
        },
        run=_asr,
        closes=("recognizer",),
    ),
    Step(
        name="diarize",
        version=1,
        needs=("decode",),
        engine=lambda job, parts: parts.diarizer,
        config=lambda job, engine: {
            "speakers": list(job.recording.interview.speakers or ()),
            "device": job.settings["asr.device"],
        },
        run=_diarize,
        closes=("diarizer",),
    ),
    Step(
        name="attribute",
        version=attribute_stage.VERSION,
        needs=("asr", "diarize"),
        engine=lambda job, parts: parts.similarity,
        config=_interview_config,
        run=_attribute,
    ),
    Step(
        name="align",
        version=align_stage.VERSION,
        needs=("attribute",),
        engine=lambda job, parts: parts.similarity,
        config=lambda job, engine: {"guide": _guide_digest(job)},
        run=_align,
        closes=("similarity",),
    ),
    Step(
        name="detect",
        version=1,
        needs=("attribute",),
        engine=lambda job, parts: parts.detector(job.language),
        config=lambda job, engine: {
            "identifiers": digest(job.names),
            "keep": list(job.settings["anonymization.keep"]),
        },
        run=_detect,
    ),
)

STAGE_NAMES = tuple(step.name for step in STEPS)


def steps_of(job: Job) -> tuple[Step, ...]:
    """The stages a recording goes through: without a guide there is nothing to align."""
    return tuple(step for step in STEPS if job.guide is not None or step.name != "align")
