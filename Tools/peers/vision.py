"""Rows of `kmnist-train`.

The timed part of a training epoch, on both sides: shuffling, making batches, forward, backward, update, and reading
the loss of every step; not reading files, not the test set. It is the mean of epochs 2 and 3 on both sides, so that
neither start-up counts. The peer's pictures are float32 tensors in memory before it begins; Kumiki's are bytes that
are converted batch by batch.
"""

from .rows import Limit, MeanDifference, Ratio

tool = "kmnist-train"


def train(bench, model, *options, dataset="mnist", epochs=3):
    folder = bench.dataset(dataset)
    return bench.training(tool, "--model", model, "--dataset", folder, "--epochs", epochs, *options)


def train_peer(bench, model, *, dataset="mnist", epochs=3, seed=0):
    return bench.peer("torch_classifier.py", model=model, data=bench.dataset(dataset), epochs=epochs, seed=seed)


def epoch_row(model, work, least):
    return Ratio(
        f"{model}-epoch", f"{model}: {work}, an epoch of 60,000, batch 64, SGD",
        lambda bench: train(bench, model)["seconds_per_later_epoch"],
        lambda bench: train_peer(bench, model)["seconds_per_epoch"], least, modules=("torch", "numpy"))


dnn_samples = 2_000
# The tutorial's network is trained one sample per step; this number is enough for a stable mean.


def dnn_ours(bench):
    result = train(bench, "dnn", "--hidden", 1250, "--training-examples", dnn_samples, epochs=1)
    return result["seconds"] / dnn_samples * 1e3


def dnn_peer(bench):
    folder = bench.dataset("mnist")
    return bench.peer("numpy_dnn.py", data=folder, hidden=1250, samples=dnn_samples)["seconds_per_sample"] * 1e3


def peak_memory(bench):
    return train(bench, "conv")["process_peak_bytes"] / 1e6


def first_step(bench):
    folder = bench.dataset("mnist")
    return bench.tool(tool, "--model", "conv", "--dataset", folder, "--threads", bench.threads, "--dry-run")[0]


def accuracy(bench, model, dataset, seed=0):
    return train(bench, model, "--seed", seed, dataset=dataset, epochs=10)["test_accuracy"] * 100


def accuracy_row(model, least, seeds):
    """The mean over seeds: a single training's accuracy has a standard deviation of about 0.2 points."""
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
    epoch_row("lin", "784→10", 3),
    epoch_row("full", "784→95→10", 3),
    epoch_row("conv", "two convolutions, 206,922 parameters", 4),
    Ratio(
        "dnn-sample", "dnn: H = 1250, one sample a step, against NumPy in float64", dnn_ours, dnn_peer, 4, unit="ms",
        modules=("numpy",)),
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
