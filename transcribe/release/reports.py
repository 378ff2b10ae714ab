"""The public tier of a report: its interviews through the gate, its finished bytes searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from transcribe.release.candidates import Study
from transcribe.release.exports import export_obstacles
from transcribe.release.gate import Obstacle
from transcribe.report.values import Report


def silent_report(report: Report) -> Report:
    """The same report in which the guide and the title say nothing: what is left is our own."""
    return replace(
        report,
        title="-",
        blocks=tuple(
            replace(
                block,
                file="-",
                sha256="-",
                sections=tuple("-" for _ in block.sections),
                rows=tuple(
                    replace(row, number="-", text="-", condition=row.condition and "-")
                    for row in block.rows
                ),
            )
            for block in report.blocks
        ),
    )


def report_obstacles(
    study: Study,
    recordings: Mapping[str, str],
    files: Mapping[str, bytes],
    own: Mapping[str, bytes],
) -> tuple[Obstacle, ...]:
    """Known names and private paths in the finished files of a report.

    Parameters
    ----------
    recordings
        Recording to its public name.
    own
        The same files of `silent_report`.
    """
    if not recordings:
        return ()
    # Each language has forms of its own in which a name is looked for.
    by_language = {str(study.documents[name]["language"]): name for name in recordings}
    found = [
        obstacle
        for first in by_language.values()
        for obstacle in export_obstacles(
            study,
            [first, *(name for name in recordings if name != first)],
            files,
            own,
            hint="it may stand in the guide, the title or a public_id; see which: "
            "transcribe report --tier public --show-names",
        )
    ]
    return tuple(dict.fromkeys(found))
