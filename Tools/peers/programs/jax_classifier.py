"""The classifiers of `kmnist-train` in JAX, written to be fast on a CPU: pictures in memory as float32, an epoch's steps
in one compiled call; convolutions have a call for each step, for within a loop XLA's take some thirty times as long.
Prints one JSON object."""

import argparse
import json

import jax
import numpy
from jax import lax
from jax import numpy as jnp

import idx
from jax_support import cross_entropy, sgd, single_steps, time_epochs, uniform, whole_epochs

widths = {"lin": (784, 10), "full": (784, 95, 10), "conv": (1568, 128, 10)}


def start(model, key):
    keys = iter(jax.random.split(key, 12))
    dense = [
        (uniform(next(keys), (ins, outs), ins), uniform(next(keys), (outs,), ins))
        for ins, outs in zip(widths[model], widths[model][1:])]
    filters = [(1, 16), (16, 32)] if model == "conv" else []
    return dense, [
        (uniform(next(keys), (3, 3, ins, outs), 9 * ins), uniform(next(keys), (outs,), 9 * ins))
        for ins, outs in filters]


def pool(x):
    """Max pooling 2×2; by a reshape, for the gradient of reduce_window is far slower on a CPU."""
    count, height, width, channels = x.shape
    return x.reshape(count, height // 2, 2, width // 2, 2, channels).max((2, 4))


def forward(parameters, x, activation):
    dense, filters = parameters
    for weight, bias in filters:
        x = lax.conv_general_dilated(x, weight, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        x = pool(jax.nn.relu(x + bias))
    x = x.reshape(len(x), -1)
    for weight, bias in dense[:-1]:
        x = activation(x @ weight + bias)
    weight, bias = dense[-1]
    return x @ weight + bias


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=widths, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--examples", type=int, default=60_000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)  # The bench's processors.
    arguments = parser.parse_args()
    images, labels = (part[:arguments.examples] for part in idx.split(arguments.data, "train"))
    data = jnp.asarray(images[..., None] / numpy.float32(255)), jnp.asarray(labels.astype(numpy.int32))
    activation = jax.nn.relu if arguments.model == "conv" else jnp.tanh
    begin, update = sgd(0.01, momentum=0.5)

    def step(state, batch):
        x, y = batch
        loss, gradients = jax.value_and_grad(lambda p: cross_entropy(forward(p, x, activation), y))(state[0])
        return update(state[0], gradients, state[1]), loss

    parameters = start(arguments.model, jax.random.key(0))
    state, result = time_epochs(
        step, (parameters, begin(parameters)), data, arguments.batch_size, arguments.epochs,
        single_steps if arguments.model == "conv" else whole_epochs)
    tests, answers = idx.split(arguments.data, "t10k")
    guesses = jax.jit(lambda p, x: forward(p, x, activation).argmax(1))(
        state[0], jnp.asarray(tests[..., None] / numpy.float32(255)))
    print(json.dumps({
        **result, "seconds_per_step": result["seconds_per_epoch"] / -(-len(images) // arguments.batch_size),
        "test_accuracy": float((numpy.asarray(guesses) == answers).mean())}))


if __name__ == "__main__":
    main()
