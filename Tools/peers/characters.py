"""Rows of `charrnn`. Timed on both sides: making batches, forward, backward, clipping, update, and reading the loss of
every step; not validation, nor samples along the way."""

import pathlib

from .bench import Missing
from .rows import Limit, MeanDifference, Ratio

tool = "charrnn"


def text(bench, name):
    """A text of the data folder."""
    path = pathlib.Path(bench.data or ".") / "text" / f"{name}.txt"
    if not path.is_file():
        raise Missing(f"no data: {path} does not exist")
    return str(path)


def train(bench, name, *options):
    # A small network trains faster with one thread, which the tool chooses itself.
    return bench.training(tool, "--text", text(bench, name), *options, chooses_threads=True)


def step_of_minimal(bench):
    options = ("--preset", "min-char", "--steps", 20_000, "--sample-every", 1_000_000)
    return 1 / train(bench, "tinyshakespeare", *options)["steps_per_second"]


def step_of_minimal_peer(bench):
    path = text(bench, "tinyshakespeare")
    return 1 / bench.peer("torch_characters.py", recipe="min-char", text=path)["steps_per_second"]


def hamlet(bench):
    return train(bench, "hamlet", "--preset", "hamlet", "--sample-every", 1_000_000)


def windows(bench, cell, epochs, seed=0):
    return train(bench, "macbeth", "--lowercase", "--preset", "windows", "--cell", cell, "--epochs", epochs, "--seed", seed)


def windows_peer(bench, cell, epochs, seed=0):
    path = text(bench, "macbeth")
    return bench.peer(
        "torch_characters.py", recipe="windows", cell=cell, text=path, lowercase=1, epochs=epochs, seed=seed)


def windows_row(cell, least):
    return Ratio(
        f"windows-{cell}-epoch", f"Macbeth, windows of 30, {cell.upper()} 128, batch 128, RMSprop: an epoch",
        lambda bench: windows(bench, cell, 3)["seconds_per_later_epoch"],
        lambda bench: windows_peer(bench, cell, 2)["seconds_per_epoch"], least, modules=("torch",))


def windows_loss_row(cell):
    return MeanDifference(
        f"windows-{cell}-loss", f"Macbeth, windows of 30, {cell.upper()}: training loss of epoch 10",
        lambda bench, seed: windows(bench, cell, 10, seed)["train_loss"],
        lambda bench, seed: windows_peer(bench, cell, 10, seed)["train_loss"],
        within=0.03, seeds=1, lower_is_better=True, unit="nats", is_slow=True, modules=("torch",))


def sampling_rate(bench):
    """Characters per second that a model of 512 units writes, including its start."""
    run = bench.scratch("sampled")
    bench.tool(tool, "train", "--preset", "hamlet", "--hidden", 512, "--epochs", 1, "--run", run, "--quiet")
    seconds, _, _ = bench.tool(tool, "sample", "--run", run, "--length", 100_000)
    return 100_000 / seconds


rows = [
    Ratio(
        "min-char-step", "tiny Shakespeare, RNN 100, 25 characters, batch 1, AdaGrad: a step", step_of_minimal,
        step_of_minimal_peer, 20, modules=("torch",)),
    Ratio(
        "hamlet-epoch", "Hamlet's soliloquy, LSTM 25, the whole text a step: an epoch",
        lambda bench: hamlet(bench)["seconds_per_epoch"],
        lambda bench: bench.peer("torch_characters.py", recipe="hamlet", text=text(bench, "hamlet"), epochs=200)[
            "seconds_per_epoch"], 3, modules=("torch",)),
    windows_row("rnn", 2.5),
    windows_row("lstm", 1.7),
    Limit(
        "sampling", "sampling from an LSTM of 512 units", sampling_rate, least=20_000, unit="characters/s"),
    Limit(
        "hamlet-accuracy", "Hamlet's soliloquy: next characters right after 1,000 epochs",
        lambda bench: hamlet(bench)["next_character_accuracy"] * 100, least=100, unit="%", is_slow=True, repeats=1),
    windows_loss_row("rnn"),
    windows_loss_row("lstm"),
    MeanDifference(
        "min-char-loss", "tiny Shakespeare, RNN 100, AdaGrad: smoothed loss of 25 characters at step 100,000",
        lambda bench, seed: train(
            bench, "tinyshakespeare", "--preset", "min-char", "--steps", 100_000, "--seed", seed)["smoothed_sum_over_25"],
        lambda bench, seed: bench.peer(
            "numpy_characters.py", text=text(bench, "tinyshakespeare"), seed=seed)["smoothed_loss"],
        within=0, seeds=1, lower_is_better=True, unit="nats", is_slow=True, modules=("numpy",)),
    Limit(
        "shakespeare-loss", "tiny Shakespeare, --preset shakespeare: validation loss of the best model",
        lambda bench: train(bench, "tinyshakespeare", "--preset", "shakespeare")["validation_loss"],
        most=1.5, unit="nats", is_slow=True, repeats=1),
]
