"""Prints how often the asking for permission to record, and the answer, are understood.

Run: ``python tests/benchmarks/permission.py [--show]``. The sentences are ours, by one hand, and
older than the rules: *development* ones were looked at while rules were written, *held out* ones
were not, and no rule was changed for them. Answers follow a plain question, and questions a plain
yes. Ordinary talk is what interviewers say in the real interviews and consultations of
``../shared/data`` (or ``TRANSCRIBE_SHARED``). Figures only.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from passages import SHARED, ordinary

from transcribe.stages.permission import ABSENT, GIVEN, REFUSED, hear_permission

QUESTION, ANSWER = "Is it okay if I record this?", "Yes, of course."
WINDOW = 30
"""Turns of ordinary talk that are read as if a recording began with them."""

DEVELOPMENT = {
    "asked": """
Are you happy for me to record this?
Would you be willing to have this conversation recorded?
Is it cool if I hit record?
Any problem with me recording?
Are you good with being recorded today?
You've read the information sheet and you're happy to go ahead with the recording?
Would it bother you if I taped this?
I'd like to record our chat so I don't have to take notes, is that all right with you?
Before we get going, I just need you to confirm on tape that you agree to take part.
So I've pressed record. Are you still okay with that?
Do I have your permission to keep an audio file of this?
Is it alright if the machine is running while we talk?
I'm going to turn this thing on now if that's okay.
Can I just check you're happy with the recorder being on?
As I said in my email I would record the audio, does that work for you?
Just for the record could you say that you consent to this interview?
You signed the form, so you're fine with us taping it?
Would you be opposed to me recording?
I usually record these so that I can transcribe them later. Are you comfortable with that?
The recording is only for us, nobody else will listen to it, okay?
Do you give your consent to participate and to be recorded?
So if you don't mind I'll start the recorder.
Is recording this okay?
Let me put on the recorder, yeah?
Have you any objection to my taping our talk?
Would you be up for us capturing the audio?
We'd be recording the screen and the sound, if you're okay with it.
Ça vous va si j'enregistre ?
Est-ce que ça vous embête si j'enregistre notre entretien ?
Vous êtes d'accord pour être enregistrée ?
Est-ce que je peux lancer l'enregistrement ?
Vous acceptez que cet entretien soit enregistré ?
Ça ne vous dérange pas que je mette le dictaphone ?
J'ai votre accord pour l'enregistrement ?
Vous voyez un inconvénient à ce que j'enregistre ?
""",
    "agreed": """
Yeah, go for it.
Yes, that's fine.
Sure thing.
Absolutely.
No, not at all.
Nope, go ahead.
That's fine with me.
By all means.
Yep.
Mhm, no worries.
I'm happy with that, yes.
Be my guest.
It's all good.
That works.
Why not.
Not a problem.
Please.
I have no objections.
Fire away.
Uh-huh.
Fine by me.
Of course you can.
You have it.
That's OK.
Knock yourself out.
Cool.
Great, yes.
Oui, oui, allez-y.
Pas de souci.
Non non, c'est bon.
Sans problème.
Avec plaisir.
Bien sûr.
Ça me va.
Vas-y.
""",
    "refused": """
No, I'd rather you didn't.
Actually I'd prefer if we didn't.
I'm not comfortable with that.
Could we do it without the recording?
Please don't.
No.
Hmm, I'd rather not.
Not really, no.
I don't think my employer would allow that.
Can you just take notes instead?
Non, je préfère pas.
J'aimerais mieux que non.
Je ne veux pas être enregistré.
""",
    "of other things": """
We recorded the temperature every hour. Is that okay for you?
Do you mind telling me what you do?
Can you tell me how the data gets recorded?
Is it alright to start with your background?
How are the results recorded in your system?
Could you agree on a standard with the other team?
How do you get consent of patients?
Do you keep a record of the changes you make?
Are you allowed to use the recorded calls for training?
What permissions does the service account need?
Est-ce que vous pouvez me parler de votre métier ?
Comment enregistrez-vous les données ?
""",
}
HELD_OUT = {
    "asked": """
Shall I start the tape, if that suits you?
Can I get your okay for the audio recording?
I have the recorder here, do you have any concerns about me using it?
You don't mind being recorded, do you?
Is everyone fine with the meeting being recorded?
So first question, do you agree that I record this call?
How do you feel about this being recorded?
I take it you have no problem with being taped.
We always ask at the beginning whether people consent to an audio recording.
I will record it on my phone, hope that's okay.
You got the consent form that I sent over?
Could you state your name and that you're taking part voluntarily?
With your permission I would tape the interview.
Let's do the formal bit: do you accept that we store the recording for five years?
And you'd be happy for us to use a transcript of this afterwards?
Would it be possible to have the camera and sound running?
I'm just going to hit the red button, alright?
Is there anything against recording the session?
Just checking you've agreed to be recorded.
Before I switch it on, is that fine by you?
Vous m'autorisez à enregistrer ?
Je vais enregistrer, si vous le voulez bien.
Ça ne vous pose pas de problème que ce soit enregistré ?
Vous avez signé le formulaire de consentement, c'est bien ça ?
On enregistre, ça te convient ?
""",
    "agreed": """
Yeah, that's no problem at all.
Right, yes.
Sure, whatever you need.
It's fine, yeah.
Sounds good.
I don't see why not.
No objection from my side.
Yes I agree to take part.
Works for me.
I'm okay with it.
Happy to.
No no, that's fine.
I did, yes.
Correct.
Feel free.
Do it.
Oh, yeah, please go on.
Mm-hmm.
I consent.
Totally fine.
All right.
Oui tout à fait d'accord.
Pas de souci pour moi.
Aucune objection.
Oui, c'est ça.
""",
    "refused": """
I would prefer that you don't.
Well, I'd feel better without it.
No, sorry, I can't agree to that.
Is it really necessary? I'd like not to be recorded.
My company doesn't allow recordings.
I do mind, yes.
Better not.
No thank you.
Please turn that off.
Yeah, no, I don't want that.
I'm afraid not.
Not on tape, no.
Je préférerais que vous n'enregistriez pas.
Non, désolé.
Plutôt pas.
""",
    "of other things": """
How do you record the results of an experiment?
What happens when somebody agrees to a new record layout?
Is it okay for the sensors to record at night?
Did your boss give permission for that project?
Could you walk me through a typical week?
Would you mind saying a bit more about that?
Is there a record of who changed what?
Do your users agree with the results?
Can the team share a recording of the training with others?
Are patients comfortable with the tablet?
Quels enregistrements utilisez-vous dans la base ?
Est-ce que vos clients sont d'accord avec ça ?
""",
}


def state(question: str, answer: str) -> str:
    """What is told of a recording that begins so."""
    said = [(question, "interviewer"), (answer, "interviewee")]
    return str(hear_permission([turn(at, *one) for at, one in enumerate(said)])["state"])


def turn(at: int, text: str, role: str) -> dict[str, Any]:
    """A turn without a time, and with no question of the guide."""
    return {
        "id": f"t{at}", "speaker": role, "role": role, "text": text, "start": None,
        "guide": {"asks": []},
    }  # fmt: skip


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what was not understood")
    show = parser.parse_args().show
    for name, sentences in (("development", DEVELOPMENT), ("held out", HELD_OUT)):
        for kind, text in sentences.items():
            said = text.strip().splitlines()
            wrong = [one for one in said if not right(kind, one)]
            print(f"{name}, {kind}: {len(said) - len(wrong)} of {len(said)}")
            if show:
                print(*(f"    {one}" for one in wrong), sep="\n")
    if not SHARED.is_dir():
        print(f"ordinary talk: {SHARED} is not here")
        return
    for name, rows in ordinary():
        told = Counter(
            hear_permission(
                [turn(at, row["text"], row["role"]) for at, row in enumerate(rows[first:][:WINDOW])]
            )["state"]
            for first in range(0, len(rows), WINDOW)
        )
        print(f"{name}, every {WINDOW} turns as a beginning: {dict(told)}")


def right(kind: str, said: str) -> bool:
    """Whether a sentence of a kind is understood."""
    if kind == "asked":
        return state(said, ANSWER) == GIVEN
    if kind == "of other things":
        return state(said, ANSWER) == ABSENT
    return state(QUESTION, said) == (GIVEN if kind == "agreed" else REFUSED)


if __name__ == "__main__":
    main()
