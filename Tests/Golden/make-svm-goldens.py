"""Values of LIBSVM for problems that the tests make themselves, in svm.json: the dual problem's value, the support
vectors of each class, ρ of each pair, and predictions. In svm-single.json those of regression and of one class.

    python3 Tests/Golden/make-svm-goldens.py        (needs svm-train and svm-predict: Debian's libsvm-tools)
"""

import json
import pathlib
import re
import struct
import subprocess
import tempfile

from golden_numbers import GoldenNumbers

here = pathlib.Path(__file__).resolve().parent


def f32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def examples(count, width, classes, shift=0):
    numbers = GoldenNumbers(20)
    rows, labels = [], []
    for i in range(count):
        label = i % classes
        rows.append([
            f32(((label * (d + 2)) % classes) / classes + 1.6 * numbers.next() + shift) for d in range(width)])
        labels.append(label)
    return rows, labels


def write(path, rows, labels):
    path.write_text("".join(
        f"{label} " + " ".join(f"{i + 1}:{x:.9g}" for i, x in enumerate(row)) + "\n"
        for row, label in zip(rows, labels)))


# name: examples, features, classes, C, kernel options of svm-train
problems = {
    "linear": (80, 3, 2, 1, "-t 0"),
    "polynomial": (90, 4, 3, 2, "-t 1 -g 0.5 -r 1 -d 3"),
    "rbf": (150, 5, 3, 10, "-t 2 -g 0.5"),
    "sigmoid": (80, 3, 2, 1, "-t 3 -g 0.1 -r -0.2"),
    "weighted": (120, 2, 2, 4, "-t 2 -g 2 -w0 5 -w1 0.5"),
    "four classes": (200, 6, 4, 1, "-t 2 -g 0.2"),
    "far": (600, 4, 3, 1, "-t 0"),
}
# What is added to every feature.
shifts = {"far": 300}
unseen = 60

results = {}
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    for name, (count, width, classes, cost, options) in problems.items():
        rows, labels = examples(count + unseen, width, classes, shifts.get(name, 0))
        write(folder / "train", rows[:count], labels[:count])
        write(folder / "test", rows[count:], labels[count:])

        def train(tolerance):
            return subprocess.run(
                ["svm-train", "-s", "0", "-c", str(cost), "-e", tolerance, *options.split(), folder / "train",
                 folder / "model"], check=True, capture_output=True, text=True).stdout

        # The value at the very optimum, and what LIBSVM's own tolerance gives.
        objective = -sum(float(x) for x in re.findall(r"^obj = (\S+),", train("1e-8"), re.M))
        train("1e-3")
        subprocess.run(
            ["svm-predict", folder / "test", folder / "model", folder / "out"], check=True, capture_output=True)
        model = (folder / "model").read_text()
        header = dict(line.split(" ", 1) for line in model.split("\nSV\n")[0].splitlines())
        results[name] = {
            "count": count, "width": width, "classes": classes, "cost": cost,
            "shift": shifts.get(name, 0), "objective": objective,
            "rho": [float(x) for x in header["rho"].split()],
            "vectors": [int(x) for x in header["nr_sv"].split()],
            "predictions": [int(x) for x in (folder / "out").read_text().split()],
            "model": model,
        }
(here / "svm.json").write_text(json.dumps(results, indent=0) + "\n")

# Regression on the labels of three classes, and one class of the same rows.
singles = {"regression": "-s 3 -c 2 -p 0.1 -t 2 -g 0.5", "one class": "-s 2 -n 0.3 -t 2 -g 0.5"}
rows, labels = examples(100 + unseen, 4, 3)
results = {}
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    write(folder / "train", rows[:100], labels[:100])
    write(folder / "test", rows[100:], labels[100:])
    for name, options in singles.items():
        said = subprocess.run(
            ["svm-train", "-e", "1e-6", *options.split(), folder / "train", folder / "model"], check=True,
            capture_output=True, text=True).stdout
        subprocess.run(
            ["svm-predict", folder / "test", folder / "model", folder / "out"], check=True, capture_output=True)
        results[name] = {
            "objective": -float(re.search(r"^obj = (\S+),", said, re.M).group(1)),
            "rho": float(re.search(r"rho = (\S+)", said).group(1)),
            "predictions": [float(x) for x in (folder / "out").read_text().split()],
        }
(here / "svm-single.json").write_text(json.dumps(results) + "\n")
