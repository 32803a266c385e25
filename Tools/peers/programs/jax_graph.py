"""The networks of `gnn-train` in JAX, written to be fast on a CPU: features as a sparse matrix, sums over sorted edges,
all epochs (a step over the whole graph, then the accuracies on training and validation nodes) in one compiled call.
Prints one JSON object."""

import argparse
import json

import jax
import numpy
from jax import lax
from jax import numpy as jnp

import planetoid
from jax_support import adam, cross_entropy, dropout, time_call, uniform


def summed(values, ends, count):
    return jax.ops.segment_sum(values, ends, count, indices_are_sorted=True)


class Network:
    def __init__(self, model, x, edges, classes):
        self.model, self.count, self.classes = model, x.shape[0], classes
        rows = numpy.repeat(numpy.arange(x.shape[0]), numpy.diff(x.indptr))
        self.x = jnp.asarray(rows), jnp.asarray(x.indices), jnp.asarray(x.data)
        self.inputs = x.shape[1]
        if model != "sage":
            loops = numpy.arange(self.count)
            edges = numpy.hstack([edges, [loops, loops]])
            edges = edges[:, numpy.argsort(edges[1], kind="stable")]
        degree = numpy.maximum(numpy.bincount(edges[1], minlength=self.count), 1)
        share = 1 / degree[edges[1]] if model == "sage" else (degree[edges[0]] * degree[edges[1]]) ** -0.5
        self.share = jnp.asarray(share, jnp.float32)[:, None]
        self.starts, self.ends = jnp.asarray(edges[0]), jnp.asarray(edges[1])

    def layer(self, key, ins, outs, heads=1):
        keys = iter(jax.random.split(key, 4))
        weights = {"w": uniform(next(keys), (ins, heads * outs), ins), "b": jnp.zeros(heads * outs)}
        if self.model == "sage":
            weights["root"] = uniform(next(keys), (ins, heads * outs), ins)
        if self.model == "gat":
            weights |= {name: uniform(next(keys), (heads, outs), outs) for name in ("from", "to")}
        return weights

    def start(self, key):
        first, second = jax.random.split(key)
        sizes = (8, 8) if self.model == "gat" else (64, 1)
        return self.layer(first, self.inputs, *sizes), self.layer(second, 64, self.classes)

    def spread(self, p, h, key):
        """What the nodes receive from their neighbors."""
        if self.model != "gat":
            return summed(self.share * h[self.starts], self.ends, self.count)
        h = h.reshape(self.count, *p["from"].shape)
        scores = (h * p["from"]).sum(-1)[self.starts] + (h * p["to"]).sum(-1)[self.ends]
        scores = jax.nn.leaky_relu(scores, 0.2)
        largest = jax.ops.segment_max(scores, self.ends, self.count, indices_are_sorted=True)
        powers = jnp.exp(scores - lax.stop_gradient(largest)[self.ends])
        shares = powers / summed(powers, self.ends, self.count)[self.ends]
        shares = shares if key is None else dropout(key, shares, 0.6)
        return summed(shares[..., None] * h[self.starts], self.ends, self.count).reshape(self.count, -1)

    def logits(self, parameters, key=None):
        """With dropout if there is a key."""
        rate, keys = 0.6 if self.model == "gat" else 0.5, [None] * 4 if key is None else jax.random.split(key, 4)
        rows, columns, values = self.x
        values = values if key is None else dropout(keys[0], values, rate)

        def product(w):
            return summed(values[:, None] * w[columns], rows, self.count)

        for at, p in enumerate(parameters):
            # The mean of SAGE's neighbors is as well the mean of their products, of which there are fewer numbers.
            out = self.spread(p, product(p["w"]) if at == 0 else h @ p["w"], keys[1 + at]) + p["b"]
            if self.model == "sage":
                out += product(p["root"]) if at == 0 else h @ p["root"]
            if at == 0:
                h = jax.nn.elu(out) if self.model == "gat" else jax.nn.relu(out)
                h = h if key is None else dropout(keys[3], h, rate)
        return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--dataset", default="cora")
    parser.add_argument("--model", default="gcn")
    parser.add_argument("--epochs", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)  # The bench's processors.
    arguments = parser.parse_args()
    x, labels, edges, training, validation = planetoid.read(arguments.folder, arguments.dataset)
    network, labels = Network(arguments.model, x, edges, int(labels.max()) + 1), jnp.asarray(labels)
    begin, update = adam(0.005 if arguments.model == "gat" else 0.01, decay=5e-4)

    def epoch(state, number):
        p, memory = state
        key = jax.random.fold_in(jax.random.key(1), number)
        loss, gradients = jax.value_and_grad(
            lambda p: cross_entropy(network.logits(p, key)[training], labels[training]))(p)
        p, memory = update(p, gradients, memory)
        right = network.logits(p).argmax(1) == labels
        return (p, memory), (loss, right[training].mean(), right[validation].mean())

    p = network.start(jax.random.key(0))
    (_, (losses, _, validated)), seconds, compiling = time_call(
        lambda state: lax.scan(epoch, state, jnp.arange(arguments.epochs)), (p, begin(p)))
    print(json.dumps({
        "seconds_per_epoch": seconds / arguments.epochs, "compile_seconds": compiling, "train_loss": float(losses[-1]),
        "validation_accuracy": float(validated.max())}))


if __name__ == "__main__":
    main()
