#!/usr/bin/env python3
"""Writes engine.json: what PyTorch computes, in float64, for the operations of a compute engine.

Needs torch. A case has whole numbers ("sizes"), settings ("settings") and tensors, each with its shape and numbers.
"""
import json
import pathlib

import torch
from torch.nn import functional as F

torch.manual_seed(2016)
torch.set_default_dtype(torch.float64)


def made(*shape):
    """Normal numbers of two decimals, which stay short in the file."""
    return (torch.randn(shape) * 100).round() / 100


def tensor(x):
    return {"shape": list(x.shape), "numbers": x.detach().flatten().tolist()}


def case(sizes=None, settings=None, **tensors):
    return {
        "sizes": sizes or {},
        "settings": settings or {},
        "tensors": {name: tensor(x) for name, x in tensors.items()},
    }


def conv2d(input_shape, weight_shape, stride, padding):
    """Padding is top, left, bottom, right."""
    x, w, b = made(*input_shape).requires_grad_(), made(*weight_shape).requires_grad_(), made(weight_shape[0])
    b.requires_grad_()
    top, left, bottom, right = padding
    y = F.conv2d(F.pad(x, (left, right, top, bottom)), w, b, stride=stride)
    d = made(*y.shape)
    y.backward(d)
    return case(
        {"stride": stride, "padding": padding}, input=x, weight=w, bias=b, output=y, gradient=d,
        input_gradient=x.grad, weight_gradient=w.grad, bias_gradient=b.grad)


def max_pool(input_shape, window, stride, padding, rectifies):
    x = made(*input_shape).requires_grad_()
    y = F.max_pool2d(F.relu(x) if rectifies else x, window, stride, padding)
    d = made(*y.shape)
    y.backward(d)
    return case(
        {"window": window, "stride": stride, "padding": padding, "rectifies": [int(rectifies)]},
        input=x, output=y, gradient=d, input_gradient=x.grad)


def average_pool(input_shape, size):
    x = made(*input_shape).requires_grad_()
    y = F.adaptive_avg_pool2d(x, size)
    d = made(*y.shape)
    y.backward(d)
    return case(input=x, output=y, gradient=d, input_gradient=x.grad)


def softmax(shape):
    x = (3 * made(*shape)).requires_grad_()
    d = made(*shape)
    y = F.softmax(x, -1)
    (dx,) = torch.autograd.grad(y, x, d)
    z = F.log_softmax(x, -1)
    (dz,) = torch.autograd.grad(z, x, d)
    return case(input=x, gradient=d, softmax=y, softmax_gradient=dx, logarithm=z, logarithm_gradient=dz)


def cross_entropy(rows, classes):
    x = (3 * made(rows, classes)).requires_grad_()
    labels = torch.randint(classes, (rows,))
    loss = F.cross_entropy(x, labels)
    loss.backward()
    return case(logits=x, labels=labels, loss=loss, gradient=x.grad)


def unary():
    x = torch.tensor([-3.5, -1.25, -0.5, -0.03125, 0.0, 0.03125, 0.5, 1.25, 3.5])
    functions = {
        "relu": F.relu,
        "leakyReLU": lambda x: F.leaky_relu(x, 0.2),
        "tanh": torch.tanh,
        "sigmoid": lambda x: torch.sigmoid(2.5 * x),
        "softsign": F.softsign,
        "elu": lambda x: F.elu(x, 1.5),
        "gelu": F.gelu,
        "gaussian": lambda x: torch.exp(-x * x),
        "exp": torch.exp,
    }
    return [case(input=x, **{name: function(x) for name, function in functions.items()})]


def update(name, optimizer, **settings):
    """Three steps of one parameter, with the optimizer's state after each."""
    w = made(5).requires_grad_()
    tensors = {"start": w.detach().clone()}
    rule = optimizer([w], **settings)
    for step in (1, 2, 3):
        w.grad = made(5)
        tensors[f"gradient{step}"] = w.grad.clone()
        rule.step()
        tensors[f"parameter{step}"] = w.detach().clone()
        for slot, value in rule.state[w].items():
            if slot != "step" and torch.is_tensor(value):
                tensors[f"{slot}{step}"] = value.clone()
    result = case(**tensors)
    result["name"] = name
    return result


def updates():
    optim = torch.optim
    return [
        update("sgd", optim.SGD, lr=0.1, weight_decay=0.05),
        update("momentum", optim.SGD, lr=0.1, momentum=0.9, weight_decay=0.05),
        update("nesterov", optim.SGD, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05),
        update("adam", optim.Adam, lr=0.01, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.05),
        update("adamw", optim.AdamW, lr=0.01, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.05),
        update("adamax", optim.Adamax, lr=0.01, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.05),
        update("adagrad", optim.Adagrad, lr=0.1, eps=1e-6, weight_decay=0.05),
        update("rmsprop", optim.RMSprop, lr=0.01, alpha=0.9, eps=1e-6, weight_decay=0.05),
    ]


def philox(key, counter):
    """Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011)."""
    c, k, mask = [counter & 0xFFFFFFFF, counter >> 32, 0, 0], [key & 0xFFFFFFFF, key >> 32], 0xFFFFFFFF
    for _ in range(10):
        p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(q >> 32) ^ c[1] ^ k[0], q & mask, (p >> 32) ^ c[3] ^ k[1], p & mask]
        k = [(k[0] + 0x9E3779B9) & mask, (k[1] + 0xBB67AE85) & mask]
    return c


def dropout(count, rate, key, counter):
    x = made(count)
    # Of each 512 elements those of stretch s, 64 long, take half s % 2 of word s / 2 of 64 blocks in turn.
    words = [philox(key, counter + i // 512 * 64 + i % 64)[i % 512 // 128] for i in range(count)]
    numbers = [word >> 16 * (i // 64 % 2) & 0xFFFF for i, word in enumerate(words)]
    kept = torch.tensor([float(number >= int(rate * 2**16)) for number in numbers])
    return case({"key": [key], "counter": [counter]}, {"rate": rate}, input=x, output=x * kept / (1 - rate))


goldens = {
    "conv2D": [
        conv2d((2, 3, 5, 6), (4, 3, 3, 3), (1, 1), (1, 1, 1, 1)),
        conv2d((1, 2, 7, 6), (3, 2, 3, 2), (2, 3), (0, 0, 0, 0)),
        conv2d((2, 1, 4, 5), (2, 1, 2, 4), (2, 1), (1, 0, 2, 3)),
        conv2d((2, 3, 3, 3), (2, 3, 1, 1), (1, 1), (0, 0, 0, 0)),
    ],
    "maxPool2D": [
        max_pool((2, 2, 4, 6), (2, 2), (2, 2), (0, 0), False),
        max_pool((1, 2, 7, 6), (3, 2), (2, 3), (1, 1), False),
        max_pool((2, 1, 5, 5), (3, 3), (1, 2), (1, 0), True),
    ],
    "averagePool2D": [
        average_pool((2, 2, 5, 7), (3, 2)), average_pool((1, 2, 4, 3), (1, 1)), average_pool((1, 1, 2, 3), (4, 5))
    ],
    "softmax": [softmax((3, 5)), softmax((2, 2, 3))],
    "crossEntropy": [cross_entropy(4, 6), cross_entropy(1, 2)],
    "unary": unary(),
    "update": updates(),
    "dropout": [dropout(700, 0.3, 0x0123456789ABCDEF, 0xFFFFFFFE), dropout(8, 0.75, 42, 7)],
}

with open(pathlib.Path(__file__).parent / "engine.json", "w", encoding="utf-8") as file:
    file.write("{\n")
    parts = []
    for name, cases in goldens.items():
        lines = ",\n".join("  " + json.dumps(one, separators=(",", ":")) for one in cases)
        parts.append(f' "{name}": [\n{lines}\n ]')
    file.write(",\n".join(parts) + "\n}\n")
