"""Rows of `kmnist-train`.

What is timed of a training epoch, on both sides: shuffling, making batches, forward, backward, update, and reading
the loss of every step; not reading files, not the test set. The first epoch does not count on either side, so that no
start-up does. The peers' pictures are float32 tensors in memory before they begin, where ours are bytes that are
converted batch by batch. JAX reads the losses of many steps at the end of a call.
"""

from .races import Peer, Race
from .rows import Limit, MeanDifference

tool = "kmnist-train"


def train(bench, model, *options, dataset="mnist", epochs=3):
    folder = bench.dataset(dataset)
    return bench.training(tool, "--model", model, "--dataset", folder, "--epochs", epochs, *options)


def train_peer(bench, model, *, dataset="mnist", epochs=3, seed=0):
    return bench.peer("torch_classifier.py", model=model, data=bench.dataset(dataset), epochs=epochs, seed=seed)


def step_row(model, least, examples, epochs):
    """Milliseconds of a step; of an epoch's steps all take the same time, so that a part of the pictures will do."""
    steps = -(-examples // 64)

    def ours(bench):
        result = train(bench, model, "--training-examples", examples, epochs=epochs)
        return result["seconds_per_later_epoch"] / steps * 1e3

    def options(bench):
        return dict(model=model, data=bench.dataset("mnist"), examples=examples, epochs=epochs)

    return Race(
        f"{model}-step", f"`kmnist-train --model {model}`, a step of 64 images", ours,
        [Peer("PyTorch", "torch_classifier.py", options), Peer("JAX", "jax_classifier.py", options)], least,
        key="seconds_per_step", unit="ms")


# The tutorial's network is trained one sample a step; so many are enough for a steady mean.
dnn_samples = 2_000


def dnn_ours(bench):
    result = train(bench, "dnn", "--hidden", 1250, "--training-examples", dnn_samples, epochs=2)
    return result["seconds_per_later_epoch"] / dnn_samples * 1e3


def dnn_options(bench):
    return dict(data=bench.dataset("mnist"), hidden=1250, samples=dnn_samples)


def peak_memory(bench):
    return train(bench, "conv")["process_peak_bytes"] / 1e6


def first_step(bench):
    folder = bench.dataset("mnist")
    return bench.tool(tool, "--model", "conv", "--dataset", folder, "--threads", bench.threads, "--dry-run")[0]


def accuracy(bench, model, dataset, seed=0):
    return train(bench, model, "--seed", seed, dataset=dataset, epochs=10)["test_accuracy"] * 100


def accuracy_row(model, least, seeds):
    """The mean over seeds: a single training's accuracy has a standard deviation of some 0.2 points."""
    return Limit(
        f"{model}-mnist-accuracy", f"{model}: MNIST test accuracy after 10 epochs, mean of {seeds} seeds",
        lambda bench: sum(accuracy(bench, model, "mnist", seed) for seed in range(seeds)) / seeds, least=least,
        unit="%", is_slow=True, repeats=1)


def kmnist_row(model):
    return MeanDifference(
        f"{model}-kmnist-accuracy", f"{model}: KMNIST 8,000/2,000 after 10 epochs, mean of 3 seeds",
        lambda bench, seed: accuracy(bench, model, "kmnist-10k", seed),
        lambda bench, seed: train_peer(bench, model, dataset="kmnist-10k", epochs=10, seed=seed)["test_accuracy"] * 100,
        within=1.5, unit="%", is_slow=True, modules=("torch", "numpy"))


rows = [
    step_row("lin", 3, examples=60_000, epochs=8),
    step_row("full", 3, examples=60_000, epochs=4),
    step_row("conv", 4, examples=12_800, epochs=2),
    Race(
        "dnn-sample", "`kmnist-train --model dnn`, 1,250 hidden units, one image a step", dnn_ours,
        [Peer(library, program, dnn_options) for library, program in (
            ("NumPy", "numpy_dnn.py"), ("PyTorch", "torch_dnn.py"), ("JAX", "jax_dnn.py"))], 4,
        key="seconds_per_sample", unit="ms"),
    Limit("memory", "conv: peak memory of the whole process, MNIST, 3 epochs", peak_memory, most=300, unit="MB"),
    Limit("first-step", "conv: from start to the end of the first step, gzipped MNIST", first_step, most=1),
    Limit(
        "help", "--help", lambda bench: bench.tool(tool, "--help")[0] * 1e3, most=30, unit="ms", repeats=20),
    accuracy_row("conv", 98.4, seeds=10),
    accuracy_row("full", 91.5, seeds=3),
    kmnist_row("lin"),
    kmnist_row("full"),
    kmnist_row("conv"),
]
