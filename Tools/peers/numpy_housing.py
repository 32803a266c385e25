"""The housing network as a from-scratch tutorial writes it in NumPy: float64, batch gradient descent over all rows,
8 → 20 → 20 → 3 with softsigns, softmax, and dropout on the first hidden layer. The rows are noise, because the time
does not depend on them. Prints one JSON object."""

import argparse
import json
import time

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def softsign_slope(x):
    return 1 / (1 + np.abs(x)) ** 2


class Network:
    def __init__(self, generator, widths=(8, 20, 20, 3), rate=0.01, dropout=0.1):
        self.generator, self.rate, self.dropout = generator, rate, dropout
        self.weights = [
            generator.standard_normal((ins, outs)) / np.sqrt(ins) for ins, outs in zip(widths, widths[1:])]
        self.biases = [np.zeros(outs) for outs in widths[1:]]

    def train(self, x, targets):
        z1 = x @ self.weights[0] + self.biases[0]
        mask = (self.generator.random(z1.shape) >= self.dropout) / (1 - self.dropout)
        h1 = softsign(z1) * mask
        z2 = h1 @ self.weights[1] + self.biases[1]
        h2 = softsign(z2)
        logits = h2 @ self.weights[2] + self.biases[2]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        loss = -np.mean(np.log(shares[np.arange(len(x)), targets.argmax(axis=1)]))
        delta3 = (shares - targets) / len(x)
        delta2 = (delta3 @ self.weights[2].T) * softsign_slope(z2)
        delta1 = (delta2 @ self.weights[1].T) * mask * softsign_slope(z1)
        for layer, (ins, delta) in enumerate([(x, delta1), (h1, delta2), (h2, delta3)]):
            self.weights[layer] -= self.rate * (ins.T @ delta)
            self.biases[layer] -= self.rate * delta.sum(axis=0)
        return loss


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=16512)
    parser.add_argument("--iterations", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    generator = np.random.default_rng(0)
    x = generator.standard_normal((arguments.rows, 8))
    targets = np.eye(3)[generator.integers(0, 3, arguments.rows)]
    network = Network(generator)
    for _ in range(10):
        network.train(x, targets)
    start = time.perf_counter()
    for _ in range(arguments.iterations):
        loss = network.train(x, targets)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds_per_iteration": seconds / arguments.iterations, "train_loss": loss}))


if __name__ == "__main__":
    main()
