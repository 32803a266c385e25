#!/usr/bin/env python3
"""Writes recurrent.json: states of PyTorch's recurrent layers, two deep, on a random sequence.

Run with PyTorch installed: python3 Tests/Golden/make-recurrent-goldens.py
"""

import json
import pathlib

import torch


def numbers(tensor):
    return {
        "shape": list(tensor.shape),
        "numbers": [round(x, 7) for x in tensor.detach().flatten().tolist()],
    }


def case(layer):
    for parameter in layer.parameters():
        parameter.data = torch.round(parameter.data * 1e6) / 1e6
    x = torch.round(torch.randn(4, 3, 5) * 1e4) / 1e4
    output, state = layer(x)
    hidden, cell = state if isinstance(state, tuple) else (state, None)
    return {
        "weights": {name: numbers(value) for name, value in layer.named_parameters()},
        "input": numbers(x),
        "output": numbers(output),
        # Kumiki's states stand layer under layer: L × B × H becomes LB × H.
        "hidden": numbers(hidden.flatten(0, 1)),
        **({"cell": numbers(cell.flatten(0, 1))} if cell is not None else {}),
    }


torch.manual_seed(1)
cases = {
    "rnn": case(torch.nn.RNN(5, 6, num_layers=2)),
    "lstm": case(torch.nn.LSTM(5, 6, num_layers=2)),
    "gru": case(torch.nn.GRU(5, 6, num_layers=2)),
}
target = pathlib.Path(__file__).parent / "recurrent.json"
target.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
