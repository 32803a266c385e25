#!/usr/bin/env python3
"""Makes files/jpeg.npz: small JPEG files of every kind and the pixels that Pillow reads from them; and
files/bilinear.npz: a picture of noise as Pillow resizes it.

Needs numpy and Pillow. Run it from anywhere:
    python3 Tests/Golden/make-jpeg-goldens.py
Pillow decodes with libjpeg-turbo, too; its pixels may differ by a few units where another version of the library
upsamples colors otherwise.
"""
import io
import pathlib

import numpy as np
from PIL import Image, ImageOps

folder = pathlib.Path(__file__).resolve().parent / "files"
rows, columns = np.mgrid[0:24, 0:40]
# Smooth, and different along both axes and in all four corners, so that no turn goes unnoticed.
red = 40 + 4 * columns
green = 200 - 6 * rows
blue = 90 + 2 * columns + 2 * rows
color = Image.fromarray(np.stack([red, green, blue], -1).astype("u1"))
gray = Image.fromarray((30 + 3 * columns + 4 * rows).astype("u1"))

arrays = {}


def add(name, picture, **options):
    file = io.BytesIO()
    picture.save(file, "JPEG", **options)
    arrays[name + ".jpg"] = np.frombuffer(file.getvalue(), "u1")
    read = Image.open(io.BytesIO(file.getvalue()))
    read = ImageOps.exif_transpose(read)
    if read.mode == "CMYK":
        read = read.convert("RGB")
    pixels = np.asarray(read)
    arrays[name] = pixels[..., None] if pixels.ndim == 2 else pixels


def orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif.tobytes()


add("gray", gray, quality=95)
add("gray-progressive", gray, quality=95, progressive=True)
add("color", color, quality=95, subsampling=0)
add("color-420", color, quality=95, subsampling=2)
add("color-progressive", color, quality=95, subsampling=0, progressive=True)
add("color-rgb", color, quality=95, keep_rgb=True)
add("cmyk", color.convert("CMYK"), quality=95)
for value in range(1, 9):
    add(f"turned-{value}", gray, quality=95, exif=orientation(value))
add("color-turned-6", color, quality=95, subsampling=0, exif=orientation(6))
np.savez_compressed(folder / "jpeg.npz", **arrays)

noise = Image.fromarray(np.random.default_rng(7).integers(0, 256, (24, 40, 3)).astype("u1"))
sizes = {"half": (20, 12), "uneven": (13, 7), "narrow": (9, 24), "larger": (50, 30)}
resized = {name: np.asarray(noise.resize(size, Image.BILINEAR)) for name, size in sizes.items()}
np.savez_compressed(folder / "bilinear.npz", source=np.asarray(noise), **resized)
