#!/usr/bin/env python3
"""Makes `pickles/`: a SciPy matrix, a NumPy array and a dictionary of neighbors in every protocol of Python's pickles.

Needs numpy and scipy. Run it from anywhere:
    python3 Tests/Golden/make-pickle-goldens.py
"""

import collections
import pathlib
import pickle

import numpy
import scipy.sparse

folder = pathlib.Path(__file__).parent / "pickles"
folder.mkdir(exist_ok=True)
matrix = scipy.sparse.csr_matrix(numpy.array([[0, 1.5, 0], [0, 0, 0], [2, 0, -3]], dtype=numpy.float32))
array = numpy.array([[0, 1], [1, 0], [0, 0]], dtype=numpy.int32)
neighbors = collections.defaultdict(list, {0: [1, 2], 1: [0], 2: [0, 300, 70_000], 3: []})
for protocol in range(6):
    for name, value in [("matrix", matrix), ("array", array), ("graph", neighbors)]:
        (folder / f"{name}-{protocol}.pickle").write_bytes(pickle.dumps(value, protocol=protocol))
for name, value in [
    ("big-endian", array.astype(">i8")), ("fortran", numpy.asfortranarray(array)), ("float64", array * 0.5),
    ("bytes", array.astype(numpy.uint8)), ("bools", array.astype(bool)),
]:
    (folder / f"{name}.pickle").write_bytes(pickle.dumps(value, protocol=2))

# A citation graph in Planetoid's files: six papers, of which the last two are test nodes 5 and 7; node 6 stands alone.
def one_hot(labels, classes=2):
    return numpy.eye(classes, dtype=numpy.int32)[labels]


features = numpy.array([[1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 0, 1], [1, 0, 0]], dtype=numpy.float32)
labels = one_hot([0, 1, 0, 1, 0])
test_features = numpy.array([[0, 1, 0], [1, 1, 1]], dtype=numpy.float32)
links = {0: [1, 2, 0], 1: [0, 3], 2: [0, 5], 3: [1, 4], 4: [3, 7], 5: [2, 2], 6: [], 7: [4]}
parts = {
    "x": scipy.sparse.csr_matrix(features[:2]), "y": labels[:2], "allx": scipy.sparse.csr_matrix(features),
    "ally": labels, "tx": scipy.sparse.csr_matrix(test_features), "ty": one_hot([1, 0]),
    "graph": collections.defaultdict(list, links),
}
for name, value in parts.items():
    (folder / f"ind.tiny.{name}").write_bytes(pickle.dumps(value, protocol=2))
(folder / "ind.tiny.test.index").write_text("7\n5\n")
