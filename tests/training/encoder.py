"""The encoder in PyTorch, for training only. Plain BERT with three heads: labels, roles of days, roles of amounts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as f

from bot.readers._trained.cut import LONGEST
from tests.training.origin import HEADS, INSIDE, LAYERS, WIDE, Origin

DAY_ROLES, AMOUNT_ROLES = 3, 3


class Drop(nn.Module):
    """Dropout of a tenth by random bytes: drawing PyTorch's own took longer than the layer's products on a CPU."""

    chance = np.random.Generator(np.random.SFC64(0))

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        kept = torch.from_numpy(np.frombuffer(self.chance.bytes(x.numel()), np.uint8).copy()) >= 26
        return x * (kept.view(x.shape).to(x.dtype) * (256 / 230))


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDE, WIDE) for _ in range(4))
        self.fi, self.fo = nn.Linear(WIDE, INSIDE), nn.Linear(INSIDE, WIDE)
        self.aln, self.oln = nn.LayerNorm(WIDE, eps=1e-12), nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = Drop()

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        rows, length, _ = x.shape
        q, k, v = (m(x).view(rows, length, HEADS, -1).transpose(1, 2) for m in (self.q, self.k, self.v))
        # Not the fused attention: on a CPU its backward pass took half of a step.
        weights = (q @ k.transpose(-1, -2) / math.sqrt(WIDE // HEADS) + hidden).softmax(-1)
        mixed = (weights @ v).transpose(1, 2).reshape(rows, length, WIDE)
        x = self.aln(x + self.drop(self.ao(mixed)))
        return self.oln(x + self.drop(self.fo(f.gelu(self.fi(x)))))


class Encoder(nn.Module):
    """Embeddings come from outside, so that the stored model needs only those rows that it knows."""

    def __init__(self, origin: Origin) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        tensors = origin.tensors
        self.pos = nn.Parameter(
            torch.tensor(tensors["emb.pos"].reshape(-1, WIDE)[:LONGEST] + tensors["emb.type"][:WIDE])
        )
        self.ln = nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = Drop()
        _fill(self.ln, tensors, "emb.ln")
        for number, layer in enumerate(self.layers):
            for name, part in layer.named_children():
                if name != "drop":
                    _fill(part, tensors, f"l{number}.{name}")

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """``words`` (rows, length, WIDE), ``mask`` (rows, length) of 0 and 1: a vector for each token."""
        x = self.drop(self.ln(words + self.pos[: words.shape[1]]))
        hidden = (1.0 - mask[:, None, None, :]) * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        return x


class Heads(nn.Module):
    """Each label looks where it wants to: its attention starts even, so that it begins as the mean of all tokens."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.look = nn.Parameter(torch.zeros(labels, WIDE))
        self.weigh = nn.Parameter(torch.zeros(labels, WIDE))
        self.bias = nn.Parameter(torch.zeros(labels))
        self.day, self.amount = nn.Linear(WIDE, DAY_ROLES), nn.Linear(WIDE, AMOUNT_ROLES)
        self.drop = Drop()

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Tokens (rows, length, WIDE) to logits (rows, labels)."""
        x = self.drop(x)
        looked = (x @ self.look.T + (1.0 - mask[:, :, None]) * -1e4).softmax(1)
        return (looked * (x @ self.weigh.T)).sum(1) + self.bias


def _fill(part: nn.Module, tensors: dict[str, Any], name: str) -> None:
    with torch.no_grad():
        for key, parameter in (("w", part.weight), ("b", part.bias)):
            parameter.copy_(torch.tensor(np.ascontiguousarray(tensors[f"{name}.{key}"])).view_as(parameter))
