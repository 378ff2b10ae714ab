"""Whisper-architecture models with random weights, in the form that faster-whisper loads.

They hear nothing; they prove everything around the hearing: loading, batching, word times, second
looks, languages, broken folders.
"""

from __future__ import annotations

import json
from pathlib import Path

WIDTH, LAYERS, HEADS, MELS = 32, 2, 2, 80
SPARE = "ĠĠĠĠ"
"""A token that CTranslate2 is given as an empty one: by it, it knows a multilingual model."""


def special_tokens(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Whisper's special tokens in their order."""
    return (
        "<|endoftext|>",
        "<|startoftranscript|>",
        *(f"<|{code}|>" for code in languages),
        "<|translate|>",
        "<|transcribe|>",
        "<|startoflm|>",
        "<|startofprev|>",
        "<|nospeech|>",
        "<|notimestamps|>",
        *(f"<|{step * 0.02:.2f}|>" for step in range(1501)),
    )


def write_tiny_whisper(
    folder: Path,
    *,
    seed: int = 0,
    mels: int = MELS,
    languages: tuple[str, ...] = ("en",),
) -> Path:
    """Write a whole model folder, about 0.3 MB."""
    import torch
    from ctranslate2.converters.transformers import WhisperLoader
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    tokens = _tokenizer(folder, languages)
    preprocessor = {"feature_size": mels, "hop_length": 160, "n_fft": 400, "sampling_rate": 16_000}
    (folder / "preprocessor_config.json").write_text(
        json.dumps({**preprocessor, "chunk_length": 30})
    )
    torch.manual_seed(seed)
    size = len(tokens)
    network = WhisperForConditionalGeneration(
        WhisperConfig(
            vocab_size=size,
            d_model=WIDTH,
            encoder_layers=LAYERS,
            decoder_layers=LAYERS,
            encoder_attention_heads=HEADS,
            decoder_attention_heads=HEADS,
            encoder_ffn_dim=WIDTH,
            decoder_ffn_dim=WIDTH,
            num_mel_bins=mels,
            pad_token_id=tokens["<|endoftext|>"],
            bos_token_id=tokens["<|endoftext|>"],
            eos_token_id=tokens["<|endoftext|>"],
            decoder_start_token_id=tokens["<|startoftranscript|>"],
            suppress_tokens=[],
            begin_suppress_tokens=[],
        )
    ).eval()
    with torch.no_grad():
        # Letters are likely and the end is not, or it would say nothing at all.
        embeddings = network.model.decoder.embed_tokens.weight
        end = embeddings[tokens["<|endoftext|>"]]
        network.model.decoder.layer_norm.bias += 20 * (embeddings[:256].mean(0) - end)
    spec = WhisperLoader().get_model_spec(network)
    inorder = [token for token, _ in sorted(tokens.items(), key=lambda pair: pair[1])]
    spec.register_vocabulary(["" if token == SPARE else token for token in inorder])
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [tokens["<|endoftext|>"]]
    spec.config.lang_ids = [tokens[f"<|{code}|>"] for code in languages]
    spec.config.alignment_heads = [(layer, head) for layer in (0, 1) for head in range(HEADS)]
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    return folder


def _tokenizer(folder: Path, languages: tuple[str, ...]) -> dict[str, int]:
    """Bytes as tokens, then Whisper's special tokens in their order."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    folder.mkdir(parents=True)
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: i for i, letter in enumerate(letters)}
    special = special_tokens(languages)
    if len(languages) > 1:
        vocabulary[SPARE] = len(vocabulary)
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special])
    tokenizer.save(str(folder / "tokenizer.json"))
    found: dict[str, int] = tokenizer.get_vocab(with_added_tokens=True)
    return found
