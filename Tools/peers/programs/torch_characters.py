"""The character models of `charrnn` in PyTorch, written to be fast on a CPU: the text in memory as one tensor of
symbols, whole stretches and windows at once. Prints one JSON object."""

import argparse
import json

import torch
from torch import nn
from torch.nn import functional as F

import clock

cells = {"rnn": nn.RNN, "lstm": nn.LSTM}


class CharacterModel(nn.Module):
    """Symbols, one-hot or embedded, to a recurrent layer, to logits."""

    def __init__(self, cell, symbols, hidden, embedding=None):
        super().__init__()
        self.symbols = symbols
        self.embedding = nn.Embedding(symbols, embedding) if embedding else None
        self.rnn = cells[cell](embedding or symbols, hidden)
        self.fc = nn.Linear(hidden, symbols)

    def forward(self, x, state=None):
        x = self.embedding(x) if self.embedding else F.one_hot(x, self.symbols).float()
        return self.rnn(x, state)


def read(path, lowercase):
    text = open(path, encoding="utf-8").read()
    text = text.lower() if lowercase else text
    numbers = {symbol: number for number, symbol in enumerate(sorted(set(text)))}
    return torch.tensor([numbers[symbol] for symbol in text]), len(numbers)


def min_char(text, symbols, arguments):
    """Karpathy's recipe: stretches of 25 with the state carried over, the loss summed, gradients within ±5."""
    model, length = CharacterModel("rnn", symbols, 100), 25
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.01) if parameter.dim() > 1 else nn.init.zeros_(parameter)
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
    state, at, start, smoothed = None, 0, clock.now(), length * torch.tensor(float(symbols)).log().item()
    for _ in range(arguments.steps):
        if at + length + 1 > len(text):
            state, at = None, 0
        optimizer.zero_grad(set_to_none=True)
        output, state = model(text[at:at + length], state)
        state = state.detach()
        loss = F.cross_entropy(model.fc(output), text[at + 1:at + length + 1], reduction="sum")
        loss.backward()
        nn.utils.clip_grad_value_(model.parameters(), 5)
        optimizer.step()
        smoothed = 0.999 * smoothed + 0.001 * loss.item()
        at += length
    return {"seconds_per_step": (clock.now() - start) / arguments.steps, "smoothed_loss": smoothed}


def hamlet(text, symbols, arguments):
    """An LSTM of 25 units, the whole text a step."""
    model = CharacterModel("lstm", symbols, 25)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    start = clock.now()
    for _ in range(arguments.epochs):
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model.fc(model(text[:-1])[0]), text[1:], reduction="sum")
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.1)
        optimizer.step()
        loss.item()
    return {"seconds_per_epoch": (clock.now() - start) / arguments.epochs}


def windows(text, symbols, arguments):
    """Random windows of 30 to the next character, RMSprop, batches of 128."""
    length, batch = 30, 128
    model = CharacterModel(arguments.cell, symbols, 128, embedding=64)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001)
    examples, seconds = text.unfold(0, length + 1, 1), []
    for _ in range(arguments.epochs):
        start, total = clock.now(), 0.0
        for order in torch.randperm(len(examples)).split(batch):
            part = examples[order].T
            optimizer.zero_grad(set_to_none=True)
            loss = F.cross_entropy(model.fc(model(part[:-1])[0][-1]), part[-1])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(order)
        seconds.append(clock.now() - start)
    # The first epoch warms up and does not count.
    counted = seconds[1:] or seconds
    return {
        "seconds_per_step": sum(counted) / len(counted) / -(-len(examples) // batch),
        "train_loss": total / len(examples)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    recipes = {"min-char": min_char, "hamlet": hamlet, "windows": windows}
    parser.add_argument("--recipe", choices=recipes, required=True)
    parser.add_argument("--text", required=True)
    parser.add_argument("--lowercase", type=int, default=0)
    parser.add_argument("--cell", choices=cells, default="lstm")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--steps", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    print(json.dumps(recipes[arguments.recipe](*read(arguments.text, arguments.lowercase), arguments)))


if __name__ == "__main__":
    main()
