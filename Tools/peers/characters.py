"""Rows of `charrnn`. Timed on both sides: making batches, forward, backward, clipping, update, and reading the loss of
every step; not validation, nor samples along the way. JAX reads the losses at the end of a call of many steps."""

import pathlib

from .bench import Missing
from .races import Peer, Race
from .rows import Limit, MeanDifference

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


minimal_steps = 5_000
hamlet_epochs = 1_000
# Of Macbeth, for the peers' epochs are long; of an epoch's steps all take the same time.
window_characters, window_steps = 25_630, 200


def step_of_minimal(bench):
    """Milliseconds of a step."""
    options = ("--preset", "min-char", "--steps", minimal_steps, "--sample-every", 1_000_000)
    return 1e3 / train(bench, "tinyshakespeare", *options)["steps_per_second"]


def hamlet(bench, epochs=1_000):
    return train(bench, "hamlet", "--preset", "hamlet", "--sample-every", 1_000_000, "--epochs", epochs)


def windows(bench, cell, epochs, seed):
    return train(
        bench, "macbeth", "--lowercase", "--preset", "windows", "--cell", cell, "--epochs", epochs, "--seed", seed)


def beginning(bench):
    """A file of Macbeth's first characters, which give two hundred batches of 128 windows."""
    path = pathlib.Path(bench.scratch("macbeth"))
    path.write_text(pathlib.Path(text(bench, "macbeth")).read_text(encoding="utf-8")[:window_characters])
    return str(path)


def windows_options(bench, cell, epochs, seed=0):
    return dict(recipe="windows", cell=cell, text=text(bench, "macbeth"), lowercase=1, epochs=epochs, seed=seed)


def peers(options):
    return [Peer("PyTorch", "torch_characters.py", options), Peer("JAX", "jax_characters.py", options)]


def windows_row(cell, least):
    def ours(bench):
        result = bench.training(
            tool, "--text", beginning(bench), "--lowercase", "--preset", "windows", "--cell", cell, "--epochs", 2,
            chooses_threads=True)
        return result["seconds_per_later_epoch"] / window_steps * 1e3

    return Race(
        f"windows-{cell}-step", f"`charrnn --preset windows --cell {cell}` on Macbeth, a step of 128 windows", ours,
        peers(lambda bench: {**windows_options(bench, cell, 2), "text": beginning(bench)}), least,
        key="seconds_per_step", unit="ms")


def windows_loss_row(cell):
    return MeanDifference(
        f"windows-{cell}-loss", f"Macbeth, windows of 30, {cell.upper()}: training loss of epoch 10",
        lambda bench, seed: windows(bench, cell, 10, seed)["train_loss"],
        lambda bench, seed: bench.peer("torch_characters.py", **windows_options(bench, cell, 10, seed))["train_loss"],
        within=0.03, seeds=1, lower_is_better=True, unit="nats", is_slow=True, modules=("torch",))


def sampling_rate(bench):
    """Characters per second that a model of 512 units writes, including its start."""
    run = bench.scratch("sampled")
    bench.tool(tool, "train", "--preset", "hamlet", "--hidden", 512, "--epochs", 1, "--run", run, "--quiet")
    seconds, _, _ = bench.tool(tool, "sample", "--run", run, "--length", 100_000)
    return 100_000 / seconds


rows = [
    Race(
        "min-char-step", "`charrnn --preset min-char`, RNN 100, 25 characters a step, AdaGrad", step_of_minimal,
        [
            *peers(lambda bench: dict(recipe="min-char", text=text(bench, "tinyshakespeare"), steps=minimal_steps)),
            Peer("NumPy", "numpy_characters.py", lambda bench: dict(
                text=text(bench, "tinyshakespeare"), steps=minimal_steps)),
        ], 20, key="seconds_per_step", unit="ms"),
    Race(
        "hamlet-epoch", "`charrnn` on Hamlet's soliloquy, LSTM 25, the whole text a step",
        lambda bench: hamlet(bench, hamlet_epochs)["seconds_per_epoch"] * 1e3,
        peers(lambda bench: dict(recipe="hamlet", text=text(bench, "hamlet"), epochs=hamlet_epochs)), 3, unit="ms"),
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
