"""A tuned model as files that run without PyTorch: an 8-bit ONNX graph, packed embedding rows, heads, tokenizer."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tests.training import vocabulary
from tests.training.origin import HEADS, LAYERS, WIDE, Origin
from tests.training.tune import Model

OPSET = 20


def shared(origin: Origin, kept: Sequence[int], folder: Path, card: dict[str, Any]) -> None:
    """What all encoders of the reader use, into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "words.npy", np.ascontiguousarray(origin.words[np.array(kept)]))
    vocabulary.write(vocabulary.pieces(origin, kept), folder / "pieces.tsv")
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def member(model: Model, folder: Path, name: str) -> None:
    """One tuned encoder and its heads into ``folder``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    state = {key: value.detach().float().numpy() for key, value in model.state_dict().items()}
    plain, ready = folder / f"plain-{name}.tmp", folder / f"ready-{name}.tmp"
    onnx.save(graph(state), str(plain))
    quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    # Per channel: with one scale a matrix, grave labels were lost (docs/reading.md).
    quantize_dynamic(
        str(ready), str(folder / f"encoder-{name}.onnx"), per_channel=True, reduce_range=False,
        weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"],
    )  # fmt: skip
    plain.unlink()
    ready.unlink()
    heads = {key.removeprefix("heads."): value for key, value in state.items() if key.startswith("heads.")}
    np.savez(folder / f"heads-{name}.npz", **heads)


def graph(state: dict[str, Any]) -> Any:
    """``words`` (length, WIDE) float32 of one text, unmasked -> ``tokens`` (length, WIDE)."""
    made = _Graph(state)
    x = made.add("Add", "words", made.sliced_positions())
    x = made.norm(x, "encoder.ln")
    for number in range(LAYERS):
        x = made.layer(x, f"encoder.layers.{number}")
    made.add("Identity", x, name="tokens")
    sizes: list[Any] = ["length", WIDE]
    return helper.make_model(
        helper.make_graph(
            made.nodes,
            "encoder",
            [helper.make_tensor_value_info("words", TensorProto.FLOAT, sizes)],
            [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, sizes)],
            made.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=9,
    )


class _Graph:
    def __init__(self, state: dict[str, Any]) -> None:
        self.state = state
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        name = name or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"n_{name}", **attributes))
        return name

    def constant(self, value: Any) -> str:
        name = f"c_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def sliced_positions(self) -> str:
        shape = self.add("Shape", "words", start=0, end=1)
        zero, axis = self.constant(np.array([0], np.int64)), self.constant(np.array([0], np.int64))
        return self.add("Slice", self.constant(self.state["encoder.pos"]), zero, shape, axis)

    def norm(self, x: str, name: str) -> str:
        weight, bias = self.constant(self.state[f"{name}.weight"]), self.constant(self.state[f"{name}.bias"])
        return self.add("LayerNormalization", x, weight, bias, axis=-1, epsilon=1e-12)

    def linear(self, x: str, name: str) -> str:
        weight = self.constant(self.state[f"{name}.weight"].T)
        return self.add("Add", self.add("MatMul", x, weight), self.constant(self.state[f"{name}.bias"]))

    def layer(self, x: str, name: str) -> str:
        def split(part: str, order: list[int]) -> str:
            shape = self.constant(np.array([-1, HEADS, WIDE // HEADS], np.int64))
            return self.add("Transpose", self.add("Reshape", self.linear(x, f"{name}.{part}"), shape), perm=order)

        scores = self.add("MatMul", split("q", [1, 0, 2]), split("k", [1, 2, 0]))
        scale = self.constant(np.array(1 / math.sqrt(WIDE // HEADS), np.float32))
        weights = self.add("Softmax", self.add("Mul", scores, scale), axis=-1)
        mixed = self.add("Transpose", self.add("MatMul", weights, split("v", [1, 0, 2])), perm=[1, 0, 2])
        flat = self.add("Reshape", mixed, self.constant(np.array([-1, WIDE], np.int64)))
        x = self.norm(self.add("Add", x, self.linear(flat, f"{name}.ao")), f"{name}.aln")
        inside = self.add("Gelu", self.linear(x, f"{name}.fi"))
        return self.norm(self.add("Add", x, self.linear(inside, f"{name}.fo")), f"{name}.oln")
