"""The Transformer of `copy-transformer` in PyTorch, written to be fast on a CPU: sequences in memory as one tensor,
batches taken by slices of a permutation. Prints one JSON object."""

import argparse
import json
import math

import torch
from torch import nn
from torch.nn import functional as F

import clock

START, END = 2, 3


class CopyTransformer(nn.Module):
    """The tutorial's network, with its positions added along the sequence."""

    def __init__(self, width=8, heads=2, layers=3, hidden=2048, dropout=0.1, longest=10):
        super().__init__()
        self.width = width
        self.embedding = nn.Embedding(4, width)
        self.transformer = nn.Transformer(width, heads, layers, layers, hidden, dropout, batch_first=True)
        self.out = nn.Linear(width, 4)
        self.dropout = nn.Dropout(dropout)
        angles = torch.arange(longest)[:, None] * 10_000 ** (-torch.arange(0, width, 2) / width)
        self.register_buffer("positions", torch.stack([angles.sin(), angles.cos()], 2).flatten(1), persistent=False)

    def embedded(self, symbols):
        return self.dropout(self.embedding(symbols) * math.sqrt(self.width) + self.positions[:symbols.shape[1]])

    def forward(self, source, target):
        mask = nn.Transformer.generate_square_subsequent_mask(target.shape[1])
        return self.out(self.transformer(self.embedded(source), self.embedded(target), tgt_mask=mask))


def sequences(count, bits=8):
    first = torch.randint(2, (count, 1))
    alternating = (torch.arange(bits)[None] + first) % 2
    kind = torch.arange(count)[:, None] % 3
    body = torch.where(kind == 0, torch.ones_like(alternating), torch.where(kind == 1, 0, alternating))
    return torch.cat([torch.full((count, 1), START), body, torch.full((count, 1), END)], 1)


def loss_of(model, batch):
    logits = model(batch, batch[:, :-1])
    return F.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())


def train_epoch(model, optimizer, data, batch_size):
    """The mean loss of an epoch."""
    model.train()
    total = 0.0
    for order in torch.randperm(len(data)).split(batch_size):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model, data[order])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(order)
    return total / len(data)


@torch.no_grad()
def validation_loss(model, data):
    model.eval()
    return sum(loss_of(model, part).item() * len(part) for part in data.split(500)) / len(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--training-sequences", type=int, default=9_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    data, held_out = sequences(arguments.training_sequences), sequences(3_000)
    model = CopyTransformer()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    seconds, losses = [], []
    for _ in range(arguments.epochs):
        start = clock.now()
        loss = train_epoch(model, optimizer, data, arguments.batch_size)
        seconds.append(clock.now() - start)
        losses.append((loss, validation_loss(model, held_out)))
    # The first epoch warms up and does not count.
    counted = seconds[1:] or seconds
    print(json.dumps({
        "seconds_per_step": sum(counted) / len(counted) / -(-len(data) // arguments.batch_size),
        "train_loss": losses[-1][0], "test_loss": losses[-1][1],
        "losses": losses,
    }))


if __name__ == "__main__":
    main()
