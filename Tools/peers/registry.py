"""All rows, package by package. A package adds a file next to this one and a line here."""

from . import characters, copying, generative, graphs, housing, machines, slices, vision

rows = [
    *vision.rows, *slices.rows, *characters.rows, *copying.rows, *housing.rows, *graphs.rows, *generative.rows,
    *machines.rows]
