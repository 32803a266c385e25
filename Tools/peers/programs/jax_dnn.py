"""The `dnn` model in JAX, in float32, one sample a step, all steps in one compiled call. Prints one JSON object."""

import argparse
import json

import jax
import numpy
from jax import lax
from jax import numpy as jnp

import idx
from jax_support import sgd, time_call


def sigmoid(x):
    return jax.nn.sigmoid(0.01 * x)


def loss_of(parameters, x, target):
    w1, b1, w2, b2 = parameters
    return 0.5 * jnp.square(sigmoid(w2 @ sigmoid(w1 @ x + b1) + b2) - target).sum()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--hidden", type=int, default=1250)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)  # The bench's processors.
    arguments = parser.parse_args()
    images, labels = idx.split(arguments.data, "train")
    pictures = jnp.asarray(images[:arguments.samples].reshape(-1, 784).astype(numpy.float32))
    targets = jnp.asarray(numpy.eye(10, dtype=numpy.float32)[labels[:arguments.samples]])
    shapes = (arguments.hidden, 784), (arguments.hidden,), (10, arguments.hidden), (10,)
    parameters = tuple(jax.random.normal(jax.random.key(at), shape) for at, shape in enumerate(shapes))
    _, update = sgd(0.1)

    def step(parameters, sample):
        loss, gradients = jax.value_and_grad(loss_of)(parameters, *sample)
        return update(parameters, gradients, ())[0], loss

    (_, losses), seconds, compiling = time_call(
        lambda parameters, *samples: lax.scan(step, parameters, samples), parameters, pictures, targets)
    print(json.dumps({
        "seconds_per_sample": seconds / len(pictures), "compile_seconds": compiling,
        "train_loss": float(losses.mean())}))


if __name__ == "__main__":
    main()
