"""Rows of `gan-train`. The timed part of a step, on both sides: making the batch and the noise, both networks
forward and backward, both updates, and reading losses and probabilities. Ours is the mean of the epochs after the
first, on MNIST's first 6,000 digits; the peer's pictures are noise of the same size, because the time does not
depend on them."""

from .rows import Limit, Ratio

tool = "gan-train"
pictures, batch = 6_000, 100


def train(bench, model, *options):
    return bench.training(tool, "--model", model, "--dataset", bench.dataset("mnist"), *options)


def step(bench, model):
    """Milliseconds of a step."""
    result = train(bench, model, "--training-examples", pictures, "--epochs", 3, "--score-every", 1_000)
    return result["seconds_per_later_epoch"] / (pictures / batch) * 1e3


def step_row(model, work, least):
    return Ratio(
        f"{model}-step", f"{model}: {work}, a step of 100, Adam", lambda bench: step(bench, model),
        lambda bench: bench.peer("torch_gan.py", model=model)["seconds_per_step"] * 1e3, least, unit="ms",
        modules=("torch",))


def quality(bench, model, epochs, seed):
    """The mean confidence of the judge in 1,000 samples, in percent; 0 where a digit does not occur."""
    result = train(bench, model, "--epochs", epochs, "--seed", seed, "--score-every", 1_000)
    return result["digits_confidence"] * 100 if result["digits_classes"] == 10 else 0


def quality_row(model, epochs, least):
    return Limit(
        f"{model}-samples", f"{model}: mean confidence in samples after {epochs} epochs, the lowest of 3 seeds",
        lambda bench: min(quality(bench, model, epochs, seed) for seed in range(3)), least=least, unit="%",
        is_slow=True, repeats=1)


rows = [
    step_row("gan", "perceptrons, 2,946,577 parameters", 2),
    step_row("dcgan", "convolutions, 1,519,333 parameters, 28×28", 1.8),
    Limit(
        "dcgan-memory", "dcgan: peak memory of the whole process, MNIST",
        lambda bench: train(bench, "dcgan", "--epochs", 1, "--score-every", 1)["process_peak_bytes"] / 1e6, most=500,
        unit="MB", repeats=1),
    quality_row("dcgan", 20, 90),
    quality_row("gan", 50, 80),
]
