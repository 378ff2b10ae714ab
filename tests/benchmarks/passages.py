"""Prints how often what people ask to be held back is noticed, and how often ordinary talk is.

Run: ``python tests/benchmarks/passages.py [--show]``. Requests are sentences of ours in the ways in
which people put them: *development* ones were in view when the rules were written, *held out* ones
were written afterwards, and no rule was changed for them. Ordinary talk is that of the real
interviews and consultations of ``../shared/data`` (or ``TRANSCRIBE_SHARED``). Figures only.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from pathlib import Path

from transcribe.backends import sentences
from transcribe.core.hints import Hint
from transcribe.stages.inspeech import Passage, find_passages
from transcribe.stages.roundabout import SentenceEncoder, stretches, weigh

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))

DEVELOPMENT = """
can we cut this out
can we cut that bit out
could we cut that part
can we strike that
strike that from the record
scratch that from the recording
let's keep this off the record
off the record, the vendor lied to us
this is off record
between you and me, the CTO was clueless
between us, it was a mess
just between the two of us
turn off the recording for a second
can you turn off the recorder
could you switch the recorder off for a moment
can we pause the recording
let's pause the recording here
maybe stop the tape for a sec
I'd rather this not be in there
I'd rather that not go in
I'd prefer this isn't in the transcript
I'd rather not have that in the paper
strictly confidential
this is strictly confidential
that's confidential though
this is under NDA
we signed an NDA so I can't say
I'm under an NDA
we have a non-disclosure agreement with them
I can't really talk about that, it's under embargo
please don't write that down
don't write that down
don't put that in
don't put this in the paper
please don't put my name on that
don't quote me on that
you can't quote me on this
you didn't hear that from me
you didn't hear it from me
please leave that out
leave this out of the transcript please
can you leave that out
maybe leave that out
I don't want that in the transcript
I don't want this to be published
I wouldn't want that to get out
this can't leave this room
that shouldn't leave the room
what's said here stays here, right
keep this to yourself
please keep this private
this is not for publication
not for attribution please
that's not for the record
I shouldn't be saying this
I probably shouldn't tell you this
I'm not supposed to talk about that
I'm not allowed to say which client
I'm not at liberty to say
I could get in trouble for saying this
I could get fired for this
you'll have to anonymize that part
please anonymize that
please make sure that's anonymous
can you blank out the name
please bleep that
can you delete that later
delete that please
please remove that from the transcript
take that out please
can you take that out of the transcript
you should edit that out
maybe you can edit this out
don't tell anyone I said that
don't tell my boss
don't mention the name
please don't mention that company
please don't name them
please don't use the name
don't use that
don't record this
are we still recording? then I won't say it
is this still being recorded
I'd like that to stay private
this is sensitive so please be careful with it
it's commercially sensitive
this is proprietary information
it's a trade secret
it's classified
that's internal only
please treat this as confidential
in confidence
I'm telling you this in confidence
hush hush
keep it quiet
this should not be in the interview
that part should not be published
this is just for you
just for your ears
for your information only not for the study
nobody should know about this
can this be removed afterwards
could that be taken out
I hope this doesn't end up in the paper
I want to take that back
let me take that back
je préfère que ça reste entre nous
ça, vous ne l'écrivez pas
il ne faut pas que ça sorte d'ici
on peut couper ça
coupez l'enregistrement
c'est confidentiel
ne mettez pas ça
enlevez ça s'il vous plaît
entre nous
je ne veux pas que ce soit publié
ça ne sort pas d'ici
could we maybe keep that last part out of the transcript
is it possible to leave that bit out
I'd appreciate it if that didn't show up anywhere
so please keep that between us
you probably shouldn't publish that
actually don't include that
would you mind taking that out
would you mind not quoting that
can we go off the record for a second
I'm saying this off the record
that was off the record by the way
we have an NDA with the client so no names
because of the NDA I can't go into detail
this is confidential so I won't say more
could you turn the recorder off please
please stop recording for a moment
I don't feel comfortable having this recorded
I don't want my boss to hear this
if my manager reads this I'm done
please don't tell anyone I told you
let's not put that in the interview
I would like you to delete what I just said
can you remove the name of the company
that stays in this room
don't write that one down
this shouldn't be in the report
you can cut that
I am not allowed to disclose that
it's a secret, really
maybe you could redact that
erm this next bit is not for your report
could you maybe strike my last answer
I'd feel better if you left that out
so between these four walls
please keep my employer out of it
you can use it but don't attribute it to me
I'm a bit nervous about this being recorded
can I ask you to stop the recorder
the rest is off the record
what I'm going to say now is confidential
don't print that please
I signed something so I can't tell you
no names please
that goes no further
you must not publish this part
can we leave the vendor out of this
don't let my boss see this
would you be able to remove that afterwards
I can't say that officially
I'd like to retract that
this is only for background
I don't think I'm allowed to share that
please blur the company name
that's a bit sensitive so maybe skip it
you may want to cut that
ah maybe don't use that quote
this stays strictly private please
I'd be grateful if that stayed out
can you keep the names out
let's leave that bit off the transcript
I told you that in private
I wasn't supposed to tell anyone about that
can you switch that off quickly
it's not something I'd want published
could you anonymize the company
we have a confidentiality clause there
nobody outside the company knows this
off record, I disagree with them
please scratch that sentence
I want that part removed
don't mention I said this
you shouldn't write down the numbers
that part is just for you
this isn't meant for publication
I prefer not to be quoted on that
my lawyer would not like this
can you hold that back
I shouldn't have said that
would it be possible to edit that
please do not record this part
""".strip().splitlines()

HELD_OUT = """
can this bit be our little secret
I'd really not like to be cited with that
no need to write this one down
would you please drop the last sentence
I'd be uncomfortable seeing that in your article
don't put names to it
you should probably forget that again
that one is not for your ears, well, not for the tape
my company must not be recognizable
please don't make that public
I'd rather you skip that
could you turn the mic off
this has not been disclosed yet
take this with discretion please
I trust you not to pass that on
we never told anybody outside
keep my name off it
it would be bad for me if that came out
I'd like to stay anonymous here
could you please cross that out
that's between me and them, not for the interview
are you recording this part too? please don't
I can't share the name, we have an agreement
maybe that shouldn't go into the transcript
that is something I can only say without the recorder
""".strip().splitlines()


def held(rows: list[dict[str, str]], encoder: SentenceEncoder | None) -> tuple[Passage, ...]:
    """Passages, with the roundabout ones where there is an encoder."""
    if encoder is None:
        return find_passages(rows)
    parts = [
        (row["id"], part)
        for row in rows
        if row["role"] != "interviewer"
        for part in stretches(row["text"])
    ]
    scores = weigh([part for _, part in parts], encoder) if parts else ()
    marked = [
        Hint(turn=turn, score=score)
        for (turn, _), score in zip(parts, scores, strict=True)
        if score > 0
    ]
    return find_passages(rows, hints=marked)


def caught(said: str, encoder: SentenceEncoder | None) -> bool:
    """Whether a turn of an interviewee is held back."""
    row = {"id": "t1", "speaker": "S", "role": "interviewee", "text": said}
    return bool(held([row], encoder))


def ordinary() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Names of sources and their turns."""
    rows = []
    for path in sorted((SHARED / "data/alignment").glob("interview-*.tsv")):
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            _, speaker, text = line.split("\t")[:3]
            role = "interviewer" if "viewer" in speaker.lower() else "interviewee"
            rows.append({"id": f"{path.stem}-{at}", "speaker": speaker, "role": role, "text": text})
    yield "hand-anonymized interviews", rows
    rows = []
    for path in sorted((SHARED / "data/text-interviews/primock57").rglob("*.TextGrid")):
        role = "interviewer" if "doctor" in path.name else "interviewee"
        for at, text in enumerate(re.findall(r'text = "(.+)"', path.read_text(encoding="utf-8"))):
            rows.append({"id": f"{path.stem}-{at}", "speaker": role, "role": role, "text": text})
    yield "mock consultations", rows


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what was missed or held back")
    show = parser.parse_args().show
    engine = sentences.encoder()
    ways = {"phrases alone": None}
    if engine.name == sentences.BUNDLED:
        ways["phrases and meaning"] = sentences.open_encoder(engine)
    for way, encoder in ways.items():
        print(f"{way}:")
        report(encoder, show=show)


def report(encoder: SentenceEncoder | None, *, show: bool) -> None:
    """Print everything for one way."""
    for name, asked in (("development", DEVELOPMENT), ("held out", HELD_OUT)):
        missed = [said for said in asked if not caught(said, encoder)]
        print(f"requests, {name}: {len(asked) - len(missed)} of {len(asked)} held back")
        for said in missed if show else ():
            print(f"  missed: {said}")
    if not SHARED.is_dir():
        print(f"ordinary talk: {SHARED} is not here")
        return
    for name, rows in ordinary():
        words = sum(len(row["text"].split()) for row in rows)
        found = held(rows, encoder)
        print(f"{name}: {len(found)} passages in {words} words")
        for passage in found if show else ():
            print(f"  {passage.id}: {', '.join(passage.cues)}")


if __name__ == "__main__":
    main()
