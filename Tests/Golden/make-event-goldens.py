#!/usr/bin/env python3
"""Makes `files/kumiki.tfevents`, the event file that the tests of Core/Files expect to the byte.

Needs tensorboard (2.21 was used). Run it from anywhere:
    python3 Tests/Golden/make-event-goldens.py
"""

import bisect
import pathlib
import struct

from tensorboard.compat.proto import event_pb2, histogram_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

TIME = 1_780_000_000.25
Value = summary_pb2.Summary.Value


def event(step, *values, **fields):
    if values:
        fields["summary"] = summary_pb2.Summary(value=values)
    return event_pb2.Event(wall_time=TIME, step=step, **fields)


def histogram(values):
    """As TensorFlow counts: a value belongs to the first bucket whose limit is above it."""
    positive = []
    limit = 1e-12
    while limit < 1e20:
        positive.append(limit)
        limit *= 1.1
    positive.append(1.7976931348623157e308)
    limits = [-limit for limit in reversed(positive)] + [0.0] + positive
    counts = [0] * len(limits)
    for value in values:
        counts[bisect.bisect_right(limits, value)] += 1
    # Of empty buckets in a row the last one stays, whose limit is the lower end of the next.
    kept = [
        place for place, count in enumerate(counts)
        if count > 0 or (place + 1 < len(counts) and counts[place + 1] > 0)
    ]
    return histogram_pb2.HistogramProto(
        min=min(values), max=max(values), num=len(values), sum=sum(values), sum_squares=sum(v * v for v in values),
        bucket_limit=[limits[place] for place in kept], bucket=[counts[place] for place in kept])


# The head of a PNG file of 5 × 3 pixels.
png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 5, 3) + b"\x08\x06"
image = summary_pb2.Summary.Image(height=3, width=5, colorspace=4, encoded_image_string=png)
events = [
    event(0, file_version="brain.Event:2"),
    event(7, session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START)),
    event(300, Value(tag="train_loss", simple_value=0.1), Value(tag="お/zero", simple_value=0),
          Value(tag="negative", simple_value=-1e-30)),
    event(1 << 40, Value(tag="weights/x", histo=histogram([-1.5, -1.0, -1e-12, -2e-13, 0.0, 0.25, 0.26, 3.0]))),
    event(301, Value(tag="figures/x", image=image)),
]
file = pathlib.Path(__file__).resolve().parent / "files" / "kumiki.tfevents"
with open(file, "wb") as stream:
    writer = RecordWriter(stream)
    for message in events:
        writer.write(message.SerializeToString())
