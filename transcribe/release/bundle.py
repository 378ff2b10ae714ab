"""The bundle: everything a repository wants of a study, checked as finished bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from transcribe.errors import UsageError
from transcribe.release.candidates import Study, private_inside
from transcribe.release.contents import SUMS, Contents, GuideText, gather
from transcribe.release.gate import IDENTIFIER, PRIVATE, Checked, Obstacle
from transcribe.release.scan import (
    Survivor,
    found_names,
    in_names,
    listed_names,
    names_in,
    survivors_beside,
)
from transcribe.run.releases import (
    Changes,
    Releases,
    Version,
    add_version,
    compare,
    read_releases,
)

_PERSONAL = ("PERSON", "EMAIL", "PHONE", "ID_NUMBER")

LEAST_STEM = 3
"""Letters of a file's name under which it is met everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle before it is written.

    Attributes
    ----------
    files
        Name to bytes, ``SHA256SUMS`` among them.
    releases
        The record as it is once the bundle is out.
    changes
        Since the version before; of a bundle made again, none.
    fresh
        Whether this is a version that was not there before.
    """

    version: Version
    files: Mapping[str, bytes] = field(repr=False)
    releases: Releases
    changes: Changes
    fresh: bool
    obstacles: tuple[Obstacle, ...]


def build_bundle(
    study: Study, checked: Sequence[Checked], *, guides: Sequence[GuideText], name: str
) -> Bundle:
    """Make all files of a bundle and look for everything that stands in their way.

    The same content is the same version with the same day, and so the same bytes.

    Parameters
    ----------
    checked
        What passed the gate, sound included.
    guides
        The interview guides used, in order.
    name
        Of the bundle's folder, which is also that in the zip.

    Raises
    ------
    UsageError
        When ``SOURCE_DATE_EPOCH`` is no number.
    """
    contents = gather(study, checked, guides=guides)
    before = read_releases(study.workspace)
    latest = before.latest
    content = contents.digest
    fresh = latest is None or latest.content != content
    if latest is None or fresh:
        changes = compare(before, contents.inside)
        version = Version(
            number=latest.number + 1 if latest else 1,
            date=today(),
            content=content,
            interviews=contents.inside,
            count=len(contents.inside),
            changes=changes,
        )
        releases = add_version(before, version)
    else:
        version, releases, changes = latest, before, latest.changes
    earlier = releases.versions[:-1]
    files = contents.files(version, changes=changes, earlier=earlier)
    own = contents.own_words(version, changes=changes, earlier=earlier)
    return Bundle(
        version=version,
        files=files,
        releases=releases,
        changes=changes,
        fresh=fresh,
        obstacles=tuple(
            dict.fromkeys(
                (*_obstacles(study, contents, files, own), *_own_name(study, contents, name))
            )
        ),
    )


def today() -> str:
    """The day of a new version: that of ``SOURCE_DATE_EPOCH`` where it is set.

    Raises
    ------
    UsageError
        When it is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise UsageError("SOURCE_DATE_EPOCH must be a number of seconds") from None


def _obstacles(
    study: Study, contents: Contents, files: Mapping[str, bytes], own: Mapping[str, bytes]
) -> Iterator[Obstacle]:
    """Known names and private parts in the files beside the transcripts."""
    language = _language(contents)
    listed = listed_names(study.identifiers, language=language)
    # A creator who asked the questions is heard in the interviews as well.
    makers = " | ".join(contents.about.creators).casefold()
    names = [name for name in study.names if name.text not in makers]
    # A guide may speak of firms and places; only people have no business in it.
    people = [name for name in names if name.type in _PERSONAL]
    for group, known in ((set(contents.guides), people), (set(own) - {*contents.guides}, names)):
        found = found_names(known, language=language)
        beside = {name: files[name] for name in sorted(group)}
        several = survivors_beside(beside, own, listed=listed, found=found)
        fields = {} if group == {*contents.guides} else _fields(contents)
        for kind, some in _by_type(several).items():
            wanted = {one.name for one in some}
            places = [
                field
                for field, text in fields.items()
                if wanted & set(names_in(text, listed=listed, found=found))
            ] or sorted({one.file for one in some})
            yield Obstacle(
                kind=IDENTIFIER,
                message=f"a known {kind.lower()} is in {' and '.join(places)}",
                hint="mend study.toml or the guide; see which: transcribe release --show-names",
                name=", ".join(sorted(wanted)),
            )
    yield from _file_stems(study, contents, files, own)
    yield from private_inside(study, {name: data for name, data in files.items() if name != SUMS})


def _own_name(study: Study, contents: Contents, name: str) -> Iterator[Obstacle]:
    """Known names in the name of the bundle."""
    language = _language(contents)
    known = listed_names(study.identifiers, language=language)
    people = found_names(study.names, language=language)
    hits = {one.name: one.type for one in in_names([name], listed=known)}
    hits |= {one.name: one.type for one in in_names([name], listed=people)}
    public = {one.public_id for one in contents.checked}
    stems = [one for one in study.documents if one not in public and len(one) >= LEAST_STEM]
    found = [(f"a known {kind.lower()}", text) for text, kind in sorted(hits.items())]
    found += [("the name of a recording's file", one) for one in stems if _stem(one).search(name)]
    for what, text in found:
        yield Obstacle(
            kind=IDENTIFIER,
            message=f"{what} is in the bundle's own name",
            hint="give it another: transcribe release --bundle deposit",
            name=text,
        )


def _language(contents: Contents) -> str:
    languages = contents.about.languages
    return languages[0] if len(languages) == 1 else "en"


def _stem(recording: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(recording)}(?![^\W_])", re.IGNORECASE)


def _fields(contents: Contents) -> dict[str, str]:
    """What a person wrote that stands in the files about the study."""
    about = contents.about
    return {
        "the title in study.toml": about.title,
        "the creators in study.toml": " | ".join(about.creators),
        "the publisher in study.toml": about.publisher,
        "the licence in study.toml": about.license,
        "the name of a consent form": " | ".join(contents.forms),
    }


def _by_type(several: Iterable[Survivor]) -> dict[str, list[Survivor]]:
    found: dict[str, list[Survivor]] = {}
    for one in several:
        found.setdefault(one.type, []).append(one)
    return found


def _file_stems(
    study: Study, contents: Contents, files: Mapping[str, bytes], own: Mapping[str, bytes]
) -> Iterator[Obstacle]:
    """Names of the recordings' files, which are often those of people."""
    public = {one.public_id for one in contents.checked}
    for recording in study.documents:
        if recording in public or len(recording) < LEAST_STEM:
            continue
        stem = _stem(recording)
        for name in own:
            here = len(stem.findall(files[name].decode(errors="replace")))
            if here > len(stem.findall(own[name].decode(errors="replace"))):
                places = [
                    field for field, text in _fields(contents).items() if stem.search(text)
                ] or [name]
                yield Obstacle(
                    kind=PRIVATE,
                    message=f"the name of a recording's file is in {' and '.join(places)}",
                    hint="mend study.toml or the guide",
                    name=recording,
                )
