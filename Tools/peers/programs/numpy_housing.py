"""The housing network as a from-scratch tutorial writes it in NumPy, in float32: batch gradient descent over all rows,
8 → 20 → 20 → 3 with softsigns and softmax. Prints one JSON object."""

import argparse
import json

import numpy as np

import clock
import housing_data


def softsign(x):
    return x / (1 + np.abs(x))


def softsign_slope(x):
    return 1 / (1 + np.abs(x)) ** 2


class Network:
    def __init__(self, generator, widths=(8, 20, 20, 3), rate=0.01):
        self.rate = rate
        self.weights = [
            generator.standard_normal((ins, outs), np.float32) / np.float32(np.sqrt(ins))
            for ins, outs in zip(widths, widths[1:])]
        self.biases = [np.zeros(outs, np.float32) for outs in widths[1:]]

    def train(self, x, targets, labels):
        z1 = x @ self.weights[0] + self.biases[0]
        h1 = softsign(z1)
        z2 = h1 @ self.weights[1] + self.biases[1]
        h2 = softsign(z2)
        logits = h2 @ self.weights[2] + self.biases[2]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        loss = -np.mean(np.log(shares[np.arange(len(x)), labels]))
        delta3 = (shares - targets) / len(x)
        delta2 = (delta3 @ self.weights[2].T) * softsign_slope(z2)
        delta1 = (delta2 @ self.weights[1].T) * softsign_slope(z1)
        for layer, (ins, delta) in enumerate([(x, delta1), (h1, delta2), (h2, delta3)]):
            assert delta.dtype == np.float32
            self.weights[layer] -= self.rate * (ins.T @ delta)
            self.biases[layer] -= self.rate * delta.sum(axis=0)
        return loss


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--iterations", type=int, default=300)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    x, labels = housing_data.training_rows(arguments.data)
    targets = np.eye(3, dtype=np.float32)[labels]
    network = Network(np.random.default_rng(0))
    for _ in range(10):
        network.train(x, targets, labels)
    start = clock.now()
    for _ in range(arguments.iterations):
        loss = network.train(x, targets, labels)
    seconds = clock.now() - start
    print(json.dumps({"seconds_per_iteration": seconds / arguments.iterations, "train_loss": float(loss)}))


if __name__ == "__main__":
    main()
