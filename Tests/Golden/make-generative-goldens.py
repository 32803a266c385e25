#!/usr/bin/env python3
"""Makes `generative.json`: transposed convolutions and batch normalization by PyTorch, forward and backward, in float64;
and `gan-step.json`: one step of each pair of networks of `gan-train`.

The networks' numbers come from a small generator that the test has as well, so that the file holds results alone: of
each parameter after the step its norm and every so-many-th number. Needs torch. Run it from anywhere.
"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

from golden_numbers import GoldenNumbers

torch.set_default_dtype(torch.float64)
torch.manual_seed(12)
folder = pathlib.Path(__file__).parent


def pack(tensor):
    return {
        "shape": list(tensor.shape), "numbers": [float(f"{x:.12g}") for x in tensor.detach().flatten().tolist()]}


def rounded(*shape):
    """Random numbers of few digits, so that the file holds exactly what was computed with."""
    return (torch.randn(*shape) * 0.7).mul(1e3).round().div(1e3)


def case(name, inputs, output, sizes=None, settings=None, **more):
    weighting = rounded(*output.shape)
    (output * weighting).sum().backward()
    tensors = {**inputs, "output": output, "weighting": weighting, **more}
    tensors |= {f"gradient {key}": value.grad for key, value in inputs.items() if value.grad is not None}
    return {
        "name": name, "sizes": sizes or {}, "settings": settings or {},
        "tensors": {key: pack(value) for key, value in tensors.items()}}


def leaves(**shapes):
    return {key: rounded(*shape).requires_grad_() for key, shape in shapes.items()}


def transposed(name, x, weight, stride, padding, extra=0, bias=True):
    inputs = leaves(x=x, weight=weight, **({"bias": (weight[1],)} if bias else {}))
    output = F.conv_transpose2d(
        inputs["x"], inputs["weight"], inputs.get("bias"), stride=stride, padding=padding, output_padding=extra)
    return case(name, inputs, output, sizes={"stride": [stride] * 2, "padding": [padding] * 2, "extra": [extra] * 2})


def batch_norm(name, shape, slope=None, training=True):
    inputs = leaves(x=shape, weight=(shape[1],), bias=(shape[1],))
    norm = nn.BatchNorm2d(shape[1])
    with torch.no_grad():
        norm.running_mean.copy_(rounded(shape[1]))
        norm.running_var.copy_(rounded(shape[1]).abs() + 0.5)
    before = {"mean before": norm.running_mean.clone(), "variance before": norm.running_var.clone()}
    output = F.batch_norm(
        inputs["x"], norm.running_mean, norm.running_var, inputs["weight"], inputs["bias"], training, 0.1, 1e-5)
    if slope is not None:
        output = F.leaky_relu(output, slope)
    return case(
        name, inputs, output, settings={"training": float(training), **({} if slope is None else {"slope": slope})},
        **before, **{"mean after": norm.running_mean, "variance after": norm.running_var})


operations = {
    "convTranspose2D": [
        transposed("doubling", (2, 3, 4, 5), (3, 2, 4, 4), 2, 1),
        transposed("one cell", (3, 4, 1, 1), (4, 3, 3, 3), 1, 0, bias=False),
        transposed("one cell with bias", (2, 3, 1, 1), (3, 2, 2, 2), 1, 0),
        transposed("stride 1", (1, 2, 3, 3), (2, 3, 3, 3), 1, 1),
        transposed("stride 3 with a rest", (2, 2, 3, 2), (2, 2, 4, 4), 3, 1, extra=2),
        transposed("one channel", (2, 16, 3, 3), (16, 1, 4, 4), 2, 1, bias=False),
    ],
    "batchNorm": [
        batch_norm("training", (3, 4, 2, 3)),
        batch_norm("training, rectified", (2, 3, 3, 2), slope=0.0),
        batch_norm("training, leaky", (4, 2, 2, 2), slope=0.2),
        batch_norm("inference", (3, 4, 2, 3), training=False),
        batch_norm("inference, leaky", (2, 3, 2, 2), slope=0.2, training=False),
    ],
}
(folder / "generative.json").write_text(json.dumps(operations) + "\n")


class Dense(nn.Module):
    def __init__(self, widths, last):
        super().__init__()
        self.last = last
        for place, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
            setattr(self, f"fc{place + 1}", nn.Linear(inputs, outputs))

    def forward(self, x):
        x = x.flatten(1)
        for layer in (self.fc1, self.fc2, self.fc3):
            x = F.leaky_relu(layer(x), 0.2)
        return self.last(self.fc4(x))


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.ConvTranspose2d(100, 128, 7, bias=False)
        self.conv2 = nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False)
        self.conv3 = nn.ConvTranspose2d(64, 1, 4, 2, 1, bias=False)
        self.bn1, self.bn2 = nn.BatchNorm2d(128), nn.BatchNorm2d(64)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x.reshape(len(x), 100, 1, 1))))
        return torch.tanh(self.conv3(F.relu(self.bn2(self.conv2(x)))))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 64, 4, 2, 1, bias=False)
        self.conv2 = nn.Conv2d(64, 128, 4, 2, 1, bias=False)
        self.conv3 = nn.Conv2d(128, 100, 7, bias=False)
        self.bn2 = nn.BatchNorm2d(128)
        self.logit = nn.Linear(100, 1)

    def forward(self, x):
        x = F.leaky_relu(self.conv1(x), 0.2)
        x = self.conv3(F.leaky_relu(self.bn2(self.conv2(x)), 0.2)).flatten(1)
        return self.logit(F.leaky_relu(x, 0.2))


def fill(network, numbers):
    """Weights that keep sizes as they are; scales about 1."""
    for name, parameter in network.named_parameters():
        shape = tuple(parameter.shape)
        inputs = 1
        for size in shape[1:]:
            inputs *= size
        drawn = numbers.tensor(shape, torch.float64)
        parameter.data = drawn + 1 if name.startswith("bn") and name.endswith("weight") else drawn * 4 / max(16, inputs) ** 0.5


def step(generator, discriminator, optimizer, smoothing):
    numbers = GoldenNumbers(30)
    fill(generator, numbers)
    fill(discriminator, numbers)
    real, noise = numbers.tensor((4, 1, 28, 28), torch.float64) * 2, numbers.tensor((4, 100), torch.float64) * 4
    first, second = optimizer(generator.parameters()), optimizer(discriminator.parameters())
    loss = F.binary_cross_entropy_with_logits
    fake = generator(noise).reshape(4, 1, 28, 28)
    on_real, on_fake = discriminator(real), discriminator(fake.detach())
    judged = loss(on_real, torch.full_like(on_real, 1 - smoothing)) + loss(on_fake, torch.zeros_like(on_fake))
    second.zero_grad()
    judged.backward()
    second.step()
    deceived = discriminator(fake)
    deceived = loss(deceived, torch.ones_like(deceived))
    first.zero_grad()
    deceived.backward()
    first.step()
    state = {}
    for prefix, network in (("generator", generator), ("discriminator", discriminator)):
        for name, value in network.state_dict().items():
            flat = value.detach().double().flatten()
            stride = max(1, flat.numel() // 50)
            state[f"{prefix}.{name}"] = {
                "norm": flat.norm().item(), "stride": stride, "values": flat[::stride].tolist()}
    return {
        "discriminatorLoss": judged.item(), "generatorLoss": deceived.item(),
        "onReal": on_real.sigmoid().mean().item(), "onFake": on_fake.sigmoid().mean().item(), "state": state}


models = {
    "gan": lambda: (Dense([100, 256, 512, 1024, 784], torch.tanh), Dense([784, 1024, 512, 256, 1], lambda x: x)),
    "dcgan": lambda: (Generator(), Discriminator()),
}
rules = {
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=2e-4, betas=(0.5, 0.999)),
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.01),
}
steps = {
    f"{model} {rule}": step(*models[model](), rules[rule], smoothing=0.1) for model in models for rule in rules}
text = json.dumps(steps)
(folder / "gan-step.json").write_text(text + "\n")
