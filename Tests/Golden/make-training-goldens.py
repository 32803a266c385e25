#!/usr/bin/env python3
"""Makes `training.json`: what PyTorch computes, for the tests of Core's functions, losses, optimizers and schedules.

Needs torch; everything is worked out in float64. Run it from anywhere:
    python3 Tests/Golden/make-training-goldens.py
"""

import json
import pathlib
import re

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)


def numbers(tensor):
    return [float(f"{x:.16g}") for x in tensor.detach().flatten().tolist()]


# Five steps of a linear layer under every update rule, along the gradient of the mean squared error.
inputs, targets = torch.randn(6, 3), torch.randn(6, 2)
weight, bias = torch.randn(2, 3), torch.randn(2)
rules = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "momentum decay": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "nesterov decay": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05),
    "adam decay": lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.05),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.05),
    "adamax": lambda p: torch.optim.Adamax(p, lr=0.05),
    "adamax decay": lambda p: torch.optim.Adamax(p, lr=0.05, weight_decay=0.05),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.05),
    "adagrad decay": lambda p: torch.optim.Adagrad(p, lr=0.05, weight_decay=0.05),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.05),
    "rmsprop decay": lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.9, weight_decay=0.05),
}


def path(make):
    w, b = weight.clone().requires_grad_(), bias.clone().requires_grad_()
    optimizer = make([w, b])
    steps = []
    for _ in range(5):
        optimizer.zero_grad()
        F.mse_loss(F.linear(inputs, w, b), targets).backward()
        optimizer.step()
        steps.append({"weight": numbers(w), "bias": numbers(b)})
    return steps


updates = {
    "inputs": numbers(inputs), "targets": numbers(targets), "weight": numbers(weight), "bias": numbers(bias),
    "paths": {name: path(make) for name, make in rules.items()},
}


# The learning rate of every step, for a base of 0.1; those that count epochs have five steps in each.
def rates(make, steps, every=1):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    schedule = make(optimizer)
    result = []
    for step in range(steps):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if (step + 1) % every == 0 and step + 1 < steps:
            schedule.step()
    return result


schedules = {
    "step": rates(lambda o: torch.optim.lr_scheduler.StepLR(o, step_size=2, gamma=0.1), 30, every=5),
    "exponential": rates(lambda o: torch.optim.lr_scheduler.ExponentialLR(o, gamma=0.9), 30, every=5),
    "cosine": rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=30), 30),
    "cosine floor": rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=30, eta_min=0.02), 30),
    "one cycle": rates(lambda o: torch.optim.lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=30), 30),
    "one cycle short": rates(lambda o: torch.optim.lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=7), 7),
    "one cycle settings": rates(
        lambda o: torch.optim.lr_scheduler.OneCycleLR(
            o, max_lr=0.1, total_steps=30, pct_start=0.5, div_factor=10, final_div_factor=100), 30),
}

# Functions of one number and their derivatives.
points = [-30.0, -8.0, -3.0, -1.0, -0.5, -0.01, -1e-6, 1e-6, 0.01, 0.5, 1.0, 3.0, 8.0, 30.0]
functions = {
    "gelu": F.gelu, "elu": F.elu, "elu 0.3": lambda x: F.elu(x, alpha=0.3), "softplus": F.softplus, "tanh": torch.tanh,
    "sigmoid": torch.sigmoid, "softsign": F.softsign, "leaky_relu": F.leaky_relu, "relu": F.relu,
}


def with_gradient(function, x):
    x = x.clone().requires_grad_()
    y = function(x)
    y.sum().backward()
    return {"values": numbers(y), "gradients": numbers(x.grad)}


activations = {name: with_gradient(function, torch.tensor(points)) for name, function in functions.items()}

# Losses of N x K logits.
logits, labels = 3 * torch.randn(5, 4), torch.tensor([2, 0, 3, 3, 1])
chances = torch.tensor([0.0, 1.0, 0.3, 0.5, 1.0, 0.0, 0.9, 0.1])
scores = torch.tensor([-100.0, 100.0, 0.0, 2.0, -3.0, 50.0, -0.1, 1e-3])
losses = {
    "logits": numbers(logits), "labels": labels.tolist(),
    "cross_entropy": with_gradient(lambda x: F.cross_entropy(x, labels), logits),
    "scores": numbers(scores), "chances": numbers(chances),
    "binary_cross_entropy_with_logits": with_gradient(
        lambda x: F.binary_cross_entropy_with_logits(x, chances), scores),
}

# Clipping to a norm.
parameters = [torch.zeros(2, 3, requires_grad=True), torch.zeros(4, requires_grad=True)]
for parameter in parameters:
    parameter.grad = torch.randn_like(parameter)
before = [numbers(p.grad) for p in parameters]
norm = torch.nn.utils.clip_grad_norm_(parameters, 0.5)
clipping = {"before": before, "norm": norm.item(), "limit": 0.5, "after": [numbers(p.grad) for p in parameters]}

golden = {
    "updates": updates, "schedules": schedules, "points": points, "activations": activations, "losses": losses,
    "clipping": clipping,
}
file = pathlib.Path(__file__).resolve().parent / "training.json"
text = json.dumps(golden, indent=1)
# Lists of numbers on one line each.
text = re.sub(r"\[\s+([-0-9.e,\s]+?)\s+\]", lambda m: "[" + ", ".join(m.group(1).replace(",", " ").split()) + "]", text)
file.write_text(text + "\n")
