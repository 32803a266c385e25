#!/usr/bin/env python3
"""Writes mri.json: loss, logits and gradients of the network of slices for one fixed batch, by PyTorch in float64.

Needs torch. Weights and pictures come from a small generator that the test has as well, so that the file holds results
alone: of each gradient its norm and every so-many-th number.

Rectifiers and maxima have kinks, and a number that float32 rounds to the other side of one changes gradients by more
than rounding. The generator's state is one of 1,500 that were tried: the one whose numbers keep farthest from all kinks.
"""
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

from golden_numbers import GoldenNumbers


class MRINet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 32, 3, padding=1)
        self.conv3 = nn.Conv2d(32, 32, 3, padding=1)
        self.conv4 = nn.Conv2d(32, 64, 3, padding=1)
        self.fc1 = nn.Linear(3136, 256)
        self.fc2 = nn.Linear(256, 128)
        self.fc3 = nn.Linear(128, 4)

        self.margins = []

    def rectified(self, x):
        self.margins.append((x.abs().min() / x.std()).item())
        return F.leaky_relu(x)

    def pooled(self, x):
        windows = F.unfold(x.reshape(-1, 1, *x.shape[2:]), 2, stride=2)
        first, second = windows.topk(2, dim=1).values.unbind(1)
        self.margins.append(((first - second).min() / x.std()).item())
        return self.rectified(F.max_pool2d(x, 2))

    def forward(self, x):
        x = self.pooled(self.conv2(self.rectified(self.conv1(x))))
        x = self.pooled(self.conv4(self.rectified(self.conv3(x))))
        x = F.adaptive_avg_pool2d(x, 7).flatten(1)
        return self.fc3(self.rectified(self.fc2(self.rectified(self.fc1(x)))))


numbers = GoldenNumbers(1309)
network = MRINet()
for parameter in network.parameters():
    shape = tuple(parameter.shape)
    inputs = 1
    for size in shape[1:]:
        inputs *= size
    reach = torch.tensor(4.0) / torch.tensor(float(max(16, inputs))).sqrt()
    parameter.data = numbers.tensor(shape, torch.float32) * reach
pictures = numbers.tensor((2, 1, 32, 32), torch.float32) + 0.5

network.double()
logits = network(pictures.double())
loss = F.cross_entropy(logits, torch.tensor([1, 3]))
loss.backward()
assert min(network.margins) > 4e-5, "too near a kink for numbers in float32"
gradients = {}
for name, parameter in network.named_parameters():
    flat = parameter.grad.flatten()
    stride = max(1, flat.numel() // 100)
    gradients[name] = {
        "norm": float(f"{flat.norm().item():.9g}"),
        "stride": stride,
        "values": [float(f"{value:.7g}") for value in flat[::stride].tolist()],
    }
golden = {
    "loss": loss.item(),
    "logits": [float(f"{value:.9g}") for value in logits.flatten().tolist()],
    "gradients": gradients,
}
(pathlib.Path(__file__).parent / "mri.json").write_text(json.dumps(golden) + "\n")
