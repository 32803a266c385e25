"""Rows of `housing-train`. The timed part of an iteration is the same on both sides: forward with dropout, loss,
backward, update; Kumiki's time includes the trainer's work around them."""

from .rows import Limit, Ratio

tool = "housing-train"
dataset = "housing"


def train(bench, *options):
    return bench.training(tool, "--dataset", bench.dataset(dataset), *options)


def iteration(bench):
    """Milliseconds of an iteration over the 16,512 training rows."""
    result = train(bench, "--steps", 2_000)
    return result["seconds"] / result["steps"] * 1e3


def loss_row(preset):
    return Limit(
        f"housing-{preset}", f"--preset {preset}: test cross entropy after 60,000 iterations",
        lambda bench: train(bench, "--preset", preset)["test_loss"], most=0.70, unit="nats", is_slow=True, repeats=1)


rows = [
    Ratio(
        "housing-iteration", "housing: 8→20→20→3, an iteration over 16,512 rows, against NumPy in float64", iteration,
        lambda bench: bench.peer("numpy_housing.py")["seconds_per_iteration"] * 1e3, 8, unit="ms",
        modules=("numpy",)),
    *(loss_row(preset) for preset in ("gd", "mini-batch", "adam", "mini-batch-adam")),
    Limit(
        "housing-regression", "--task regression: root mean square error in $100,000",
        lambda bench: train(bench, "--task", "regression")["test_rmse"], most=0.50, unit="× $100,000", is_slow=True, repeats=1),
]
