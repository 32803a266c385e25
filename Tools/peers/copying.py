"""Rows of `copy-transformer`. The timed part of an epoch is the same on both sides: shuffling, making batches, forward,
backward, update, and reading the loss of every step; not the validation."""

from .races import Peer, Race
from .rows import Limit

tool = "copy-transformer"
# Of the recipe's 9,000, for the peers' epochs are long; of an epoch's steps all take the same time.
sequences, steps = 1_920, 120


def train(bench, *options, epochs):
    return bench.training(tool, *options, "--epochs", epochs)


def step(bench):
    """Milliseconds of a step."""
    result = train(bench, "--training-sequences", sequences, epochs=2)
    return result["seconds_per_later_epoch"] / steps * 1e3


rows = [
    Race(
        "copy-step", "`copy-transformer`, a step of 16 sequences", step,
        [Peer(library, program, lambda bench: {"epochs": 2, "training-sequences": sequences})
         for library, program in (("PyTorch", "torch_copy.py"), ("JAX", "jax_copy.py"))], 15, key="seconds_per_step",
        unit="ms"),
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
