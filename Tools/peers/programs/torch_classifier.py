"""The classifiers of `kmnist-train` in PyTorch, written to be fast on a CPU: everything in memory as float32 tensors,
batches taken by slices of a permutation, no loader processes. Prints one JSON object."""

import argparse
import json

import torch
from torch import nn
from torch.nn import functional as F

import clock
import idx


class Conv(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.fc1 = nn.Linear(1568, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


models = {
    "lin": lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 10)),
    "full": lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 95), nn.Tanh(), nn.Linear(95, 10)),
    "conv": Conv,
}


def tensors(folder, split):
    images, labels = idx.split(folder, split)
    return torch.tensor(images).float().div_(255).unsqueeze(1), torch.tensor(labels).long()


def train_epoch(model, optimizer, images, labels, batch_size):
    """The mean loss of an epoch."""
    total = 0.0
    for batch in torch.randperm(len(images)).split(batch_size):
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(images[batch]), labels[batch])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch)
    return total / len(images)


@torch.no_grad()
def accuracy(model, images, labels):
    right = sum(
        (model(x).argmax(1) == y).sum().item() for x, y in zip(images.split(1000), labels.split(1000)))
    return right / len(labels)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=models, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--examples", type=int, default=60_000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    images, labels = (part[:arguments.examples] for part in tensors(arguments.data, "train"))
    steps = -(-len(images) // arguments.batch_size)
    model = models[arguments.model]()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.5)
    seconds = []
    for _ in range(arguments.epochs):
        start = clock.now()
        loss = train_epoch(model, optimizer, images, labels, arguments.batch_size)
        seconds.append(clock.now() - start)
    # The first epoch warms up and does not count.
    counted = seconds[1:] or seconds
    print(json.dumps({
        "seconds_per_step": sum(counted) / len(counted) / steps, "train_loss": loss,
        "test_accuracy": accuracy(model, *tensors(arguments.data, "t10k")),
    }))


if __name__ == "__main__":
    main()
