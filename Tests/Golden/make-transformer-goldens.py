#!/usr/bin/env python3
"""Makes `transformer.json`: what PyTorch computes with the layers of a Transformer, forward and backward.

Needs torch; everything is worked out in float64. Run it from anywhere:
    python3 Tests/Golden/make-transformer-goldens.py
"""

import json
import pathlib

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(11)

width, heads, hidden = 8, 2, 12


def pack(tensor):
    return {
        "shape": list(tensor.shape), "numbers": [float(f"{x:.10g}") for x in tensor.detach().flatten().tolist()]}


def rounded(*shape):
    """Random numbers of few digits, so that the file holds exactly what was computed with."""
    return (torch.randn(*shape) * 0.7).mul(1e4).round().div(1e4)


def case(name, module, inputs, call):
    """The result of a random weighting of what `call` makes, and the gradients by inputs and parameters."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(rounded(*parameter.shape))
    module.eval()
    leaves = {key: value.clone().requires_grad_() for key, value in inputs.items()}
    output, extra = call(module, leaves)
    weighting = rounded(*output.shape)
    (output * weighting).sum().backward()
    tensors = {**inputs, "output": output, "weighting": weighting, **extra}
    tensors |= {f"parameter {key}": value for key, value in module.named_parameters()}
    tensors |= {f"gradient {key}": value.grad for key, value in leaves.items()}
    tensors |= {f"gradient {key}": value.grad for key, value in module.named_parameters()}
    return {
        "name": name, "sizes": {}, "settings": {}, "tensors": {key: pack(value) for key, value in tensors.items()}}


def attend(query, memory, **options):
    def call(module, inputs):
        output, weights = module(
            inputs[query], inputs[memory], inputs[memory], average_attn_weights=False, **options)
        return output, {"weights": weights}

    return call


def layer_options(first):
    return dict(d_model=width, nhead=heads, dim_feedforward=hidden, dropout=0.0, batch_first=True, norm_first=first)


causal = torch.triu(torch.ones(5, 5, dtype=torch.bool), 1)
lengths = [4, 2]
padding = torch.arange(4) >= torch.tensor(lengths)[:, None]
attention = lambda: nn.MultiheadAttention(width, heads, batch_first=True)
x, memory = rounded(2, 5, width), rounded(2, 4, width)

cases = {
    "layer norm": [case("plain", nn.LayerNorm(width), {"x": x}, lambda m, i: (m(i["x"]), {}))],
    "attention": [
        case("plain", attention(), {"x": x}, attend("x", "x")),
        case("causal", attention(), {"x": x}, attend("x", "x", attn_mask=causal)),
        case("memory", attention(), {"x": x, "memory": memory}, attend("x", "memory")),
        case("padding", attention(), {"x": x, "memory": memory}, attend("x", "memory", key_padding_mask=padding)),
    ],
    "encoder layer": [
        case(name, nn.TransformerEncoderLayer(**layer_options(first)), {"x": x}, lambda m, i: (m(i["x"]), {}))
        for name, first in [("post", False), ("pre", True)]
    ],
    "decoder layer": [
        case(
            name, nn.TransformerDecoderLayer(**layer_options(first)), {"x": x, "memory": memory},
            lambda m, i: (
                m(i["x"], i["memory"], tgt_mask=causal, memory_key_padding_mask=padding), {}))
        for name, first in [("post", False), ("pre", True)]
    ],
    "transformer": [
        case(
            name, nn.Transformer(num_encoder_layers=1, num_decoder_layers=1, **layer_options(first)),
            {"x": x, "memory": memory}, lambda m, i: (m(i["memory"], i["x"], tgt_mask=causal), {}))
        for name, first in [("post", False)]
    ],
}
path = pathlib.Path(__file__).with_name("transformer.json")
path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
print(path, path.stat().st_size)
