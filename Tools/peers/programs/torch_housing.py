"""The housing network in PyTorch, in float32: batch gradient descent over all rows. Prints one JSON object."""

import argparse
import json

import torch
from torch import nn
from torch.nn import functional as F

import clock
import housing_data


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--iterations", type=int, default=300)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    x, labels = map(torch.from_numpy, housing_data.training_rows(arguments.data))
    labels = labels.long()
    model = nn.Sequential(nn.Linear(8, 20), nn.Softsign(), nn.Linear(20, 20), nn.Softsign(), nn.Linear(20, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

    def iterate(count):
        for _ in range(count):
            optimizer.zero_grad(set_to_none=True)
            loss = F.cross_entropy(model(x), labels)
            loss.backward()
            optimizer.step()
            value = loss.item()
        return value

    iterate(10)
    start = clock.now()
    loss = iterate(arguments.iterations)
    seconds = clock.now() - start
    print(json.dumps({"seconds_per_iteration": seconds / arguments.iterations, "train_loss": loss}))


if __name__ == "__main__":
    main()
