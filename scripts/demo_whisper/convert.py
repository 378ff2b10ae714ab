"""Write the network as faster-whisper loads it.

    python -m scripts.demo_whisper.convert FOLDER MODEL [--state annealed.pt] [--form int8]

``MODEL`` becomes a folder of about 10 MB with ``model.bin``, ``config.json``, ``tokenizer.json``,
``vocabulary.json`` and ``preprocessor_config.json``.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from ctranslate2.converters.transformers import WhisperLoader
from tokenizers import Tokenizer

from scripts.demo_whisper.network import GUIDED, read_weights
from scripts.demo_whisper.train import new_network
from scripts.demo_whisper.windows import WINDOW

FEATURES = {
    "chunk_length": int(WINDOW),
    "feature_size": 80,
    "hop_length": 160,
    "n_fft": 400,
    "n_samples": int(WINDOW) * 16_000,
    "nb_max_frames": int(WINDOW) * 100,
    "padding_side": "right",
    "padding_value": 0.0,
    "return_attention_mask": False,
    "sampling_rate": 16_000,
    "feature_extractor_type": "WhisperFeatureExtractor",
}


def main() -> None:
    """Convert the weights of a training folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--state", default="annealed.pt")
    parser.add_argument("--weights", default="network", choices=("network", "mean"))
    parser.add_argument("--form", default="int8", choices=("int8", "float32"))
    chosen = parser.parse_args()
    state = chosen.folder / chosen.state
    convert(chosen.folder, state, chosen.model, form=chosen.form, which=chosen.weights)
    size = sum(file.stat().st_size for file in chosen.model.iterdir())
    print(f"{chosen.model}: {size / 1e6:.1f} MB")


def convert(folder: Path, state: Path, model: Path, *, form: str, which: str = "network") -> None:
    """Write weights as a model folder; a folder of that name is replaced, but for its card.

    Parameters
    ----------
    folder
        Where ``tokenizer.json`` lies.
    form
        Number format of the matrices, a name of CTranslate2's.
    which
        As in `read_weights`.
    """
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    token = tokenizer.token_to_id
    network = new_network(folder)
    read_weights(network, state, which=which)
    with torch.no_grad():
        spec = WhisperLoader().get_model_spec(network.whisper.eval())
    names = {number: text for text, number in tokenizer.get_vocab(with_added_tokens=True).items()}
    spec.register_vocabulary([names[number] for number in range(len(names))])
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [tokenizer.encode(" ").ids[0], token("<|endoftext|>")]
    spec.config.lang_ids = [token("<|en|>")]
    spec.config.alignment_heads = [
        (layer, head) for layer, heads in GUIDED.items() for head in heads
    ]
    spec.validate()
    spec.optimize(quantization=form)
    partial = model.with_name(model.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    spec.save(str(partial))
    shutil.copyfile(folder / "tokenizer.json", partial / "tokenizer.json")
    (partial / "preprocessor_config.json").write_text(json.dumps(FEATURES, indent=2) + "\n")
    card = model / "README.md"
    if card.exists():
        shutil.copyfile(card, partial / card.name)
    if model.exists():
        shutil.rmtree(model)
    partial.rename(model)


if __name__ == "__main__":
    main()
