"""The housing network in JAX, in float32: batch gradient descent over all rows, all iterations in one compiled call.
Prints one JSON object."""

import argparse
import json

import jax
from jax import lax
from jax import numpy as jnp

import housing_data
from jax_support import cross_entropy, sgd, time_call, uniform


def forward(parameters, x):
    (w1, b1), (w2, b2), (w3, b3) = parameters
    return jax.nn.soft_sign(jax.nn.soft_sign(x @ w1 + b1) @ w2 + b2) @ w3 + b3


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--iterations", type=int, default=300)
    parser.add_argument("--threads", type=int, default=2)  # The bench's processors.
    arguments = parser.parse_args()
    x, labels = map(jnp.asarray, housing_data.training_rows(arguments.data))
    keys, widths = jax.random.split(jax.random.key(0), 3), (8, 20, 20, 3)
    parameters = [
        (uniform(key, (ins, outs), ins), jnp.zeros(outs)) for key, ins, outs in zip(keys, widths, widths[1:])]
    _, update = sgd(0.01)

    def train(parameters, x, labels):
        def step(parameters, _):
            loss, gradients = jax.value_and_grad(lambda p: cross_entropy(forward(p, x), labels))(parameters)
            return update(parameters, gradients, ())[0], loss

        return lax.scan(step, parameters, length=arguments.iterations)

    (_, losses), seconds, compiling = time_call(train, parameters, x, labels)
    print(json.dumps({
        "seconds_per_iteration": seconds / arguments.iterations, "compile_seconds": compiling,
        "train_loss": float(losses[-1])}))


if __name__ == "__main__":
    main()
