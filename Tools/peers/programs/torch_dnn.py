"""The `dnn` model in PyTorch, in float32, one sample at a time, with its gradients written out: autograd would cost
time and saves none. Prints one JSON object."""

import argparse
import json

import torch

import clock
import idx

slope, rate = 0.01, 0.1


class Network:
    """784 → H → 10, sigmoids of slope 0.01 after both layers, squared error, gradient descent with rate 0.1."""

    def __init__(self, hidden):
        self.w1, self.b1 = torch.randn(hidden, 784), torch.randn(hidden)
        self.w2, self.b2 = torch.randn(10, hidden), torch.randn(10)

    def train(self, x, target):
        h = torch.addmv(self.b1, self.w1, x).mul_(slope).sigmoid_()
        y = torch.addmv(self.b2, self.w2, h).mul_(slope).sigmoid_()
        error = y - target
        delta2 = error * y * (1 - y) * slope
        delta1 = torch.mv(self.w2.T, delta2) * h * (1 - h) * slope
        self.w2.addr_(delta2, h, alpha=-rate)
        self.b2.sub_(delta2, alpha=rate)
        self.w1.addr_(delta1, x, alpha=-rate)
        self.b1.sub_(delta1, alpha=rate)
        return 0.5 * torch.dot(error, error).item()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--hidden", type=int, default=1250)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    images, labels = idx.split(arguments.data, "train")
    pictures = torch.tensor(images[:arguments.samples]).float().flatten(1)
    targets = torch.eye(10)[torch.tensor(labels[:arguments.samples]).long()]
    network = Network(arguments.hidden)
    with torch.inference_mode():
        for at in range(100):
            network.train(pictures[at % len(pictures)], targets[at % len(pictures)])
        start = clock.now()
        loss = sum(network.train(x, target) for x, target in zip(pictures, targets))
        seconds = clock.now() - start
    print(json.dumps({"seconds_per_sample": seconds / len(pictures), "train_loss": loss / len(pictures)}))


if __name__ == "__main__":
    main()
