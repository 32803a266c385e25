"""Rows of `housing-train`. The timed part of an iteration is the same on both sides: forward, loss,
backward, update; Kumiki's time includes the trainer's work around them."""

from .races import Peer, Race
from .rows import Limit

tool = "housing-train"
dataset = "housing"
iterations = 1_000


def train(bench, *options):
    return bench.training(tool, "--dataset", bench.dataset(dataset), *options)


def iteration(bench):
    """Milliseconds of an iteration over the 16,512 training rows."""
    result = train(bench, "--steps", iterations)
    return result["seconds"] / result["steps"] * 1e3


def loss_row(preset):
    return Limit(
        f"housing-{preset}", f"--preset {preset}: test cross entropy after 60,000 iterations",
        lambda bench: train(bench, "--preset", preset)["test_loss"], most=0.70, unit="nats", is_slow=True, repeats=1)


rows = [
    Race(
        "housing-iteration", "`housing-train`, an iteration over 16,512 rows", iteration,
        [Peer(library, f"{library.replace('PyTorch', 'torch').lower()}_housing.py", lambda bench: dict(
            data=bench.dataset(dataset), iterations=iterations)) for library in ("NumPy", "PyTorch", "JAX")], 8,
        key="seconds_per_iteration", unit="ms"),
    *(loss_row(preset) for preset in ("gd", "mini-batch", "adam", "mini-batch-adam")),
    Limit(
        "housing-regression", "--task regression: root mean square error in $100,000",
        lambda bench: train(bench, "--task", "regression")["test_rmse"], most=0.50, unit="× $100,000", is_slow=True, repeats=1),
]
