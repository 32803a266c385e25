"""All rows, package by package. A package adds a file beside this one and a line here."""

from . import characters, copying, vision

rows = [*vision.rows, *characters.rows, *copying.rows]
