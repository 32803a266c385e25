#!/usr/bin/env python3
"""Makes the small files in `files/` that the tests of Core/Files read.

Needs numpy, safetensors, torch and Pillow (which only checks the PNG files). Run it from anywhere:
    python3 Tests/Golden/make-file-goldens.py
"""

import gzip
import io
import pathlib
import struct
import zlib

import numpy as np
import safetensors.numpy
import torch
from PIL import Image

folder = pathlib.Path(__file__).resolve().parent / "files"
folder.mkdir(exist_ok=True)


def ramp(dtype, shape):
    return (np.arange(np.prod(shape)) - (0 if np.dtype(dtype).kind in "ub" else 2)).reshape(shape).astype(dtype)


# NumPy arrays: every element type, both byte orders, both index orders, all header versions.
arrays = {
    "u1": ramp("u1", (2, 3)), "i1": ramp("i1", (2, 3)), "b1": np.array([True, False, True]),
    "u2": ramp("<u2", (2, 3)), "i2": ramp("<i2", (2, 3)), "f2": np.array([0, -0.0, 1, -2.5, 65504, 6e-8, 1e-4, np.inf], "<f2"),
    "u4": ramp("<u4", (2, 3)), "i4": ramp("<i4", (2, 3)), "u8": ramp("<u8", (2, 3)), "i8": ramp("<i8", (2, 3)),
    "f4": ramp("<f4", (2, 3)) / 2, "f8": ramp("<f8", (2, 3)) / 2,
    "i2-big": ramp(">i2", (2, 3)), "f4-big": (ramp(">f4", (2, 3)) / 2).astype(">f4"), "f8-big": (ramp(">f8", (2, 3)) / 2).astype(">f8"),
    "i4-fortran": np.asfortranarray(ramp("<i4", (2, 3, 4))), "scalar": np.array(2.5), "empty": np.zeros((0, 3), "<f4"),
}
for name, array in arrays.items():
    np.save(folder / f"{name}.npy", array)
for version in (2, 3):
    with open(folder / f"version{version}.npy", "wb") as file:
        np.lib.format.write_array(file, arrays["i4"], version=(version, 0))

images = np.arange(16, dtype="u1").reshape(4, 2, 2)
labels = np.array([3, 1, 4, 1], "<i8")
np.savez(folder / "stored.npz", images=images, labels=labels)
np.savez_compressed(folder / "deflated.npz", images=np.repeat(images, 50, axis=0), labels=labels)

safetensors.numpy.save_file(
    {
        "fc1.weight": ramp("<f4", (2, 3)) / 2, "fc1.bias": ramp("<f4", (2,)), "position": ramp("<i8", (1,)),
        "mean": ramp("<f8", (2,)), "index": ramp("<i4", (3,)), "bytes": ramp("u1", (3,)), "flag": np.array([True]),
        "half": np.array([1.5], "<f2"), "scalar": np.array(2.5, "<f4"), "empty": np.zeros((0, 4), "<f4"), "ключ\n\"": ramp("i1", (2,)),
    },
    folder / "mixed.safetensors", metadata={"format": "pt \"1\""})

two = gzip.compress(b"Kumiki is " * 20, mtime=0) + gzip.compress(b"joinery.", mtime=0)
(folder / "two-members.gz").write_bytes(two)


# PNG files of every kind, plain and interlaced, with the pixels they must give.
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(samples, depth):
    """Rows of samples [H, W, C] as PNG scan lines of `depth` bits a sample, all of filter type 0."""
    lines = b""
    for row in samples:
        bits = "".join(f"{int(value):0{depth}b}" for value in row.reshape(-1))
        bits += "0" * (-len(bits) % 8)
        lines += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    return lines


ADAM7 = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]


def png(samples, depth, color, interlaced, extra=b""):
    height, width = samples.shape[:2]
    if interlaced:
        passes = [samples[y::dy, x::dx] for y, x, dy, dx in ADAM7]
        data = b"".join(packed(part, depth) for part in passes if part.size)
    else:
        data = packed(samples, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def eight(samples, depth):
    """Samples of `depth` bits scaled to 8, rounded."""
    return np.floor(samples.astype(float) * 255 / (2**depth - 1) + 0.5).astype(int)


def on_white(colors, opacity):
    return (colors * opacity + 255 * (255 - opacity) + 127) // 255


random = np.random.default_rng(7)
entries = {}


def add(name, samples, depth, color, expected, extra=b"", pillow=True):
    for suffix, interlaced in (("", False), ("-adam7", True)):
        data = png(samples, depth, color, interlaced, extra)
        entries[name + suffix + ".png"] = np.frombuffer(data, "u1")
        entries[name + suffix] = expected.astype("u1")
        if pillow:
            mode = "L" if expected.shape[2] == 1 else "RGB"
            seen = np.asarray(Image.open(io.BytesIO(data)).convert(mode)).reshape(expected.shape)
            assert np.array_equal(seen, expected), name + suffix


H, W = 7, 11
for depth in (1, 2, 4, 8, 16):
    gray = random.integers(0, 2**depth, (H, W, 1))
    add(f"gray{depth}", gray, depth, 0, eight(gray, depth), pillow=depth < 16)
    if depth < 16:
        palette = random.integers(0, 256, (2**depth, 3))
        stored = chunk(b"PLTE", palette.astype("u1").tobytes())
        add(f"palette{depth}", gray, depth, 3, palette[gray[:, :, 0]], stored)
        opacity = random.integers(0, 256, (2**depth, 1))
        add(f"palette{depth}-transparent", gray, depth, 3, on_white(palette, opacity)[gray[:, :, 0]],
            stored + chunk(b"tRNS", opacity.astype("u1").tobytes()), pillow=False)
    if depth >= 8:
        rgb = random.integers(0, 2**depth, (H, W, 3))
        add(f"rgb{depth}", rgb, depth, 2, eight(rgb, depth), pillow=depth == 8)
        alpha = random.integers(0, 2**depth, (H, W, 1))
        for color, samples, name in ((4, gray, "gray-alpha"), (6, rgb, "rgb-alpha")):
            add(f"{name}{depth}", np.concatenate([samples, alpha], 2), depth, color,
                on_white(eight(samples, depth), eight(alpha, depth)), pillow=False)
key = random.integers(0, 4, (H, W, 1))
add("gray2-transparent", key, 2, 0, np.where(key == 1, 255, key * 85), chunk(b"tRNS", b"\0\1"), pillow=False)
gamma = random.integers(0, 256, (H, W, 1))
add("gray8-gamma", gamma, 8, 0, gamma, chunk(b"gAMA", struct.pack(">I", 100000)))
np.savez(folder / "pictures.npz", **entries)

# Resizing: enlarging as PyTorch interpolates, shrinking as the mean over the covered area.
small = random.integers(0, 256, (5, 4, 3))
tensor = torch.tensor(small, dtype=torch.float32).permute(2, 0, 1)[None]
larger = torch.nn.functional.interpolate(tensor, (11, 9), mode="bilinear", align_corners=False)[0].permute(1, 2, 0)


def areas(old, new):
    """The matrix [new, old] of the shares that old pixels have in new ones, from exact fractions of 1/new."""
    shares = np.zeros((new, old))
    for index in range(new * old):  # the axis cut into new * old equal pieces
        shares[index // old, index // new] += 1 / old
    return shares


large = random.integers(0, 256, (12, 10, 1))
smaller = np.einsum("ih,jw,hwc->ijc", areas(12, 5), areas(10, 3), large)
luma = np.asarray(Image.fromarray(small.astype("u1")).convert("L"))
np.savez(folder / "resized.npz", small=small.astype("u1"), larger=larger.numpy().astype("<f4"), large=large.astype("u1"),
         smaller=smaller.astype("<f4"), luma=luma)
