"""The results as a table of text and as JSON."""

import dataclasses
import json

from .races import RaceResult


def number(value, unit=""):
    """About three digits, for no timing here is worth more; percentages with two decimals."""
    if value is None:
        return "–"
    if unit == "%":
        return f"{value:.2f} %"
    if unit == "s" and 0 < value < 0.1:
        value, unit = (value * 1e3, "ms") if value >= 1e-3 else (value * 1e6, "µs")
    digits = max(0, 2 - len(str(int(abs(value)))) + (1 if abs(value) >= 1 else 2))
    return f"{value:.{digits}f} {unit}".strip()


def spread(ends, suffix=""):
    if ends is None:
        return "–"
    lowest, highest = map(number, ends)
    return f"{lowest} to {highest}" if lowest.startswith("-") else f"{lowest}–{highest}{suffix}"


def as_line(result):
    """One result in words."""
    if result.ours is None:
        return result.note
    words = [f"ours {number(result.ours, result.unit)}"]
    if not isinstance(result, RaceResult):
        return ", ".join(words + ([f"peer {number(result.peer, result.unit)}"] if result.peer is not None else []))
    for peer in result.peers:
        words.append(f"{peer.library} {peer.note or f'{number(peer.time, result.unit)} {number(peer.ratio)}× '}" + (
            f"({spread(peer.spread, '×')}, others {peer.disturbance:.0%})" if peer.ratio is not None else ""))
    return ", ".join(words)


def lines_of(result):
    """A line for each peer of a race, one for any other row."""
    verdict = "–" if result.met is None else "met" if result.met else "NOT MET"
    ours = number(result.ours, result.unit)
    if not isinstance(result, RaceResult) or not result.peers:
        return [(result.work, ours, number(result.peer, result.unit), "–", spread(result.spread), result.aim, verdict)]
    lines = []
    for peer in result.peers:
        is_first = peer is result.peers[0]
        mark = " (best)" if peer is result.best and len(result.peers) > 1 else ""
        lines.append((
            result.work if is_first else "", ours if is_first else "",
            f"{peer.library} {number(peer.time, result.unit)}", number(peer.ratio) + "×" + mark if peer.ratio else "–",
            spread(peer.spread, "×"), result.aim if is_first else "", verdict if is_first else ""))
    return lines


def notes_of(result):
    notes = [result.note] if result.note else []
    if isinstance(result, RaceResult):
        notes += [f"{peer.library} {peer.note}" for peer in result.peers if peer.note]
        compiled = [peer for peer in result.peers if peer.compile_seconds is not None]
        notes += [f"{peer.library} compiled for {number(peer.compile_seconds, 's')}, not counted" for peer in compiled]
    return [f"{result.name}: {note}" for note in notes]


def as_table(results):
    """A race has a line for each peer; the notes are below."""
    lines = [("work", "ours", "peer", "peer / ours", "spread", "aim", "")]
    for result in results:
        lines += lines_of(result)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    table = [
        "  ".join(cell.ljust(width) if at in (0, 6) else cell.rjust(width)
                  for at, (cell, width) in enumerate(zip(line, widths))).rstrip() for line in lines]
    notes = [note for result in results for note in notes_of(result)]
    return "\n".join(table + ([""] + notes if notes else []))


def as_json(results):
    rows = []
    for result in results:
        row = dataclasses.asdict(result)
        if isinstance(result, RaceResult) and result.best:
            row["best_peer"], row["ratio_to_best"] = result.best.library, result.best.ratio
        rows.append(row)
    return json.dumps(rows, ensure_ascii=False, indent=2)
