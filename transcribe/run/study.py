"""The study step on disk: from current artefacts and review logs to the private transcripts.

Opens no model; writes a file only when its bytes change, so that a sign-off stays valid. What a
change cannot touch is not looked at again: a decision costs what it changes, not what there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from transcribe.config import Settings
from transcribe.core.codec import digest
from transcribe.core.pii import Entity, EntitySet, normalize
from transcribe.core.recording import Recording
from transcribe.run import carried as keeping
from transcribe.run.carried import Carried, CarriedStudy
from transcribe.run.index import stamp_of
from transcribe.run.progress import review_facts
from transcribe.run.pseudonyms import read_table as read_table
from transcribe.run.pseudonyms import write_table as write_table
from transcribe.run.reviewlog import read_decisions
from transcribe.run.sources import merge_identifiers, remembered
from transcribe.run.standing import listed_identifiers, load_standing, whole_standing
from transcribe.run.store import Workspace
from transcribe.run.transcripts import write_transcript, written_state
from transcribe.stages.forms_of_names import is_unknown_word, recognizable, recognize_forms
from transcribe.stages.mentions import KnownName, Match, known_names
from transcribe.stages.propagate import propagate
from transcribe.stages.pseudonymize import settle
from transcribe.stages.study_names import confirmed_names, names_of_study
from transcribe.stages.surrogates import give_public_ids
from transcribe.stages.touching import Changed, Spoken, spoken
from transcribe.stages.variants import KnownNames

REFRESHED = "study"
"""Entry of the index: the study step was done with the files as they are."""

MOST_CHANGED = 40
"""Names that may change before every recording is searched anew: to ask for each costs as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySettings:
    """What the study step needs of the settings.

    Attributes
    ----------
    policies
        Entity type to policy; the stage's own where a type is missing.
    keep
        Names the study declares public.
    """

    policies: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> StudySettings:
        """The study step's part of resolved settings."""
        return cls(
            policies=settings.policies,
            keep=tuple(settings["anonymization.keep"]),
        )


def refresh(
    workspace: Workspace, *, settings: StudySettings, told: Iterable[Recording] = ()
) -> None:
    """Bring every private transcript of the study up to date.

    Where nothing was written since the last time, neither what it reads nor what it wrote, nothing
    is to be done: a run that finds one new recording among hundreds, or none, is told so at once.

    Parameters
    ----------
    told
        Recordings of which what ``status`` tells is worked out as well: nobody waits for it here.

    Raises
    ------
    TranscribeError
        When the table of pseudonyms is damaged: numbers must not be given anew by accident.
    """
    read = {recording: _inputs(workspace, recording) for recording in workspace.ids()}
    around = digest([stamp_of([workspace.study_log]), settings])
    if not workspace.index.holds(REFRESHED, [digest(read), around, _outputs(workspace)]):
        _Step(workspace, settings, read).carry_through()
        # What was written meanwhile, like a word of the review page, is not in the stamps: they
        # were taken before anything was read.
        workspace.index.note(REFRESHED, [digest(read), around, _outputs(workspace)])
    for recording in told:
        review_facts(workspace, recording)
    workspace.index.keep()


class _Step:
    """One study step.

    Parameters
    ----------
    read
        Recording to a digest of the files that are read of it, as they are now.
    """

    def __init__(
        self, workspace: Workspace, settings: StudySettings, read: Mapping[str, str]
    ) -> None:
        self.workspace, self.settings, self.read = workspace, settings, read
        self.before = keeping.read_study(workspace)
        self.decisions = read_decisions(workspace)

    def carry_through(self) -> None:
        """Carry decisions and names through the study, and write what changes."""
        workspace, before = self.workspace, self.before
        kept = {name: one for name in self.read if (one := self._kept(name)) is not None}
        languages = {recording: one.language for recording, one in kept.items()}
        own = {recording: one.own for recording, one in kept.items()}
        sure = confirmed_names(own.values(), self.decisions)
        looked = self._still_looked(sure)
        found = recognize_forms(
            own, sure=sure, said=self.decisions.said, languages=languages, looked=looked
        )
        public = {normalize(name) for name in self.settings.keep}
        names = names_of_study(found.values(), decisions=self.decisions, kept=public)
        mentions = self._mentions(kept, found, names)
        results, table, owners = settle(
            mentions,
            languages=languages,
            sure=sure,
            decisions=self.decisions,
            table=read_table(workspace),
            policies=self.settings.policies,
            listed=known_names(merge_identifiers(one.listed for one in kept.values())),
            owners=before.owners,
        )
        # The table first: a transcript never shows a number that the table does not hold.
        chosen = [one.public_id for one in kept.values() if one.public_id]
        write_table(workspace, give_public_ids(table, sorted(kept), chosen=chosen))
        digests = {}
        for recording, one in kept.items():
            settled = results[recording]
            now = replace(
                one,
                found=found[recording].entities,
                mentions=mentions[recording],
                shown=keeping.shown_of(settled),
            )
            if (now.mentions, now.shown) != (one.mentions, one.shown):
                write_transcript(workspace, recording, settled)
            if now == one:
                digests[recording] = before.kept[recording]
            else:
                digests[recording] = keeping.write_recording(workspace, recording, now)
            workspace.index.note(f"carried {recording}", self._stamp(recording))
        keeping.write_study(
            workspace,
            CarriedStudy(
                sure=recognizable(sure),
                names=names,
                looked=self._looked_now(kept, looked),
                owners=owners,
                kept=digests,
            ),
        )

    def _stamp(self, recording: str) -> list[str]:
        return [self.read[recording], written_state(self.workspace, recording)]

    def _kept(self, recording: str) -> Carried | None:
        """What was kept of a recording where it holds, else what its artefacts say."""
        if self.workspace.index.holds(f"carried {recording}", self._stamp(recording)):
            known = self.before.kept.get(recording)
            kept = keeping.read_recording(self.workspace, recording, known)
            if kept is not None:
                return kept
        standing = load_standing(self.workspace, recording)
        if standing is None:
            return None
        source = remembered(self.workspace, recording)
        return Carried(
            language=standing.transcript.language,
            own=standing.entities,
            listed=listed_identifiers(self.workspace, recording),
            public_id=source.interview.public_id or "" if source else "",
            spoken=keeping.write_spoken(self.workspace, recording, spoken(standing.transcript)),
        )

    def _spoken(self, recording: str, one: Carried) -> Spoken:
        said = keeping.read_spoken(self.workspace, recording, one.spoken)
        if said is None:
            said = spoken(whole_standing(self.workspace, recording).transcript)
            keeping.write_spoken(self.workspace, recording, said)
        return said

    def _still_looked(self, sure: set[tuple[str, str]]) -> dict[str, dict[str, Match | None]]:
        """Unknown words that stand for the names they stood for."""
        changed = Changed(recognizable(sure) ^ self.before.sure)
        if len(changed) > MOST_CHANGED:
            return {}
        return {
            language: {
                word: match
                for word, match in words.items()
                if not changed.touch(word, language=language)
            }
            for language, words in self.before.looked.items()
        }

    def _looked_now(
        self, kept: Mapping[str, Carried], looked: Mapping[str, Mapping[str, Match | None]]
    ) -> dict[str, dict[str, Match | None]]:
        """What was looked up of the unknown words that are there and still waiting."""
        words: dict[str, dict[str, Match | None]] = {}
        for recording, one in kept.items():
            known = looked.get(one.language, {})
            there = words.setdefault(one.language, {})
            for entity in one.own.entities:
                if is_unknown_word(entity) and self.decisions.said(entity, recording) is None:
                    there[entity.text] = known[entity.text]
        return words

    def _mentions(
        self,
        kept: Mapping[str, Carried],
        found: Mapping[str, EntitySet],
        names: frozenset[KnownName],
    ) -> dict[str, tuple[Entity, ...]]:
        """Mentions of each recording: those it had, where no name that changed touches it."""
        changed = Changed(names ^ (self.before.names or frozenset()))
        everything = self.before.names is None or len(changed) > MOST_CHANGED
        finders: dict[str, KnownNames] = {}
        mentions = {}
        for recording, one in kept.items():
            own, anew = found[recording], everything or one.found is None
            if not anew and not len(changed) and own.entities == one.found:
                mentions[recording] = one.mentions
                continue
            said = self._spoken(recording, one)
            if one.language not in finders:
                # One finder a language: it remembers what it has compared.
                finders[one.language] = KnownNames(names, language=one.language)
            known = finders[one.language]
            stale = (
                said.texts.keys()
                if anew
                else changed.turns(said, others=known.forms) | _differing(own, one)
            )
            mentions[recording] = _searched(said, own, one, stale, known)
        return mentions


def _differing(own: EntitySet, before: Carried) -> set[str]:
    """Turns in which something else was found than before."""
    return {one.turn for one in {*own.entities} ^ {*(before.found or ())}}


def _searched(
    said: Spoken,
    own: EntitySet,
    before: Carried,
    stale: Collection[str],
    known: KnownNames,
) -> tuple[Entity, ...]:
    """Mentions of a recording, of which some turns are searched for names again."""
    texts = {turn: text for turn, text in said.texts.items() if turn in stale}
    by_turn: dict[str, list[Entity]] = {}
    kept = (one for one in before.mentions if one.turn not in stale)
    for one in (*kept, *propagate(texts, own, known=known)):
        by_turn.setdefault(one.turn, []).append(one)
    return tuple(one for turn in said.texts for one in by_turn.get(turn, ()))


def _inputs(workspace: Workspace, recording: str) -> str:
    """Digest of everything that the study step reads of a recording, as it is now."""
    folder = workspace.folder(recording)
    paths = [folder / "current.json", folder / "recording.json", folder / "review.jsonl"]
    current = workspace.current(recording)
    paths += [folder / stage / key / "output.json" for stage, key in current.items()]
    return digest([str(path) for path in paths] + [stamp_of(paths)])


def _outputs(workspace: Workspace) -> str:
    """Digest of everything that the study step writes, as it is now."""
    written = [written_state(workspace, recording) for recording in workspace.ids()]
    return digest([stamp_of([workspace.pseudonyms_path]), written])
