"""The results as a table and as JSON."""

import dataclasses
import json


def number(value, unit=""):
    """About three digits, because timings are not more exact; percentages with two decimals."""
    if value is None:
        return "–"
    if unit == "%":
        return f"{value:.2f} %"
    if unit == "s" and 0 < value < 0.1:
        value, unit = (value * 1e3, "ms") if value >= 1e-3 else (value * 1e6, "µs")
    digits = max(0, 2 - len(str(int(abs(value)))) + (1 if abs(value) >= 1 else 2))
    return f"{value:.{digits}f} {unit}".strip()


def spread(result):
    if result.spread is None:
        return "–"
    suffix = "×" if result.ratio is not None else ""
    least, greatest = (number(end) for end in result.spread)
    return f"{least}–{greatest}{suffix}" if not least.startswith("-") else f"{least} to {greatest}"


def as_line(result):
    """One result in words."""
    if result.ours is None:
        return result.note
    peer = "" if result.peer is None else f", peer {number(result.peer, result.unit)}"
    ratio = "" if result.ratio is None else f", {number(result.ratio)}× ({spread(result)})"
    return f"ours {number(result.ours, result.unit)}{peer}{ratio}"


def as_table(results):
    """One line for each result, the notes below."""
    lines = [("work", "ours", "peer", "peer / ours", "spread", "aim", "")]
    for result in results:
        verdict = "–" if result.met is None else "met" if result.met else "NOT MET"
        ratio = "–" if result.ratio is None else number(result.ratio) + "×"
        lines.append((
            result.work, number(result.ours, result.unit), number(result.peer, result.unit), ratio, spread(result),
            result.aim, verdict))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    table = [
        "  ".join(cell.ljust(width) if at in (0, 6) else cell.rjust(width)
                  for at, (cell, width) in enumerate(zip(line, widths))).rstrip() for line in lines]
    notes = [f"{result.name}: {result.note}" for result in results if result.note]
    return "\n".join(table + ([""] + notes if notes else []))


def as_json(results):
    return json.dumps([dataclasses.asdict(result) for result in results], ensure_ascii=False, indent=2)
