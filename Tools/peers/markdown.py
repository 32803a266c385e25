"""The committed results as the pages that people read: docs/benchmarks/speed.md, and README's section between two
comments, which is the same text."""

import statistics
import textwrap

from .record import load, root
from .report import number

first, last = "<!-- speed: written by Tools/compare-peers --write -->", "<!-- end of speed -->"
page, readme = root / "docs/benchmarks/speed.md", root / "README.md"

# Peers that have a column of their own; the others share one.
columns = {"PyTorch": "PyTorch", "PyTorch Geometric": "PyTorch", "JAX": "JAX"}


def timing(value, unit):
    return number(value / 1e3, "s") if unit == "ms" else number(value, unit)


def cell(row, peer):
    name = "" if peer["library"] in columns else peer["library"] + " "
    return f"{name}{timing(peer['time'], row['unit'])}, {times(peer['ratio'])}"


def times(ratio):
    return number(ratio) + "×"


def line(row):
    cells = {"PyTorch": [], "JAX": [], "others": []}
    for peer in row["peers"]:
        cells[columns.get(peer["library"], "others")].append(cell(row, peer))
    best = next(peer for peer in row["peers"] if peer["library"] == row["best_peer"])
    spread = "–".join(number(end) for end in best["spread"])
    return [
        row["work"], timing(row["kumiki"], row["unit"]), *(" · ".join(part) or "–" for part in cells.values()),
        f"**{times(row['ratio_to_best'])}** ({spread})"]


def table(content):
    head = ["work", "Kumiki", "PyTorch", "JAX", "NumPy, scikit-learn", "the fastest peer"]
    lines = [head, ["---"] * len(head), *map(line, content["races"])]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def ratios(content, *libraries):
    return [peer["ratio"] for row in content["races"] for peer in row["peers"] if peer["library"] in libraries]


def summary(content):
    """How Kumiki compares in all rows."""
    best = [row["ratio_to_best"] for row in content["races"]]
    slower = [f"{row['work']} ({row['best_peer']}, {times(row['ratio_to_best'])})"
              for row in content["races"] if row["ratio_to_best"] < 1]
    text = (f"In the median of {len(best)} rows Kumiki is {times(statistics.median(best))} as fast as the fastest peer "
            f"({times(min(best))} to {times(max(best))})")
    parts = [(name, ratios(content, *libraries)) for name, libraries in (
        ("PyTorch", ("PyTorch", "PyTorch Geometric")), ("JAX", ("JAX",)))]
    text += "".join(f", {times(statistics.median(values))} as fast as {name}" for name, values in parts if values) + "."
    return text + (f" Slower than a peer: {'; '.join(slower)}." if slower else " It is the fastest in every row.")


def origin(content):
    machine, settings, versions = content["machine"], content["settings"], content["versions"]
    dates = sorted({row["date"] for row in content["races"] + content["limits"]})
    known = ", ".join(f"{name} {version}" for name, version in versions.items() if name != "Kumiki")
    threads = "one thread" if settings["threads"] == 1 else f"{settings['threads']} threads"
    return (f"Measured {' to '.join(dict.fromkeys((dates[0], dates[-1])))} on {machine['processor']} with "
            f"{machine['cores']} cores; {threads} and {settings['floats']} on every side; Kumiki {versions['Kumiki']}, "
            f"{known}.")


def disturbed(content, most=0.1):
    if content["settings"]["threads"] == 1:
        return ""
    names = [row["name"] for row in content["races"]
             if any(peer.get("disturbance", 0) > most for peer in row["peers"])]
    return (f"Other programs took more than a tenth of the processors in the pairs of {len(names)} rows of "
            f"{len(content['races'])}; those are less certain." if names else "")


def limits(content):
    lines = [f"| {row['work']} | {number(row['kumiki'], row['unit'])} |" for row in content["limits"]]
    return "\n".join(["| measured of Kumiki alone | |", "| --- | --- |", *lines]) if lines else ""


def wrapped(text):
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def section(content):
    """What stands between the comments, in README and on the page."""
    parts = [wrapped(origin(content)), wrapped(disturbed(content)), table(content), wrapped(summary(content)),
             limits(content)]
    return "\n\n".join([first, *filter(None, parts), last]) + "\n"


def whole_page(content):
    compiled = [(row["work"], peer) for row in content["races"] for peer in row["peers"] if "compile_seconds" in peer]
    lines = "\n".join(f"| {work} | {number(peer['compile_seconds'], 's')} |" for work, peer in compiled)
    compiling = f"\n## JAX's compilation\n\nNot counted above:\n\n| work | |\n| --- | --- |\n{lines}\n" if lines else ""
    return f"""# Speed

{section(content)}
A cell is a peer's time, and that time divided by Kumiki's: above 1× Kumiki is faster. The last column is the ratio to
the fastest peer of the row, with the lowest and the highest pair.

- All sides do the same work on the same data, in float32, with the same batches, without start-up, reading of files and
  compilation. Two exceptions: the peers of `mri-train` see noise of the size of the slices, for time does not depend on
  the pixels, and of PyTorch Geometric's epochs, which are long, 20 are enough for a mean.
- The programs run in turn: Kumiki, a peer, Kumiki, the next peer, … A ratio is the median over pairs of a peer's run and
  the two of Kumiki around it, so that a machine that becomes slower or faster changes both.
- With one thread, the time for which a program waits for a processor does not count: the clock of all sides is the
  processor time of the process. With more threads a pair that other programs disturb is measured again, and the
  calmest pairs count.
- PyTorch, NumPy and scikit-learn run as their users write them. JAX has a whole epoch, or all steps, in one compiled
  call; convolutions have a call for each step, for within a loop XLA's take some thirty times as long.
- PyTorch Geometric multiplies Cora's features as a dense matrix, as its own examples do; JAX and Kumiki as a sparse one.

The peers' programs are in [Tools/peers/programs](../../Tools/peers/programs), the numbers in [speed.json](speed.json).
{compiling}"""


def with_section(text, content):
    """The README with this section between its comments."""
    start, end = text.find(first), text.find(last)
    if start < 0 or end < start:
        raise ValueError(f"README.md has no lines '{first}' and '{last}'")
    return text[:start] + section(content).rstrip("\n") + text[end + len(last):]


def write():
    content = load()
    page.write_text(whole_page(content))
    readme.write_text(with_section(readme.read_text(), content))


def differences():
    """The pages that are not what the results say."""
    content = load()
    wanted = {page: whole_page(content), readme: with_section(readme.read_text(), content)}
    return [str(path.relative_to(root)) for path, text in wanted.items()
            if not path.exists() or path.read_text() != text]
