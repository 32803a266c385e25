"""The network of `mri-train` in JAX, written to be fast on a CPU: pictures in memory as float32, a call for each step,
for convolutions within a loop are slow. The pictures are noise, for time does not depend on them, and are not changed as
ours are, which spares the peer that work. Prints one JSON object."""

import argparse
import json

import jax
from jax import lax
from jax import numpy as jnp

from jax_support import adam, cross_entropy, dropout, single_steps, time_epochs, uniform


def blocks(x, size):
    count, height, width, channels = x.shape
    return x.reshape(count, height // size, size, width // size, size, channels)


def leaky(x):
    return jax.nn.leaky_relu(x, 0.01)


def forward(parameters, x, key):
    filters, dense = parameters
    keys = jax.random.split(key, 4)
    for at, (weight, bias) in enumerate(filters):
        x = lax.conv_general_dilated(x, weight, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        x = leaky(x + bias)
        if at % 2 == 1:
            # By a reshape, for the gradient of reduce_window is far slower on a CPU.
            x = dropout(keys[at // 2], blocks(x, 2).max((2, 4)), 0.2)
    x = blocks(x, 3).mean((2, 4)).reshape(len(x), -1)
    for at, (weight, bias) in enumerate(dense[:-1]):
        x = dropout(keys[2 + at], leaky(x @ weight + bias), 0.2)
    weight, bias = dense[-1]
    return x @ weight + bias


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=2400)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)  # The bench's processors.
    arguments = parser.parse_args()
    keys = iter(jax.random.split(jax.random.key(0), 12))
    parameters = (
        [(uniform(next(keys), (3, 3, ins, outs), 9 * ins), jnp.zeros(outs))
         for ins, outs in [(1, 8), (8, 32), (32, 32), (32, 64)]],
        [(uniform(next(keys), (ins, outs), ins), jnp.zeros(outs)) for ins, outs in [(3136, 256), (256, 128), (128, 4)]])
    pictures = jax.random.uniform(next(keys), (arguments.pictures, 84, 84, 1))
    labels = jax.random.randint(next(keys), (arguments.pictures,), 0, 4)
    begin, update = adam(0.002, largest=True)

    def step(state, batch):
        (p, memory), key = state
        key, own = jax.random.split(key)
        loss, gradients = jax.value_and_grad(lambda p: cross_entropy(forward(p, batch[0], own), batch[1]))(p)
        return (update(p, gradients, memory), key), loss

    _, result = time_epochs(
        step, ((parameters, begin(parameters)), next(keys)), (pictures, labels), arguments.batch_size,
        arguments.epochs, single_steps)
    steps = -(-arguments.pictures // arguments.batch_size)
    print(json.dumps({**result, "seconds_per_step": result["seconds_per_epoch"] / steps}))


if __name__ == "__main__":
    main()
