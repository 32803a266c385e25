"""The table of `housing-train` for the peers' programs, in float32: eight standardized features and the third of the
price, of four fifths of the rows."""

import csv
import pathlib

import numpy as np


def training_rows(folder):
    """Features (rows × 8) and classes 0, 1, 2 of the training rows."""
    with open(pathlib.Path(folder) / "housing.csv", newline="") as file:
        table = [row[:9] for row in list(csv.reader(file))[1:]]
    numbers = np.array([[float(field) if field else np.nan for field in row] for row in table])
    numbers = numbers[np.random.default_rng(0).permutation(len(numbers))[:len(numbers) * 4 // 5]]
    x, price = numbers[:, :8], numbers[:, 8]
    x = np.where(np.isnan(x), np.nanmedian(x, axis=0), x)
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    classes = np.digitize(price, np.quantile(price, [1 / 3, 2 / 3]))
    return x.astype(np.float32), classes.astype(np.int32)
