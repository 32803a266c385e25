"""Rows of `gan-train`. What is timed of a step, on both sides: making the batch and the noise, both networks forward
and backward, both updates, and reading losses and probabilities; the mean of the second epoch, on MNIST's first 2,000
digits. JAX reads an epoch's losses at its end."""

from .races import Peer, Race
from .rows import Limit

tool = "gan-train"
pictures, batch = 2_000, 100


def train(bench, model, *options):
    return bench.training(tool, "--model", model, "--dataset", bench.dataset("mnist"), *options)


def step(bench, model):
    """Milliseconds of a step."""
    result = train(bench, model, "--training-examples", pictures, "--epochs", 2, "--score-every", 1_000)
    return result["seconds_per_later_epoch"] / (pictures / batch) * 1e3


def step_row(model, least):
    def options(bench):
        return dict(model=model, data=bench.dataset("mnist"), pictures=pictures, epochs=2)

    return Race(
        f"{model}-step", f"`gan-train --model {model}`, a step of 100 digits", lambda bench: step(bench, model),
        [Peer("PyTorch", "torch_gan.py", options), Peer("JAX", "jax_gan.py", options)], least, key="seconds_per_step",
        unit="ms")


def quality(bench, model, epochs, seed):
    """The mean confidence of the judge in 1,000 samples, in percent; 0 where a digit does not occur."""
    result = train(bench, model, "--epochs", epochs, "--seed", seed, "--score-every", 1_000)
    return result["digits_confidence"] * 100 if result["digits_classes"] == 10 else 0


def quality_row(model, epochs, least):
    return Limit(
        f"{model}-samples", f"{model}: mean confidence in samples after {epochs} epochs, the least of 3 seeds",
        lambda bench: min(quality(bench, model, epochs, seed) for seed in range(3)), least=least, unit="%",
        is_slow=True, repeats=1)


rows = [
    step_row("gan", 2),
    step_row("dcgan", 1.8),
    Limit(
        "dcgan-memory", "dcgan: peak memory of the whole process, MNIST",
        lambda bench: train(bench, "dcgan", "--epochs", 1, "--score-every", 1)["process_peak_bytes"] / 1e6, most=500,
        unit="MB", repeats=1),
    quality_row("dcgan", 20, 90),
    quality_row("gan", 50, 80),
]
