"""The models of `gan-train` in JAX, written to be fast on a CPU: pictures in memory as float32, `gan` with an epoch's
steps in one compiled call, `dcgan` with a call for each step, for convolutions within a loop are slow. The pictures of a
step are made once, for the discriminator's update and the generator's. Prints one JSON object."""

import argparse
import json

import jax
import numpy
from jax import lax
from jax import numpy as jnp

import idx
from jax_support import adam, dropout, single_steps, time_epochs, uniform, whole_epochs


def leaky(x):
    return jax.nn.leaky_relu(x, 0.2)


def normalized(x, p):
    mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    return (x - mean) * lax.rsqrt(variance + 1e-5) * p[0] + p[1]


class Perceptrons:
    shape, beta1, kind = (784,), 0.9, staticmethod(whole_epochs)

    def start(self, key):
        def dense(key, widths):
            keys = jax.random.split(key, len(widths))
            return [(uniform(k, (i, o), i), jnp.zeros(o)) for k, i, o in zip(keys, widths, widths[1:])]
        return dense(key, [100, 256, 512, 1024, 784]), dense(key, [784, 1024, 512, 256, 1])

    def generate(self, p, noise):
        for w, b in p[:-1]:
            noise = leaky(noise @ w + b)
        return jnp.tanh(noise @ p[-1][0] + p[-1][1])

    def judge(self, p, x, key):
        for w, b in p[:-1]:
            key, own = jax.random.split(key)
            x = dropout(own, leaky(x @ w + b), 0.3)
        return x @ p[-1][0] + p[-1][1]


class Convolutions:
    shape, beta1, kind = (28, 28, 1), 0.5, staticmethod(single_steps)

    def start(self, key):
        k = iter(jax.random.split(key, 8))
        normal = lambda *shape: 0.02 * jax.random.normal(next(k), shape)
        norm = lambda channels: (jnp.ones(channels), jnp.zeros(channels))
        return (
            [normal(100, 7 * 7 * 128), norm(128), normal(4, 4, 128, 64), norm(64), normal(4, 4, 64, 1)],
            [normal(4, 4, 1, 64), normal(4, 4, 64, 128), norm(128), normal(7 * 7 * 128, 100), (
                normal(100, 1), jnp.zeros(1))])

    def generate(self, p, noise):
        larger = lambda x, w: lax.conv_transpose(x, w, (2, 2), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        x = jax.nn.relu(normalized((noise @ p[0]).reshape(-1, 7, 7, 128), p[1]))
        x = jax.nn.relu(normalized(larger(x, p[2]), p[3]))
        return jnp.tanh(larger(x, p[4]))

    def judge(self, p, x, _):
        smaller = lambda x, w: lax.conv_general_dilated(
            x, w, (2, 2), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        x = leaky(normalized(smaller(leaky(smaller(x, p[0])), p[1]), p[2]))
        x = leaky(x.reshape(len(x), -1) @ p[3])
        return x @ p[4][0] + p[4][1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    models = {"gan": Perceptrons, "dcgan": Convolutions}
    parser.add_argument("--model", choices=models, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--pictures", type=int, default=6_000)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch-size", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)  # The bench's processors.
    arguments = parser.parse_args()
    model = models[arguments.model]()
    images, _ = idx.split(arguments.data, "train")
    pictures = images[:arguments.pictures].astype(numpy.float32) / numpy.float32(127.5) - 1
    begin, update = adam(2e-4, model.beta1)

    def step(state, batch):
        (g, g_memory), (d, d_memory), key = state
        key, noise_key, *keys = jax.random.split(key, 5)
        noise = jax.random.normal(noise_key, (len(batch[0]), 100))
        made, back = jax.vjp(lambda g: model.generate(g, noise), g)

        def judged(d):
            on_real, on_made = model.judge(d, batch[0], keys[0]), model.judge(d, made, keys[1])
            loss = jax.nn.softplus(-on_real).mean() + jax.nn.softplus(on_made).mean()
            return loss, (jax.nn.sigmoid(on_real).mean(), jax.nn.sigmoid(on_made).mean())

        (d_loss, shares), gradients = jax.value_and_grad(judged, has_aux=True)(d)
        d, d_memory = update(d, gradients, d_memory)
        g_loss, by_made = jax.value_and_grad(
            lambda made: jax.nn.softplus(-model.judge(d, made, keys[2])).mean())(made)
        g, g_memory = update(g, back(by_made)[0], g_memory)
        return ((g, g_memory), (d, d_memory), key), jnp.stack([d_loss, g_loss, *shares])

    g, d = model.start(jax.random.key(0))
    state = (g, begin(g)), (d, begin(d)), jax.random.key(1)
    _, result = time_epochs(
        step, state, (jnp.asarray(pictures.reshape(-1, *model.shape)),), arguments.batch_size, arguments.epochs,
        model.kind)
    steps = -(-arguments.pictures // arguments.batch_size)
    print(json.dumps({**result, "seconds_per_step": result["seconds_per_epoch"] / steps}))


if __name__ == "__main__":
    main()
