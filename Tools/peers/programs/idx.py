"""Reads IDX files, gzipped or not, for the peers' programs."""

import gzip
import pathlib

import numpy


def read(folder, name):
    """The array of the file `name` in `folder`, of bytes."""
    path = pathlib.Path(folder) / name
    data = path.read_bytes() if path.exists() else gzip.decompress((path.parent / (name + ".gz")).read_bytes())
    rank = data[3]
    shape = numpy.frombuffer(data, ">u4", rank, offset=4)
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * rank).reshape(shape)


def split(folder, name):
    """The images and labels of `train` or `t10k`."""
    return read(folder, f"{name}-images-idx3-ubyte"), read(folder, f"{name}-labels-idx1-ubyte")
