"""The training loop: one tuned encoder from labelled rows. Knows no file."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as f

from bot.readers._trained.pieces import UNKNOWN
from tests.training.encoder import Drop, Encoder, Heads
from tests.training.origin import WIDE, Origin, unpacked
from tests.training.rows import LABELS

FALL, HEADS_FASTER = 0.9, 4
BATCH, MASKED, MOST_WEIGHT = 16, 0.1, 5.0
NO_SUBJECT = 0.3


@dataclass(frozen=True, kw_only=True)
class Example:
    """Ids of one text, its labels (0/1), spans of candidate days and amounts as (first, last+1, role).

    ``head``: how many ids belong to the subject (it is hidden now and then, so that nothing rests on it alone).
    """

    ids: list[int]
    labels: list[float]
    days: tuple[tuple[int, int, int], ...] = ()
    amounts: tuple[tuple[int, int, int], ...] = ()
    head: tuple[int, int] = (0, 0)


class Model(nn.Module):
    """Encoder, heads and the frozen rows of the embedding."""

    def __init__(self, origin: Origin, kept: Sequence[int]) -> None:
        super().__init__()
        self.encoder, self.heads = Encoder(origin), Heads(len(LABELS))
        rows = unpacked(origin.words[np.array(kept)]).reshape(len(kept), WIDE)
        self.words: Tensor
        self.register_buffer("words", torch.tensor(rows))

    def tokens(self, ids: Tensor, mask: Tensor) -> Tensor:
        out: Tensor = self.encoder(self.words[ids], mask)
        return out


def packed(examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    longest = max(len(e.ids) for e in examples)
    ids = torch.ones(len(examples), longest, dtype=torch.long)
    mask = torch.zeros(len(examples), longest)
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = 1
    return ids, mask


def batches(examples: Sequence[Example], size: int, shuffled: random.Random | None) -> Iterator[list[Example]]:
    """Texts of about the same length together."""
    order = list(range(len(examples)))
    if shuffled:
        order.sort(key=lambda i: len(examples[i].ids) * shuffled.uniform(0.8, 1.25))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if shuffled:
        shuffled.shuffle(groups)
    for group in groups:
        yield [examples[i] for i in group]


def fresh(origin: Origin, kept: Sequence[int], examples: Sequence[Example], *, seed: int) -> Model:
    """A model that has learnt nothing yet but where to begin."""
    torch.manual_seed(seed)
    model = Model(origin, kept)
    _start(model, examples)
    return model


def tune(
    model: Model,
    examples: Sequence[Example],
    *,
    epochs: float,
    fastest: float,
    seed: int,
    say: Callable[[str], None] = print,
) -> None:
    """One lesson, the same for the same seed and number of threads. ``fastest``: the rate of the last layer."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    Drop.chance = np.random.Generator(np.random.SFC64(seed))
    weights = _weights(examples)
    optimiser = _optimiser(model, fastest)
    steps = math.ceil(epochs * math.ceil(len(examples) / BATCH))
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / (0.06 * steps), max(0.0, 1 - n / steps))
    )
    done, epoch = 0, 0
    while done < steps:
        model.train()
        total = 0.0
        for group in batches(examples, BATCH, chance):
            if done >= steps:
                break
            loss = _loss(model, group, weights, chance)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            rate.step()
            done += 1
            total += float(loss.detach())
        epoch += 1
        say(f"epoch {epoch}: step {done} of {steps}, loss {total * BATCH / len(examples):.4f}")
    model.eval()


def _optimiser(model: Model, fastest: float) -> Any:
    """Rates that fall from the last layer to the first; the embeddings stay as they came."""
    layers = list(model.encoder.layers)
    groups = [
        {"params": layer.parameters(), "lr": fastest * FALL ** (len(layers) - 1 - i)} for i, layer in enumerate(layers)
    ]
    groups.append({"params": model.heads.parameters(), "lr": fastest * HEADS_FASTER})
    for frozen in (model.encoder.pos, *model.encoder.ln.parameters()):
        frozen.requires_grad_(False)
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def _loss(model: Model, group: list[Example], weights: Tensor, chance: random.Random) -> Tensor:
    ids, mask = packed(group)
    hide = torch.rand(ids.shape) < MASKED
    for row, example in enumerate(group):
        if chance.random() < NO_SUBJECT:
            hide[row, slice(*example.head)] = True
    ids = torch.where(hide & (ids > UNKNOWN), UNKNOWN, ids)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = model.tokens(ids, mask)
    x = x.float()
    wanted = torch.tensor([e.labels for e in group])
    loss = f.binary_cross_entropy_with_logits(model.heads(x, mask), wanted, pos_weight=weights)
    for head, spans in ((model.heads.day, [e.days for e in group]), (model.heads.amount, [e.amounts for e in group])):
        found = [(x[row, a:b].mean(0), role) for row, some in enumerate(spans) for a, b, role in some]
        if found:
            logits = head(model.heads.drop(torch.stack([v for v, _ in found])))
            loss = loss + 0.15 * f.cross_entropy(logits, torch.tensor([r for _, r in found]))
    return loss


def _weights(examples: Sequence[Example]) -> Tensor:
    share = torch.tensor([e.labels for e in examples]).mean(0).clamp(min=1e-3)
    return ((1 - share) / share).sqrt().clamp(1.0, MOST_WEIGHT)


@torch.no_grad()
def _start(model: Model, examples: Sequence[Example]) -> None:
    """The label head begins as a weak logistic regression on the untuned means: a random one learns much worse."""
    from sklearn.linear_model import LogisticRegression

    model.eval()
    means = []
    for group in batches(examples, 32, None):
        ids, mask = packed(group)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = model.tokens(ids, mask)
        means.append(((x.float() * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)).numpy())
    plain = np.concatenate(means)
    long = np.linalg.norm(plain, axis=1, keepdims=True)
    centre = (plain / long).mean(0)
    flat, scale = plain / long - centre, float(long.mean())
    wanted = np.array([e.labels for e in examples])
    for number in range(wanted.shape[1]):
        fit = LogisticRegression(C=1.0, class_weight="balanced", max_iter=300).fit(flat, wanted[:, number] > 0.5)
        model.heads.weigh[number] = torch.tensor(fit.coef_[0] / scale, dtype=torch.float32)
        model.heads.bias[number] = float(fit.intercept_[0] - fit.coef_[0] @ centre)


__all__ = ["Example", "Model", "fresh", "tune"]
