"""Rows of `mri-train`. The timed part of a step, on both sides: making the batch, forward, backward, update, and
reading the loss, the mean of the second epoch; the pictures are not changed."""

import math

from .races import Peer, Race
from .rows import Limit

tool = "mri-train"
dataset = "brain-tumor-mri"


def step(bench):
    """Milliseconds of a step on the 2,400 built-in phantoms."""
    result = bench.training(tool, "--dataset", "phantoms", "--epochs", 2, "--flip", 0, "--rotation", 0)
    return result["seconds_per_later_epoch"] / math.ceil(2400 / 32) * 1e3


def train(bench, *options):
    return bench.training(tool, "--dataset", bench.dataset(dataset), *options)


rows = [
    Race(
        "mri-step", "`mri-train`, a step of 32 slices, shown as they are", step,
        [Peer(library, program, lambda bench: dict(pictures=480, epochs=2))
         for library, program in (("PyTorch", "torch_mri.py"), ("JAX", "jax_mri.py"))], 4, key="seconds_per_step",
        unit="ms"),
    Limit(
        "mri-reading", "7,019 pictures 84×84 read and resized again, and one step",
        lambda bench: bench.tool(tool, "--dataset", bench.dataset(dataset), "--no-cache", "--dry-run", "--quiet")[0],
        most=3),
    Limit(
        "mri-accuracy", "mri: test accuracy after 7 epochs", lambda bench: train(bench)["test_accuracy"] * 100,
        least=84.3, unit="%", is_slow=True, repeats=1),
    Limit(
        "mri-best", "mri --preset best: test accuracy",
        lambda bench: train(bench, "--preset", "best")["test_accuracy"] * 100, least=95, unit="%", is_slow=True,
        repeats=1),
]
