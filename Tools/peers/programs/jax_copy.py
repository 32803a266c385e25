"""The Transformer of `copy-transformer` in JAX, written to be fast on a CPU: an epoch's steps in one compiled call.
Prints one JSON object."""

import argparse
import json
import math

import jax
import numpy
from jax import numpy as jnp

from jax_support import cross_entropy, dropout, sgd, time_epochs, uniform

START, END = 2, 3
width, heads, layers, hidden, rate = 8, 2, 3, 2048, 0.1


def linear(key, ins, outs):
    return uniform(key, (ins, outs), ins), jnp.zeros(outs)


def start(key):
    keys = iter(jax.random.split(key, 100))
    norm = lambda: (jnp.ones(width), jnp.zeros(width))
    attention = lambda: [linear(next(keys), width, width) for _ in range(4)]
    feed = lambda: [linear(next(keys), width, hidden), linear(next(keys), hidden, width)]
    return {
        "embedding": jax.random.normal(next(keys), (4, width)), "out": linear(next(keys), width, 4),
        "encoder": [{"self": attention(), "feed": feed(), "norms": [norm(), norm()]} for _ in range(layers)],
        "decoder": [
            {"self": attention(), "cross": attention(), "feed": feed(), "norms": [norm(), norm(), norm()]}
            for _ in range(layers)],
        "encoded": norm(), "decoded": norm()}


def normalized(x, parameters):
    x = x - x.mean(-1, keepdims=True)
    return x * jax.lax.rsqrt(jnp.square(x).mean(-1, keepdims=True) + 1e-5) * parameters[0] + parameters[1]


class Forward:
    """One pass with dropout, each by a key of its own."""

    def __init__(self, key):
        self.keys = iter(jax.random.split(key, 40))

    def dropped(self, x):
        return dropout(next(self.keys), x, rate)

    def attend(self, parameters, x, memory, mask=None):
        q, k, v = (
            (part @ w + b).reshape(len(x), -1, heads, width // heads).swapaxes(1, 2)
            for part, (w, b) in zip((x, memory, memory), parameters))
        scores = q @ k.swapaxes(2, 3) / math.sqrt(width // heads)
        shares = self.dropped(jax.nn.softmax(scores if mask is None else scores + mask))
        w, b = parameters[3]
        return self.dropped((shares @ v).swapaxes(1, 2).reshape(x.shape) @ w + b)

    def feed(self, parameters, x):
        (w1, b1), (w2, b2) = parameters
        return self.dropped(self.dropped(jax.nn.relu(x @ w1 + b1)) @ w2 + b2)

    def embedded(self, p, symbols, positions):
        return self.dropped(p["embedding"][symbols] * math.sqrt(width) + positions[:symbols.shape[1]])

    def logits(self, p, source, target, positions):
        x = self.embedded(p, source, positions)
        for layer in p["encoder"]:
            x = normalized(x + self.attend(layer["self"], x, x), layer["norms"][0])
            x = normalized(x + self.feed(layer["feed"], x), layer["norms"][1])
        memory, x = normalized(x, p["encoded"]), self.embedded(p, target, positions)
        mask = jnp.triu(jnp.full((target.shape[1],) * 2, -1e9), 1)
        for layer in p["decoder"]:
            x = normalized(x + self.attend(layer["self"], x, x, mask), layer["norms"][0])
            x = normalized(x + self.attend(layer["cross"], x, memory), layer["norms"][1])
            x = normalized(x + self.feed(layer["feed"], x), layer["norms"][2])
        return normalized(x, p["decoded"]) @ p["out"][0] + p["out"][1]


def sequences(count, bits=8):
    random = numpy.random.default_rng(0)
    alternating = (numpy.arange(bits)[None] + random.integers(0, 2, (count, 1))) % 2
    kind = numpy.arange(count)[:, None] % 3
    body = numpy.where(kind == 0, 1, numpy.where(kind == 1, 0, alternating))
    return jnp.asarray(numpy.pad(body, ((0, 0), (1, 1)), constant_values=((0, 0), (START, END))), jnp.int32)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--training-sequences", type=int, default=9_000)
    parser.add_argument("--threads", type=int, default=2)  # The bench's processors.
    arguments = parser.parse_args()
    angles = numpy.arange(10)[:, None] * 10_000 ** (-numpy.arange(0, width, 2) / width)
    positions = jnp.asarray(numpy.stack([numpy.sin(angles), numpy.cos(angles)], 2).reshape(10, width), jnp.float32)
    _, update = sgd(0.01)

    def step(state, batch):
        p, key = state
        key, own = jax.random.split(key)
        loss, gradients = jax.value_and_grad(lambda p: cross_entropy(
            Forward(own).logits(p, batch[0], batch[0][:, :-1], positions), batch[0][:, 1:]))(p)
        return (update(p, gradients, ())[0], key), loss

    key = jax.random.key(0)
    _, result = time_epochs(
        step, (start(key), key), (sequences(arguments.training_sequences),), arguments.batch_size, arguments.epochs)
    steps = -(-arguments.training_sequences // arguments.batch_size)
    print(json.dumps({**result, "seconds_per_step": result["seconds_per_epoch"] / steps}))


if __name__ == "__main__":
    main()
