"""Rows of `copy-transformer`. The timed part of an epoch is the same on both sides: shuffling, making batches, forward,
backward, update, and reading the loss of every step; not the validation."""

from .rows import Limit, Ratio

tool = "copy-transformer"


def train(bench, *options, epochs):
    return bench.training(tool, *options, "--epochs", epochs)


rows = [
    Ratio(
        "copy-epoch", "Transformer 8/2 heads/3+3/2048: an epoch of 9,000 sequences, batch 16, SGD",
        lambda bench: train(bench, epochs=2)["seconds_per_epoch"],
        lambda bench: bench.peer("torch_copy.py", epochs=2)["seconds_per_epoch"], 15, modules=("torch",)),
    Limit(
        "copy-loss", "the classic recipe: validation loss after 10 epochs",
        lambda bench: train(bench, epochs=10)["test_loss"], most=0.17, unit="nats", is_slow=True, repeats=1),
    Limit(
        "copy-exact-patterns", "--preset exact: exact copies of the three patterns",
        lambda bench: train(bench, "--preset", "exact", epochs=10)["exact_copies"] * 100, least=100, unit="%",
        is_slow=True, repeats=1),
    Limit(
        "copy-exact-random", "--preset exact: exact copies of random bits",
        lambda bench: train(bench, "--preset", "exact", "--task", "random", epochs=10)["exact_copies"] * 100,
        least=99, unit="%", is_slow=True, repeats=1),
]
