"""The table of stages: what each needs, which engine runs it, and what its key holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from transcribe.core.codec import digest, shared_digest, to_json
from transcribe.run import stagework
from transcribe.run.job import TURNS, Job
from transcribe.run.parts import Parts
from transcribe.run.stagework import Outcome
from transcribe.stages import align as align_stage
from transcribe.stages import attribute as attribute_stage
from transcribe.stages import link as link_stage
from transcribe.stages import ready as ready_stage
from transcribe.stages import revise as revise_stage
from transcribe.stages import roundabout as roundabout_stage
from transcribe.stages import timing as timing_stage
from transcribe.stages.engines import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage.

    Attributes
    ----------
    version
        Raised by hand when the stage's results change; part of the key.
    needs
        Stages whose outputs are inputs, of those that a job goes through.
    engine
        Engine that would run it on a job.
    config
        What of the settings and the sidecar shapes the result.
    closes
        Kinds of opened engines that nobody needs after this step.
    """

    name: str
    version: int
    engine: Callable[[Job, Parts], Engine]
    config: Callable[[Job, Engine], Mapping[str, Any]]
    run: Callable[..., Outcome]
    needs: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()

    def needs_of(self, job: Job) -> tuple[str, ...]:
        """Stages of a job whose outputs are inputs; the last turns stand for those before."""
        needed = tuple(name for name in self.needs if name in job.stages)
        before = [name for name in TURNS if name in needed][:-1]
        return tuple(name for name in needed if name not in before)

    def fields(self, job: Job, engine: Engine) -> dict[str, Any]:
        """The fields of the key, in the form that provenance keeps."""
        inputs = {name: job.digest_of(name) for name in self.needs_of(job)}
        if not inputs:
            words = self.name == "read" and job.words_source
            inputs = {"file": words or job.source}
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


READER = Engine(name="reader", model="", rank=1)


def _guide_digest(job: Job) -> str | None:
    return shared_digest(job.guide, "title", "items") if job.guide else None


def _attribute_config(job: Job, engine: Engine) -> dict[str, Any]:
    interview = job.recording.interview
    return {
        "guide": _guide_digest(job),
        "speakers": list(interview.speakers) if interview.speakers else None,
        "interviewers": interview.interviewers,
        "fillers": job.settings["fillers"],
    }


def _link_config(job: Job, engine: Engine) -> dict[str, Any]:
    return {
        # By recording, so that provenance names those that were looked at.
        "heard": {
            one.recording: digest([one.decode.provenance["output_digest"], to_json(one.voices)])
            for one in job.heard
        },
        "interviewers": job.recording.interview.interviewers,
    }


def _voices(job: Job, parts: Parts) -> Engine:
    assert parts.voices is not None  # noqa: S101 - without an encoder no job is linked
    return parts.voices


STEPS = (
    Step(
        name="decode",
        version=2,
        engine=lambda job, parts: parts.decoder,
        config=lambda job, engine: {},
        run=stagework.decode,
    ),
    Step(
        name="asr",
        version=2,
        needs=("decode",),
        engine=lambda job, parts: parts.recognizer(job.expected_language),
        config=lambda job, engine: {
            "device": job.settings["asr.device"],
            "compute_type": job.settings["asr.compute_type"],
            "language": job.expected_language,
            "languages": list(job.settings["languages"]),
            "hotwords": digest(stagework.words_to_hear(job, engine)),
            "prompt": digest(stagework.prompt_of(job, engine)),
        },
        run=stagework.asr,
        closes=("recognizer",),
    ),
    Step(
        name="diarize",
        version=9,
        needs=("decode",),
        engine=lambda job, parts: parts.diarizer,
        config=lambda job, engine: {
            "speakers": list(job.recording.interview.speakers or ()),
            "device": job.settings["asr.device"],
        },
        run=stagework.diarize,
        closes=("diarizer",),
    ),
    Step(
        name="read",
        version=4,
        engine=lambda job, parts: READER,
        config=lambda job, engine: {"language": job.expected_language},
        run=stagework.read,
    ),
    Step(
        name="attribute",
        # One number for three modules: any of them makes the turns.
        version=attribute_stage.VERSION + ready_stage.VERSION + timing_stage.VERSION - 2,
        needs=("asr", "diarize", "read"),
        engine=lambda job, parts: parts.similarity,
        config=_attribute_config,
        run=stagework.attribute,
    ),
    Step(
        name="link",
        version=link_stage.VERSION,
        needs=("decode", "attribute"),
        engine=_voices,
        config=_link_config,
        run=stagework.link,
        closes=("voices",),
    ),
    Step(
        name="revise",
        version=revise_stage.VERSION,
        needs=("attribute", "link"),
        engine=lambda job, parts: READER,
        config=lambda job, engine: {"edits": digest(job.edits)},
        run=stagework.revise,
    ),
    Step(
        name="align",
        version=align_stage.VERSION,
        needs=("attribute", "link", "revise"),
        engine=lambda job, parts: parts.similarity,
        # The file's bytes as well: the transcript names the guide by their digest.
        config=lambda job, engine: {
            "guide": _guide_digest(job),
            "file": job.guide.sha256 if job.guide else None,
        },
        run=stagework.align,
    ),
    Step(
        name="hold",
        version=roundabout_stage.VERSION,
        needs=("attribute", "link", "revise"),
        engine=lambda job, parts: parts.encoder,
        config=lambda job, engine: {},
        run=stagework.hold,
        # The encoder is the one that attribute and align compare with, unless there is a better.
        closes=("similarity",),
    ),
    Step(
        name="detect",
        version=13,
        needs=("attribute", "link", "revise"),
        engine=lambda job, parts: parts.detector(job.language),
        config=lambda job, engine: {
            "identifiers": shared_digest(stagework.known_names(job)),
            "keep": list(job.settings["anonymization.keep"]),
        },
        run=stagework.detect,
    ),
)

STAGE_NAMES = tuple(step.name for step in STEPS)


def steps_of(job: Job) -> tuple[Step, ...]:
    """The stages a recording goes through."""
    return tuple(step for step in STEPS if step.name in job.stages)
