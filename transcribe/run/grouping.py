"""Files of a recordings' folder by the name they share."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

AUDIO_SUFFIXES = frozenset(
    ".wav .wave .mp3 .m4a .m4b .mp4 .m4v .aac .ogg .oga .opus .flac .wma .webm .mkv .mka .mov .avi "
    ".amr .3gp .3g2 .aif .aiff .aifc .caf .mpg .mpeg .mts .m2ts .wmv .au .ac3 .spx".split()
)
TRANSCRIPT_SUFFIXES = frozenset((".vtt", ".srt", ".txt", ".docx", ".json"))
GUIDE_SUFFIXES = (".md", ".txt", ".docx", ".pdf", ".tsv")
STUDY_FILE = "study.toml"


def group_files(
    files: Sequence[Path], *, guide: str | None, notices: list[str], whole: bool
) -> dict[str, list[Path]]:
    """Files by stem; only media, files with a sidecar, and sidecars left alone."""
    groups: dict[str, list[Path]] = {}
    for path in files:
        name = path.name
        is_guide = name == guide or (path.stem == "guide" and path.suffix in GUIDE_SUFFIXES)
        suffix = path.suffix.lower()
        if name.startswith((".", "~$")) or is_guide or name == STUDY_FILE:
            if _is_passed_over(path):
                notices.append(f"{name} was passed over: its name begins with a dot; rename it")
            continue
        with_sidecar = suffix != ".toml" and path.with_suffix(".toml").is_file()
        if suffix in AUDIO_SUFFIXES or (with_sidecar and suffix not in (".md", ".pdf")):
            groups.setdefault(path.stem, []).append(path)
        elif suffix == ".toml" and whole:
            groups.setdefault(path.stem, [])
        elif suffix in TRANSCRIPT_SUFFIXES and whole:
            notices.append(
                f"{name} has no sidecar ({path.stem}.toml), so it is not taken for a transcript"
            )
    _join_twins(groups)
    return groups


def _is_passed_over(path: Path) -> bool:
    """Whether a hidden file looks like a recording; those of macOS and of editors do not."""
    if not path.name.startswith(".") or path.name.startswith("._"):
        return False
    suffix = path.suffix.lower()
    ready = suffix in TRANSCRIPT_SUFFIXES and path.with_suffix(".toml").is_file()
    return suffix in AUDIO_SUFFIXES or ready


def _join_twins(groups: dict[str, list[Path]]) -> None:
    """Put stems that differ by case or Unicode form alone into one group, to be refused.

    They are one name on other file systems, where one would overwrite the other.
    """
    first: dict[str, str] = {}
    for stem in sorted(groups):
        twin = first.setdefault(unicodedata.normalize("NFC", stem).casefold(), stem)
        if twin != stem and groups[stem]:
            groups[twin] += groups.pop(stem)
