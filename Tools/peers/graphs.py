"""Rows of `gnn-train`. The timed part of an epoch is the same on both sides: a step over the whole graph, and a pass
for the accuracies on training and validation nodes. PyTorch Geometric multiplies the features as its own examples do, as a
dense matrix; JAX and Kumiki as a sparse one."""

from .races import Peer, Race
from .rows import Limit

tool = "gnn-train"
folder = "planetoid"


def train(bench, *options, dataset="cora"):
    bench.dataset(folder)
    return bench.training(tool, "--dataset", dataset, "--data", bench.data, *options)


def epoch(bench, model):
    result = train(bench, "--model", model, "--epochs", 200, "--patience", 0)
    return result["seconds_per_later_epoch"] + result["seconds_per_evaluation"]


def epoch_row(model, work, least):
    def options(bench, epochs):
        return dict(folder=bench.dataset(folder), model=model, epochs=epochs)

    # An epoch of PyTorch Geometric takes a tenth of a second, of which twenty are enough for a steady mean.
    return Race(
        f"graph-{model}", f"`gnn-train --model {model}` on Cora, {work}, an epoch with evaluation",
        lambda bench: epoch(bench, model) * 1e3, [
            Peer("PyTorch Geometric", "torch_graph.py", lambda bench: options(bench, 25)),
            Peer("JAX", "jax_graph.py", lambda bench: options(bench, 200))], least, unit="ms")


def accuracy(model, dataset, least, *options, name=None):
    return Limit(
        name or f"graph-{dataset}-{model}", f"{dataset} {' '.join(map(str, [model, *options]))}: mean test accuracy of 10 seeds",
        lambda bench: train(
            bench, "--model", model, "--runs", 10, *options, dataset=dataset)["test_accuracy_mean"] * 100,
        least=least, unit="%", is_slow=True, repeats=1)


def large(bench, *options):
    return bench.training(
        tool, "--dataset", "citations", "--nodes", 1_000_000, "--degree", 20, "--features", 64, *options)


rows = [
    epoch_row("gcn", "64 units", 20), epoch_row("gat", "8 × 8", 8), epoch_row("sage", "64", 20),
    accuracy("gcn", "cora", 81.3), accuracy("gat", "cora", 82.5), accuracy("sage", "cora", 80.0),
    accuracy("gcn", "citeseer", 70.0),
    # Chosen by its validation nodes, on which it is better than the usual 0.0005.
    accuracy("gat", "citeseer", 71.5, "--weight-decay", "0.0015"),
    Limit(
        "graph-cora-best", "Cora --preset best: mean test accuracy of 10 seeds",
        lambda bench: train(bench, "--preset", "best", "--runs", 10)["test_accuracy_mean"] * 100, least=84, unit="%",
        is_slow=True, repeats=1),
    Limit(
        "graph-large-memory", "a million nodes, ten million edges, 64 features: peak of full-batch GCN",
        lambda bench: large(bench, "--model", "gcn", "--epochs", 2)["process_peak_bytes"] / 1e9, most=4, unit="GB",
        is_slow=True, repeats=1),
]
