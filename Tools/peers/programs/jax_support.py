"""What the JAX programs share: the threads, whole epochs and trainings as one compiled call, optimizers, dropout."""


import jax
import numpy
from jax import lax
from jax import numpy as jnp

import clock


def compiled(function, *examples, donated=()):
    """The function compiled for arguments like the examples, and the seconds that this takes."""
    start = clock.now()
    call = jax.jit(function, donate_argnums=donated).lower(*examples).compile()
    return call, clock.now() - start


def whole_epochs(step, state, data, batch_size):
    """All steps of an epoch in one call, a scan over the batches of a permutation; the last batch may be smaller."""

    def epoch(state, order, *data):
        def take(carried, indices):
            state, loss = step(carried, tuple(part[indices] for part in data))
            return state, loss * len(indices)

        whole = len(order) // batch_size * batch_size
        state, losses = lax.scan(take, state, order[:whole].reshape(-1, batch_size))
        total = losses.sum(0)
        if whole < len(order):
            state, loss = take(state, order[whole:])
            total += loss
        return state, total / len(order)

    order = jnp.arange(len(data[0]))
    call, compiling = compiled(epoch, state, order, *data, donated=(0,))
    return lambda state, order: call(state, order, *data), compiling


def single_steps(step, state, data, batch_size):
    """Each step in a call of its own, one sent off while another is computed; losses are read at the epoch's end."""

    def take(state, order, at, size, *data):
        indices = lax.dynamic_slice(order, (at,), (size,))
        state, loss = step(state, tuple(part[indices] for part in data))
        return state, loss * size

    examples = len(data[0])
    order = jnp.arange(examples)
    sizes = {min(batch_size, examples - at) for at in range(0, examples, batch_size)}
    calls = {
        size: compiled(lambda state, order, at, *data, size=size: take(state, order, at, size, *data), state, order, 0,
                       *data, donated=(0,)) for size in sizes}

    def epoch(state, order):
        losses = []
        for at in range(0, examples, batch_size):
            state, loss = calls[min(batch_size, examples - at)][0](state, order, at, *data)
            losses.append(loss)
        return state, sum(jax.device_get(losses)) / examples

    return epoch, sum(seconds for _, seconds in calls.values())


def time_epochs(step, state, data, batch_size, epochs, kind=whole_epochs):
    """Trains for some epochs, `step(state, batch) -> state, loss`. The state, and the seconds of an epoch after the
    first, shuffling and reading the loss included, and of compiling."""
    shuffle = jax.jit(lambda key: jax.random.permutation(key, len(data[0])))
    epoch, compiling = kind(step, state, data, batch_size)
    seconds = []
    for number in range(epochs):
        start = clock.now()
        state, loss = epoch(state, shuffle(jax.random.key(number)))
        loss = numpy.asarray(loss).tolist()
        seconds.append(clock.now() - start)
    counted = seconds[1:] or seconds
    return state, {
        "seconds_per_epoch": sum(counted) / len(counted), "compile_seconds": compiling, "train_loss": loss}


def time_call(function, state, *arguments):
    """Compiles many steps as one call and runs it twice, to warm up and to measure: state and losses, the seconds of
    the second, and of compiling."""
    call, compiling = compiled(function, state, *arguments)
    jax.block_until_ready(call(state, *arguments))
    start = clock.now()
    result = jax.device_get(call(state, *arguments))
    return result, clock.now() - start, compiling


def uniform(key, shape, ins):
    """PyTorch's first weights of a layer with so many inputs."""
    return jax.random.uniform(key, shape, jnp.float32, -1, 1) / ins ** 0.5


def zeros_like(parameters):
    return jax.tree.map(jnp.zeros_like, parameters)


def cross_entropy(logits, labels):
    """The mean over all rows."""
    logits = logits.reshape(-1, logits.shape[-1])
    shares = jax.nn.log_softmax(logits)
    return -jnp.take_along_axis(shares, labels.reshape(-1, 1), 1).mean()


def dropout(key, x, rate):
    return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)


def sgd(rate, momentum=0.0):
    """Gradient descent as PyTorch's SGD; its start and its update."""
    if not momentum:
        return lambda parameters: (), lambda parameters, gradients, memory: (
            jax.tree.map(lambda p, g: p - rate * g, parameters, gradients), memory)

    def update(parameters, gradients, speed):
        speed = jax.tree.map(lambda v, g: momentum * v + g, speed, gradients)
        return jax.tree.map(lambda p, v: p - rate * v, parameters, speed), speed

    return zeros_like, update


def adam(rate, beta1=0.9, beta2=0.999, decay=0.0, largest=False):
    """Adam as PyTorch's, or Adamax where the second moment is the `largest` gradient."""

    def update(parameters, gradients, memory):
        count, mean, second = memory
        count = count + 1
        gradients = jax.tree.map(lambda p, g: g + decay * p, parameters, gradients) if decay else gradients
        mean = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, mean, gradients)
        first = rate / (1 - beta1 ** count)
        if largest:
            second = jax.tree.map(lambda s, g: jnp.maximum(beta2 * s, jnp.abs(g) + 1e-8), second, gradients)
            new = jax.tree.map(lambda p, m, s: p - first * m / s, parameters, mean, second)
        else:
            second = jax.tree.map(lambda s, g: beta2 * s + (1 - beta2) * g * g, second, gradients)
            root = jnp.sqrt(1 - beta2 ** count)
            new = jax.tree.map(
                lambda p, m, s: p - first * m / (jnp.sqrt(s) / root + 1e-8), parameters, mean, second)
        return new, (count, mean, second)

    return lambda parameters: (jnp.float32(0), zeros_like(parameters), zeros_like(parameters)), update
