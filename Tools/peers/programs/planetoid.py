"""Reads Cora and its like from Planetoid's pickles, for the peers' programs that do without PyTorch Geometric."""

import pathlib
import pickle

import numpy
import scipy.sparse


def read(folder, name):
    """Features with rows of sum 1 (a SciPy matrix in float32), classes, edges both ways (2 × E, sorted by their ends),
    and the numbers of the training and validation nodes. Not for citation graphs with missing nodes (CiteSeer)."""
    parts = {}
    for part in ("allx", "tx", "ally", "ty", "graph"):
        with open(pathlib.Path(folder) / f"ind.{name}.{part}", "rb") as file:
            parts[part] = pickle.load(file, encoding="latin1")
    tests = numpy.loadtxt(pathlib.Path(folder) / f"ind.{name}.test.index", dtype=int)
    x = scipy.sparse.vstack([parts["allx"], parts["tx"]]).tolil()
    y = numpy.vstack([parts["ally"], parts["ty"]])
    x[tests], y[tests] = x[numpy.sort(tests)], y[numpy.sort(tests)]
    x = scipy.sparse.csr_matrix(x, dtype=numpy.float32)
    x = scipy.sparse.csr_matrix(x.multiply(1 / numpy.maximum(x.sum(1), 1)), dtype=numpy.float32)
    edges = {(a, b) for node, others in parts["graph"].items() for other in others if node != other
             for a, b in ((node, other), (other, node))}
    edges = numpy.array(sorted(edges, key=lambda edge: edge[::-1])).T
    classes = y.argmax(1)
    training = 20 * y.shape[1]
    return x, classes, edges, numpy.arange(training), numpy.arange(training, training + 500)
