"""The network of `mri-train` in PyTorch, written to be fast on a CPU: pictures in memory as float32 tensors, batches
taken by slices of a permutation. The pictures are noise, because the time does not depend on them, and they are not
changed as in Kumiki, so the peer does less work. Prints one JSON object."""

import argparse
import json

import torch
from torch import nn

import clock

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--pictures", type=int, default=2400)
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--batch-size", type=int, default=32)
parser.add_argument("--threads", type=int, default=2)
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)
torch.manual_seed(0)

model = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1), nn.LeakyReLU(0.01), nn.Conv2d(8, 32, 3, padding=1), nn.LeakyReLU(0.01),
    nn.MaxPool2d(2), nn.Dropout(0.2),
    nn.Conv2d(32, 32, 3, padding=1), nn.LeakyReLU(0.01), nn.Conv2d(32, 64, 3, padding=1), nn.LeakyReLU(0.01),
    nn.MaxPool2d(2), nn.Dropout(0.2), nn.AdaptiveAvgPool2d(7), nn.Flatten(),
    nn.Linear(3136, 256), nn.LeakyReLU(0.01), nn.Dropout(0.2), nn.Linear(256, 128), nn.LeakyReLU(0.01),
    nn.Dropout(0.2), nn.Linear(128, 4))
optimizer = torch.optim.Adamax(model.parameters())
pictures = torch.rand(arguments.pictures, 1, 84, 84)
labels = torch.randint(0, 4, (arguments.pictures,))
seconds, steps = [], 0
for _ in range(arguments.epochs):
    start = clock.now()
    batches = torch.randperm(len(pictures)).split(arguments.batch_size)
    for batch in batches:
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(pictures[batch]), labels[batch])
        loss.backward()
        optimizer.step()
        loss.item()
    seconds.append((clock.now() - start) / len(batches))
# The first epoch warms up and does not count.
counted = seconds[1:] or seconds
print(json.dumps({"seconds_per_step": sum(counted) / len(counted)}))
