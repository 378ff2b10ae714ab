"""A small Whisper-architecture model of our own, so that its path is proven without a network.

It learns from synthetic speech of the voices that speak the shipped recordings, and is good for
those and for tests, not for real recordings. In order, from the project's folder::

    python -m scripts.demo_whisper.texts FOLDER --sentences FILE     what is said
    python -m scripts.demo_whisper.synthesize FOLDER                 sound, and when words sound
    python -m scripts.demo_whisper.train FOLDER --minutes 240 --anneal 40
    python -m scripts.demo_whisper.convert FOLDER MODEL              as faster-whisper loads it
    python -m scripts.demo_whisper.score MODEL --folder FOLDER       word error rates

``FOLDER`` is any folder outside the repository; it needs a ``tokenizer.json``: byte-level BPE of
1,500 tokens, then Whisper's special tokens. Synthesis and training may be broken off and called
again, and may run at the same time.
"""
