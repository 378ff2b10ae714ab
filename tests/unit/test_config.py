"""Which layer wins, and what a wrong value says."""

from __future__ import annotations

from datetime import date

import pytest

from transcribe.config import OPTIONS, resolve
from transcribe.errors import UsageError


def test_flag_beats_environment_beats_study_beats_default() -> None:
    study = {"asr.model": "small", "fillers": "drop", "release.k": 5}
    environment = {"TRANSCRIBE_ASR_MODEL": "medium", "TRANSCRIBE_FILLERS": "keep"}
    found = resolve(study=study, environment=environment, flags={"asr.model": "large-v3"})
    assert found["asr.model"] == "large-v3"
    assert found.sources["asr.model"] == "flag"
    assert found["fillers"] == "keep"
    assert found.sources["fillers"] == "environment (TRANSCRIBE_FILLERS)"
    assert found["release.k"] == 5
    assert found.sources["release.k"] == "study.toml"
    assert found.sources["asr.device"] == "default"


def test_an_absent_flag_does_not_hide_the_layers_below() -> None:
    assert resolve(study={"jobs": 3}, flags={"jobs": None}, environment={})["jobs"] == 3


def test_lists_numbers_and_dates_from_the_environment() -> None:
    environment = {
        "TRANSCRIBE_LANGUAGES": "en, fr",
        "TRANSCRIBE_JOBS": "2",
        "TRANSCRIBE_RETENTION_AUDIO": "2027-12-31",
    }
    found = resolve(environment=environment)
    assert found["languages"] == ("en", "fr")
    assert found["jobs"] == 2
    assert found["retention.audio"] == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("TRANSCRIBE_JOBS", "many", "whole number"),
        ("TRANSCRIBE_JOBS", "-1", "negative"),
        ("TRANSCRIBE_FILLERS", "perhaps", "keep, drop"),
        ("TRANSCRIBE_RETENTION_AUDIO", "soon", "date"),
    ],
)
def test_a_wrong_value_names_the_setting_and_its_source(name: str, value: str, word: str) -> None:
    with pytest.raises(UsageError, match=word) as caught:
        resolve(environment={name: value})
    assert name in str(caught.value)


def test_every_setting_has_its_own_environment_variable() -> None:
    assert len({option.variable for option in OPTIONS}) == len(OPTIONS)


def test_policies_nobody_set_are_shown_as_the_study_step_applies_them() -> None:
    from transcribe.stages.surrogates import DEFAULT_POLICIES

    policies = resolve(environment={}).policies
    assert {kind: policy for kind, policy in policies.items() if policy != "label"} == dict(
        DEFAULT_POLICIES
    )
