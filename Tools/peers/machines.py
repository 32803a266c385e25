"""Rows of `svm`: MNIST with C = 5 and an RBF kernel of γ = 0.02, in float32, beside scikit-learn's SVC with a cache of
1 GB, and beside that of its extension for Intel's processors (oneDAL). What is timed is the fit alone and the prediction alone on both sides."""

from .races import Peer, Race
from .rows import Limit

tool = "svm"
dataset = "mnist"


def train(bench, *options):
    return bench.training(
        tool, "train", "--dataset", bench.dataset(dataset), "--gamma", 0.02, "-C", 5, *options)


def first(bench):
    """The first 10,000 digits, tested on 2,000."""
    return train(bench, "--examples", 10_000, "--test-examples", 2_000)


def peers():
    return [Peer(library, "sklearn_svm.py", lambda bench, module=module: dict(
        data=bench.dataset(dataset), library=module))
        for library, module in (("scikit-learn", "sklearn"), ("scikit-learn-intelex", "sklearnex"))]


rows = [
    Race(
        "svm-fit", "`svm train`, 10,000 digits, RBF", lambda bench: first(bench)["seconds"], peers(), 5, key="seconds"),
    Race(
        "svm-predict", "`svm predict`, 2,000 digits", lambda bench: first(bench)["prediction_seconds"] * 1e3, peers(),
        10, key="prediction_seconds", unit="ms"),
    Limit(
        "svm-vectors", "how far its support vectors are from LIBSVM's 4,170",
        lambda bench: abs(first(bench)["support_vectors"] / 4_170 - 1) * 100, most=1, unit="%", repeats=1),
    Limit(
        "svm-accuracy", "how far its accuracy is from LIBSVM's 95.45 %",
        lambda bench: abs(first(bench)["test_accuracy"] * 100 - 95.45), most=0.15, unit="points", repeats=1),
    Limit(
        "svm-60000-memory", "all 60,000 digits: memory of the whole run, cache as it comes",
        lambda bench: train(bench)["process_peak_bytes"] / 1e9, most=1.5, unit="GB", is_slow=True, repeats=1),
    Limit(
        "svm-60000-accuracy", "all 60,000 digits: accuracy on the 10,000 of the test",
        lambda bench: train(bench)["test_accuracy"] * 100, least=98.4, unit="%", is_slow=True, repeats=1),
]
