"""The character models of `charrnn` in JAX, written to be fast on a CPU: all steps of a training, or of an epoch, in
one compiled call, the recurrence a scan. Prints one JSON object."""

import argparse
import json

import jax
import numpy
from jax import lax
from jax import numpy as jnp

from jax_support import adam, cross_entropy, time_call, time_epochs, uniform, zeros_like


def start(key, cell, inputs, hidden, symbols):
    """A recurrent layer and the output's layer."""
    keys, gates = jax.random.split(key, 4), 4 if cell == "lstm" else 1
    return {
        "x": uniform(keys[0], (inputs, gates * hidden), hidden),
        "h": uniform(keys[1], (hidden, gates * hidden), hidden), "b": jnp.zeros(gates * hidden),
        "y": uniform(keys[2], (hidden, symbols), hidden), "c": jnp.zeros(symbols)}


def recur(weights, by_input, first, unroll):
    """The last state and the outputs; `by_input` is what the inputs contribute, for all times at once."""

    def plain(h, a):
        h = jnp.tanh(a + h @ weights)
        return h, h

    def lstm(state, a):
        h, c = state
        i, f, g, o = jnp.split(a + h @ weights, 4, -1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    return lax.scan(lstm if isinstance(first, tuple) else plain, first, by_input, unroll=unroll)


def min_char(text, symbols, arguments):
    """Karpathy's recipe: stretches of 25 with the state carried over, the loss summed, gradients within ±5."""
    length = 25
    p = start(jax.random.key(arguments.seed), "rnn", symbols, 100, symbols)
    p = {name: 0.01 * jax.random.normal(jax.random.key(at), value.shape) if value.ndim > 1 else value
         for at, (name, value) in enumerate(p.items())}

    def loss_of(p, part, h):
        h, outputs = recur(p["h"], p["x"][part[:-1]] + p["b"], h, unroll=25)
        return length * cross_entropy(outputs @ p["y"] + p["c"], part[1:]), h

    def step(state, at):
        p, squares, h, smoothed = state
        (loss, h), gradients = jax.value_and_grad(loss_of, has_aux=True)(
            p, lax.dynamic_slice(text, (at,), (length + 1,)), jnp.where(at == 0, 0, h))
        gradients = jax.tree.map(lambda g: jnp.clip(g, -5, 5), gradients)
        squares = jax.tree.map(lambda s, g: s + g * g, squares, gradients)
        p = jax.tree.map(lambda p, g, s: p - 0.1 * g / (jnp.sqrt(s) + 1e-10), p, gradients, squares)
        return (p, squares, h, 0.999 * smoothed + 0.001 * loss), loss

    stretches = (len(text) - 1) // length
    places = jnp.arange(arguments.steps) % stretches * length
    state = p, zeros_like(p), jnp.zeros(100), jnp.float32(length * numpy.log(symbols))
    (state, _), seconds, compiling = time_call(lambda state, places: lax.scan(step, state, places), state, places)
    return {
        "seconds_per_step": seconds / arguments.steps, "compile_seconds": compiling, "smoothed_loss": float(state[3])}


def hamlet(text, symbols, arguments):
    """An LSTM of 25 units, the whole text a step."""
    p = start(jax.random.key(arguments.seed), "lstm", symbols, 25, symbols)
    begin, update = adam(0.02)

    def loss_of(p):
        _, outputs = recur(p["h"], p["x"][text[:-1]] + p["b"], (jnp.zeros(25), jnp.zeros(25)), unroll=4)
        return (len(text) - 1) * cross_entropy(outputs @ p["y"] + p["c"], text[1:])

    def step(state, _):
        p, memory = state
        loss, gradients = jax.value_and_grad(loss_of)(p)
        norm = jnp.sqrt(sum((g * g).sum() for g in jax.tree.leaves(gradients)))
        gradients = jax.tree.map(lambda g: g * jnp.minimum(1, 0.1 / (norm + 1e-6)), gradients)
        return update(p, gradients, memory), loss

    (_, losses), seconds, compiling = time_call(
        lambda state: lax.scan(step, state, length=arguments.epochs), (p, begin(p)))
    return {
        "seconds_per_epoch": seconds / arguments.epochs, "compile_seconds": compiling, "train_loss": float(losses[-1])}


def windows(text, symbols, arguments):
    """Random windows of 30 to the next character, RMSprop, batches of 128."""
    length, hidden = 30, 128
    key = jax.random.key(arguments.seed)
    p = {**start(key, arguments.cell, 64, hidden, symbols), "e": jax.random.normal(key, (symbols, 64))}

    def loss_of(p, part):
        zeros = jnp.zeros((part.shape[0], hidden))
        by_input = (p["e"] @ p["x"] + p["b"])[part[:, :-1].T]
        _, outputs = recur(p["h"], by_input, (zeros, zeros) if arguments.cell == "lstm" else zeros, unroll=1)
        return cross_entropy(outputs[-1] @ p["y"] + p["c"], part[:, -1])

    def step(state, batch):
        p, squares = state
        loss, gradients = jax.value_and_grad(loss_of)(p, batch[0])
        squares = jax.tree.map(lambda s, g: 0.99 * s + 0.01 * g * g, squares, gradients)
        p = jax.tree.map(lambda p, g, s: p - 0.001 * g / (jnp.sqrt(s) + 1e-8), p, gradients, squares)
        return (p, squares), loss

    examples = jnp.asarray(numpy.lib.stride_tricks.sliding_window_view(numpy.asarray(text), length + 1))
    _, result = time_epochs(step, (p, zeros_like(p)), (examples,), 128, arguments.epochs)
    return {**result, "seconds_per_step": result["seconds_per_epoch"] / -(-len(examples) // 128)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    recipes = {"min-char": min_char, "hamlet": hamlet, "windows": windows}
    parser.add_argument("--recipe", choices=recipes, required=True)
    parser.add_argument("--text", required=True)
    parser.add_argument("--lowercase", type=int, default=0)
    parser.add_argument("--cell", choices=["rnn", "lstm"], default="lstm")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--steps", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)  # The bench's processors.
    arguments = parser.parse_args()
    text = open(arguments.text, encoding="utf-8").read()
    text = text.lower() if arguments.lowercase else text
    numbers = {symbol: number for number, symbol in enumerate(sorted(set(text)))}
    text = jnp.asarray([numbers[symbol] for symbol in text], jnp.int32)
    print(json.dumps(recipes[arguments.recipe](text, len(numbers), arguments)))


if __name__ == "__main__":
    main()
