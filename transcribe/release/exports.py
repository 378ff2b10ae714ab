"""The public tier of exports: made of what the gate lets through, and searched as a release is."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from transcribe.core.guide import GuideItem
from transcribe.core.pii import REJECTED, normalize
from transcribe.export.interview import Interview
from transcribe.export.interview import public_interview as of_release
from transcribe.export.json import public_document
from transcribe.release.candidates import Study, check_all, private_inside
from transcribe.release.gate import IDENTIFIER, Checked, Obstacle
from transcribe.release.outcome import rare_in, rarity_obstacles
from transcribe.release.public import clean
from transcribe.release.scan import found_names, listed_names, names_in, without_labels


def checked_for_export(study: Study, chosen: Sequence[str]) -> list[Checked]:
    """Recordings through the very gate of ``transcribe release``, rarity included."""
    checked = check_all(study, chosen)
    rare, size = rare_in(study, checked)
    in_the_way = rarity_obstacles(rare, size=size, k=study.settings["release.k"])
    return [
        replace(one, obstacles=(*one.obstacles, *in_the_way.get(one.recording, ())))
        for one in checked
    ]


def public_interview(
    checked: Checked, *, items: Sequence[GuideItem] = (), title: str = ""
) -> Interview:
    """An interview from the public document that the gate let through, and the guide."""
    assert checked.release is not None  # noqa: S101 - the gate comes first
    assert not checked.obstacles  # noqa: S101
    return of_release(
        checked.release,
        title=clean(title),
        items=tuple(
            replace(
                item,
                text=clean(item.text),
                label=clean(item.label) if item.label else item.label,
                condition=clean(item.condition) if item.condition else None,
            )
            for item in items
        ),
    )


def silent(interview: Interview) -> Interview:
    """The same interview with nothing said in it: what its files hold is our own words."""
    turns = tuple(replace(turn, text="-") for turn in interview.turns)
    shown = replace(interview.shown, turns=turns)
    items = tuple(replace(item, text="-", condition=None, label=None) for item in interview.items)
    return replace(interview, shown=shown, document=public_document(shown), items=items, title="-")


def export_obstacles(
    study: Study,
    recordings: Sequence[str],
    files: Mapping[str, bytes],
    own: Mapping[str, bytes],
    *,
    hint: str = "it may stand in the guide, the title or the file's name; see which: "
    "transcribe export --tier public --show-names",
) -> tuple[Obstacle, ...]:
    """Known names in finished export files, beyond those that our own words hold.

    Parameters
    ----------
    own
        The same files of interviews in which nothing is said, from `silent`.
    hint
        What a person does about a name.
    """
    shown = {
        normalize(turn["text"][entity["start_char"] : entity["end_char"]])
        for recording in recordings
        for turn in study.documents[recording]["turns"]
        for entity in turn["entities"]
        if entity["decision"] == REJECTED
    }
    language = str(study.documents[recordings[0]]["language"])
    listed = listed_names(study.identifiers, language=language)
    found = found_names([one for one in study.names if one.text not in shown], language=language)

    def count(name: str, content: bytes) -> Counter[str]:
        total: Counter[str] = Counter()
        for part in texts_of(name, content):
            total.update(Counter(names_in(without_labels(part), listed=listed, found=found)))
        return total

    found_in = []
    for name, content in files.items():
        ours = count(name, own.get(name, b"")) if name in own else Counter()
        for identity, times in count(name, content).items():
            if times > ours[identity]:
                found_in.append(
                    Obstacle(
                        kind=IDENTIFIER,
                        message=f"a known name is still in {name}",
                        hint=hint,
                        name=identity,
                    )
                )
    inside = private_inside(study, {name: _joined(name, data) for name, data in files.items()})
    return (*dict.fromkeys(found_in), *inside)


def texts_of(name: str, content: bytes) -> Iterator[str]:
    """All that a program shows of a file's bytes, paragraph by paragraph."""
    if not content:
        return
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for member in package.namelist():
                yield from texts_of(member, package.read(member))
    elif name.endswith(".html"):
        from transcribe.release.audit.forms.hypertext import read_html

        yield from (piece.text for piece in read_html(content.decode()).pieces)
    elif name.endswith((".xml", ".qde", ".qdc", ".rels", ".svg")):
        yield from _xml_texts(content)
    elif name.endswith(".parquet"):
        import pyarrow.parquet

        for row in pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist():
            yield from (value for value in row.values() if isinstance(value, str))
    else:
        yield from content.decode("utf-8-sig", errors="replace").splitlines()


_BLOCKS = ("p", "u", "desc", "item", "category", "Description", "title")


def _xml_texts(content: bytes) -> Iterator[str]:
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
    for element in root.iter(etree.Element):
        yield from (value for key, value in element.attrib.items() if _said(str(key)))
        if etree.QName(element).localname in _BLOCKS:
            yield "".join(element.itertext())
        elif element.text and not any(
            etree.QName(above).localname in _BLOCKS for above in element.iterancestors()
        ):
            yield element.text


def _said(attribute: str) -> bool:
    """Whether an attribute may hold what somebody wrote."""
    return attribute.rsplit("}", 1)[-1] in ("name", "n", "val", "title", "descr")


def _joined(name: str, content: bytes) -> bytes:
    return "\n".join(texts_of(name, content)).encode()
