"""A study from its files to its report, in both tiers."""

from __future__ import annotations

import json
import re
from pathlib import Path

from integration_study import CommandLine

from transcribe.core.edits import SetText
from transcribe.run.editlog import as_facts
from transcribe.run.reviewlog import append
from transcribe.run.store import Workspace

SAID = """Interviewer: What is your role in the company?

Interviewee: I clean up data for the team at Brightwater.

Interviewer: Which tools do you use?

Interviewee: Mostly Python, my boss Tamsin Okwuosa likes it.
"""
SIDECAR = (
    '[consent]\ngiven = 2026-05-04\nscopes = ["record", "transcribe", "release_text"]\n'
    '[identifiers]\npeople = ["Tamsin Okwuosa"]\norganizations = ["Brightwater"]\n'
)
GUIDE = "# Guide\n\n## People\n\n1. What is your role?\n\n## Tools\n\n1. Which tools do you use?\n"


def write_study(folder: Path) -> Path:
    recordings = folder / "recordings"
    recordings.mkdir()
    (recordings / "study.toml").write_text('title = "A small study"\n')
    (recordings / "guide.md").write_text(GUIDE)
    for name in ("P1", "P2"):
        (recordings / f"{name}.txt").write_text(SAID)
        (recordings / f"{name}.toml").write_text(SIDECAR)
    return recordings


def page(folder: Path, tier: str) -> str:
    return (folder / "transcripts" / "export" / tier / "report.html").read_text(encoding="utf-8")


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_study_becomes_a_page_and_a_review_is_seen_in_it(cli: CommandLine) -> None:
    recordings = write_study(cli.folder)
    assert cli("run", "recordings").code == 0
    done = cli("report", "--json")
    assert done.code == 0, done.err
    assert done.json["figures"] == []
    private = page(cli.folder, "private")
    assert "Not reviewed: nobody has read" in private
    assert "Which tools do you use?" in private
    assert 'href="#i1-p2"' in private
    assert "my boss Tamsin Okwuosa" in private

    workspace = Workspace(cli.folder / "transcripts")
    turn = workspace.load_transcript("P1")["turns"][1]
    edit = SetText(
        id="", turn=turn["id"], before=turn["text"], text="I sort data for the team at Brightwater."
    )
    op, facts = as_facts(edit)
    append(workspace.review_log("P1"), [(op, "sha", facts)])
    refused = cli("report")
    assert refused.code == 4
    assert "it lacks edits of the review" in refused.out
    assert "P1 (consent, or edits that no run has followed)" in page(cli.folder, "private")

    assert cli("run", "recordings").code == 0
    assert cli("decide", "P1", "P2", "--all", "accept", "--sign-off", "R. Eader").code == 0
    assert cli("report", "--tier", "public", "--figures").code == 0
    public = page(cli.folder, "public")
    assert "people changed 2 of 58 words as they were before review (3.4 %" in words_of(public)
    assert "2 of 2 interviews are signed off, by 1 person." in public
    for secret in ("Okwuosa", "Brightwater", "P1", "sort data", "Eader", str(cli.folder)):
        assert secret not in public, secret
    svg = sorted(path.name for path in (cli.folder / "transcripts/export/public").glob("*.svg"))
    assert svg == [f"report-{name}.svg" for name in
                   ("coverage", "identifiers", "review", "talk")]  # fmt: skip

    # A name in a question of the guide is as public as one in the text.
    named = GUIDE.replace("your role?", "your role under Tamsin Okwuosa?")
    (recordings / "guide.md").write_text(named)
    assert cli("run", "recordings").code == 0
    assert cli("decide", "P1", "P2", "--all", "accept", "--sign-off", "R. Eader").code == 0
    before = page(cli.folder, "public")
    done = cli("report", "--tier", "public", "--json")
    assert done.code == 4
    kinds = {one["kind"] for two in done.json["blocked"] for one in two["obstacles"]}
    assert "identifier" in kinds
    assert page(cli.folder, "public") == before
    assert json.dumps(done.json).count("Okwuosa") == 0
