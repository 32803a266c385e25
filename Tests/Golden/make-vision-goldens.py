#!/usr/bin/env python3
"""Writes the folder vision: small models trained by kmnist-train, and what PyTorch makes of them.

Needs torch and safetensors, and the path of kmnist-train as its argument. The models are trained on noisy 7×7 pictures;
PyTorch loads their model.safetensors, strictly, into modules with the usual names, and gives logits, loss and gradients
of one batch. All arithmetic of PyTorch's is in float64.
"""
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F

SIDE = 7
torch.manual_seed(2018)
golden = pathlib.Path(__file__).parent / "vision"


class Conv(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.fc1 = nn.Linear(32 * (SIDE // 4) ** 2, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


class Full(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(SIDE * SIDE, 12)
        self.fc2 = nn.Linear(12, 10)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x.flatten(1))))


prototypes = torch.randint(0, 256, (10, SIDE, SIDE))


def pictures(count):
    labels = torch.arange(count) % 10
    noise = torch.randn(count, SIDE, SIDE) * 40
    return (prototypes[labels] + noise).clamp(0, 255).to(torch.uint8), labels.to(torch.uint8)


def write_idx(path, array):
    sizes = b"".join(struct.pack(">I", size) for size in array.shape)
    path.write_bytes(bytes([0, 0, 8, array.dim()]) + sizes + bytes(array.flatten().tolist()))


def train(model, *options):
    """The model as kmnist-train trains and writes it."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for split, count in (("train", 400), ("t10k", 50)):
            x, y = pictures(count)
            write_idx(folder / f"{split}-images-idx3-ubyte", x)
            write_idx(folder / f"{split}-labels-idx1-ubyte", y)
        tool = pathlib.Path(sys.argv[1]).resolve()
        command = [tool, "--model", model, "--dataset", "./", "--run", "./run", "--lr", "0.1", "--quiet", *options]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (golden / f"{model}.safetensors").write_bytes((folder / "run/model.safetensors").read_bytes())


golden.mkdir(exist_ok=True)
cases = {}
for name, module, options in (
    ("conv", Conv(), ["--epochs", "30"]),
    ("full", Full(), ["--epochs", "5", "--hidden", "12"]),
):
    train(name, *options)
    module.load_state_dict(load_file(golden / f"{name}.safetensors"), strict=True)
    module.double()
    x, y = pictures(12)
    logits = module(x.double()[:, None] / 255)
    loss = F.cross_entropy(logits, y.long())
    loss.backward()
    gradients = {key: value.grad.float() for key, value in module.named_parameters()}
    save_file(gradients, golden / f"{name}-gradients.safetensors")
    cases[name] = {
        "pixels": x.flatten().tolist(),
        "labels": y.tolist(),
        "logits": [round(value, 7) for value in logits.flatten().tolist()],
        "loss": loss.item(),
    }
(golden / "vision.json").write_text(json.dumps(cases) + "\n")
