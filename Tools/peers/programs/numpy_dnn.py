"""The `dnn` model as a from-scratch tutorial writes it in NumPy, in float32: one sample at a time. Prints one JSON
object."""

import argparse
import json

import numpy as np

import clock
import idx


def sigmoid(x):
    # Far from zero the power overflows, to the right limit.
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-0.01 * x))


class Network:
    """784 → H → 10, sigmoids of slope 0.01 after both layers, squared error, gradient descent with rate 0.1."""

    def __init__(self, hidden, generator, rate=0.1):
        self.w1 = generator.standard_normal((hidden, 784), np.float32)
        self.b1 = generator.standard_normal(hidden, np.float32)
        self.w2 = generator.standard_normal((10, hidden), np.float32)
        self.b2 = generator.standard_normal(10, np.float32)
        self.rate = rate

    def train(self, x, target):
        h = sigmoid(self.w1 @ x + self.b1)
        y = sigmoid(self.w2 @ h + self.b2)
        delta2 = (y - target) * 0.01 * y * (1 - y)
        delta1 = (self.w2.T @ delta2) * 0.01 * h * (1 - h)
        self.w2 -= self.rate * np.outer(delta2, h)
        self.b2 -= self.rate * delta2
        self.w1 -= self.rate * np.outer(delta1, x)
        self.b1 -= self.rate * delta1
        return 0.5 * np.sum((y - target) ** 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--hidden", type=int, default=1250)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    images, labels = idx.split(arguments.data, "train")
    pictures = images[:arguments.samples].reshape(-1, 784).astype(np.float32)
    targets = np.eye(10, dtype=np.float32)[labels[:arguments.samples]]
    network = Network(arguments.hidden, np.random.default_rng(0))
    for at in range(100):
        network.train(pictures[at % len(pictures)], targets[at % len(pictures)])
    start = clock.now()
    loss = sum(network.train(x, target) for x, target in zip(pictures, targets))
    seconds = clock.now() - start
    print(json.dumps({"seconds_per_sample": seconds / len(pictures), "train_loss": float(loss) / len(pictures)}))


if __name__ == "__main__":
    main()
