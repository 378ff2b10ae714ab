"""The network, and what it is asked to learn.

Besides the next token, two things that the synthesizer knows: the phone of every encoder frame
(frame-wise cross-entropy), and where each word sounds, which four heads of the cross-attention are
drawn to. The second is what word times are read from; both make a transcript's words follow the
sound after hundreds of steps where tokens alone need thousands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import WhisperConfig, WhisperForConditionalGeneration

from scripts.demo_whisper.windows import IGNORED, PHONES, Batch

WIDTH, HEADS, ENCODER_LAYERS, DECODER_LAYERS = 256, 4, 4, 3
GUIDED = {1: (0, 1), 2: (0, 1)}
"""Heads of the cross-attention, by decoder layer, that follow the sound."""
SMOOTHING = 0.05
MARGIN = 2


class Network(nn.Module):
    """Whisper of 7.8 million parameters, and a layer that names phones while it learns.

    Parameters
    ----------
    tokens
        Size of the vocabulary.
    end, start
        Ids of the tokens that end and start a transcript.
    """

    def __init__(self, *, tokens: int, end: int, start: int) -> None:
        super().__init__()
        config = WhisperConfig(
            vocab_size=tokens,
            d_model=WIDTH,
            encoder_layers=ENCODER_LAYERS,
            decoder_layers=DECODER_LAYERS,
            encoder_attention_heads=HEADS,
            decoder_attention_heads=HEADS,
            encoder_ffn_dim=4 * WIDTH,
            decoder_ffn_dim=4 * WIDTH,
            num_mel_bins=80,
            dropout=0.0,
            pad_token_id=end,
            bos_token_id=end,
            eos_token_id=end,
            decoder_start_token_id=start,
            suppress_tokens=[],
            begin_suppress_tokens=[],
        )
        self.whisper = WhisperForConditionalGeneration(config)
        self.phones = nn.Linear(WIDTH, len(PHONES))

    def losses(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Cross-entropy of tokens and of phones, and surprise at where the heads look."""
        heard = self.encode(batch.features.to(self.phones.weight.dtype))
        last, looks = self._decode(batch.tokens, heard)
        logits = self.whisper.proj_out(last).float().flatten(0, 1)
        token = F.cross_entropy(
            logits, batch.labels.flatten(), ignore_index=IGNORED, label_smoothing=SMOOTHING
        )
        named = self.phones(heard).float().flatten(0, 1)
        phone = F.cross_entropy(named, batch.phones.flatten(), ignore_index=IGNORED)
        return token, phone, _astray(looks, batch.places)

    def encode(self, features: Tensor) -> Tensor:
        """Features (windows, 80, frames) to (windows, frames / 2, width); any length up to 30 s."""
        encoder = self.whisper.model.encoder
        hidden = F.gelu(encoder.conv1(features))
        hidden = F.gelu(encoder.conv2(hidden)).transpose(1, 2)
        hidden = hidden + encoder.embed_positions.weight[: hidden.shape[1]]
        for layer in encoder.layers:
            normed = layer.self_attn_layer_norm(hidden)
            hidden = hidden + _attend(layer.self_attn, normed, normed)
            hidden = hidden + _forward(layer, hidden)
        return encoder.layer_norm(hidden)

    def _decode(self, tokens: Tensor, heard: Tensor) -> tuple[Tensor, list[Tensor]]:
        decoder = self.whisper.model.decoder
        positions = decoder.embed_positions.weight[: tokens.shape[1]]
        hidden = decoder.embed_tokens(tokens) + positions
        looks = []
        for index, layer in enumerate(decoder.layers):
            normed = layer.self_attn_layer_norm(hidden)
            hidden = hidden + _attend(layer.self_attn, normed, normed, causal=True)
            normed = layer.encoder_attn_layer_norm(hidden)
            if index in GUIDED:
                seen, weights = _attend_openly(layer.encoder_attn, normed, heard)
                looks.append(weights[:, list(GUIDED[index])])
            else:
                seen = _attend(layer.encoder_attn, normed, heard)
            hidden = hidden + seen
            hidden = hidden + _forward(layer, hidden)
        return decoder.layer_norm(hidden), looks


def _forward(layer: Any, hidden: Tensor) -> Tensor:
    return layer.fc2(F.gelu(layer.fc1(layer.final_layer_norm(hidden))))


def _split(states: Tensor) -> Tensor:
    return states.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)


def _attend(block: Any, queries: Tensor, states: Tensor, *, causal: bool = False) -> Tensor:
    # On a CPU and at these lengths plain products are faster than torch's fused attention.
    scaled = _split(block.q_proj(queries)) * (WIDTH // HEADS) ** -0.5
    scores = scaled @ _split(block.k_proj(states)).transpose(-1, -2)
    if causal:
        size = scores.shape[-1]
        later = torch.full((size, size), float("-inf"), dtype=scores.dtype).triu(1)
        scores = scores + later
    mixed = scores.softmax(-1) @ _split(block.v_proj(states))
    return block.out_proj(mixed.transpose(1, 2).flatten(2))


def _attend_openly(block: Any, queries: Tensor, states: Tensor) -> tuple[Tensor, Tensor]:
    """Attention whose weights can be seen, (windows, heads, tokens, frames)."""
    scaled = _split(block.q_proj(queries)) * (WIDTH // HEADS) ** -0.5
    weights = (scaled @ _split(block.k_proj(states)).transpose(-1, -2)).float().softmax(-1)
    mixed = weights.to(queries.dtype) @ _split(block.v_proj(states))
    return block.out_proj(mixed.transpose(1, 2).flatten(2)), weights


def _astray(looks: list[Tensor], places: Tensor) -> Tensor:
    """Negative log of the attention that lies on a token's word, give or take 40 ms."""
    frames = torch.arange(looks[0].shape[-1])
    first, last = places[..., :1] - MARGIN, places[..., 1:] + MARGIN
    inside = ((frames >= first) & (frames <= last)).unsqueeze(1)
    known = (places[..., 0] >= 0).unsqueeze(1)
    on_word = torch.cat([(weights * inside).sum(-1) for weights in looks], dim=1)
    surprise = -(on_word + 1e-4).log()
    return (surprise * known).sum() / (known.sum() * on_word.shape[1]).clamp(min=1)


def read_weights(network: Network, path: Path, *, which: str = "network") -> dict[str, Any]:
    """Load weights of a training state, or of an earlier recipe that knew no phones.

    Parameters
    ----------
    which
        ``network``, as the last step left them, or ``mean`` of many steps.
    """
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    if "m" in state:
        network.whisper.load_state_dict(state["m"])
        return {}
    network.load_state_dict(state[which])
    return state
