#!/usr/bin/env python3
"""Writes housing.json: steps of the four trainings of `housing-train`, and of its regression, by PyTorch in float64.

Needs torch. Weights and rows come from a small generator that the test has as well, so that the file holds results
alone: of each training the losses, and every so-many-th weight after the last step.
"""
import json
import pathlib

import torch
from torch.nn import functional as F

from golden_numbers import GoldenNumbers

rows, steps, every = 150, 4, 7


def network(numbers, outputs):
    parameters, width = [], 8
    for units in [20, 20, outputs]:
        parameters += [numbers.tensor((units, width), torch.float64), numbers.tensor((units,), torch.float64)]
        width = units
    return [parameter.requires_grad_() for parameter in parameters]


def forward(parameters, x):
    for place in (0, 2):
        x = F.softsign(F.linear(x, parameters[place], parameters[place + 1]))
    return F.linear(x, parameters[4], parameters[5])


trainings = {
    "gd": (3, 150, lambda p: torch.optim.SGD(p, lr=0.01)),
    "mini-batch": (3, 64, lambda p: torch.optim.SGD(p, lr=0.01)),
    "adam": (3, 150, lambda p: torch.optim.Adam(p, lr=0.0001)),
    "mini-batch-adam": (3, 64, lambda p: torch.optim.Adam(p, lr=0.0001)),
    "regression": (1, 64, lambda p: torch.optim.AdamW(p, lr=0.001, weight_decay=0.0001)),
}
golden = {}
for name, (outputs, size, make) in trainings.items():
    numbers = GoldenNumbers(20)
    parameters = network(numbers, outputs)
    x = 4 * numbers.tensor((rows, 8), torch.float64)
    labels = torch.arange(rows) * 7 % 3
    targets = numbers.tensor((rows, 1), torch.float64)
    optimizer = make(parameters)
    losses = []
    for step in range(steps):
        # Rows follow one another, and begin anew at the end.
        batch = (torch.arange(size) + step * size) % rows
        optimizer.zero_grad()
        answers = forward(parameters, x[batch])
        loss = F.cross_entropy(answers, labels[batch]) if outputs == 3 else F.mse_loss(answers, targets[batch])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    weights = torch.cat([parameter.detach().flatten() for parameter in parameters])
    golden[name] = {"losses": losses, "weights": weights[::every].tolist()}

file = pathlib.Path(__file__).resolve().parent / "housing.json"
file.write_text(json.dumps(golden) + "\n")
