"""The committed results, docs/benchmarks/speed.json: machine, versions, races and limits, each with its date."""

import datetime
import json
import os
import pathlib
import platform
import subprocess

from .races import RaceResult

root = pathlib.Path(__file__).resolve().parent.parent.parent
file = root / "docs/benchmarks/speed.json"

packages = {
    "PyTorch": "torch", "PyTorch Geometric": "torch-geometric", "JAX": "jax", "NumPy": "numpy",
    "scikit-learn": "scikit-learn", "scikit-learn-intelex": "scikit-learn-intelex",
}


class Mismatch(Exception):
    """Results that cannot be in one file."""


def processor():
    """The processor's name where Linux says it."""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def versions(bench):
    """Kumiki's, Python's and the peers' that are installed."""
    look = ("import importlib.metadata as m, json, platform, sys\n"
            "found = {'Python': platform.python_version()}\n"
            "for name, package in json.loads(sys.argv[1]).items():\n"
            "    try: found[name] = m.version(package)\n"
            "    except m.PackageNotFoundError: pass\n"
            "print(json.dumps(found))")
    found = subprocess.run([bench.python, "-c", look, json.dumps(packages)], capture_output=True, check=True, text=True)
    _, _, ours = bench.tool("kmnist-train", "--version")
    # The first line is the tool and its version; engine and processor follow.
    return {"Kumiki": ours.splitlines()[0].split()[1], **json.loads(found.stdout)}


def rounded(value):
    """Four digits."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    return [rounded(part) for part in value] if isinstance(value, (list, tuple)) else value


def race(result, date):
    peers = [{name: rounded(value) for name, value in vars(peer).items() if value not in (None, "")}
             for peer in result.peers if peer.ratio is not None]
    best = result.best
    return {
        "name": result.name, "work": result.work, "unit": result.unit, "kumiki": rounded(result.ours), "peers": peers,
        "best_peer": best.library, "ratio_to_best": rounded(best.ratio), "date": date}


def limit(result, date):
    return {
        "name": result.name, "work": result.work, "unit": result.unit, "kumiki": rounded(result.ours), "date": date}


class Record:
    """The file during a measurement: rows are replaced one by one, where machine, versions and settings are the same; a
    measurement of all rows begins a new file."""

    def __init__(self, bench, names):
        machine = {
            "processor": processor(), "cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}"}
        settings = {"threads": bench.threads, "floats": "float32"}
        head = {"machine": machine, "settings": settings, "versions": versions(bench)}
        old = load() if file.exists() else {"races": [], "limits": []}
        kept = {kind: [row for row in old[kind] if row["name"] not in names] for kind in ("races", "limits")}
        changed = [name for name in head if name in old and old[name] != head[name]]
        if changed and any(kept.values()):
            raise Mismatch(
                f"docs/benchmarks/speed.json has other {' and '.join(changed)}, and rows that are not measured now: "
                "measure all rows, or remove the file")
        self.content = {**head, "races": old["races"], "limits": old["limits"]} if not changed else {**head, **kept}

    def add(self, result, order):
        """Writes the file with this result, rows in this order."""
        date = datetime.date.today().isoformat()
        is_race = isinstance(result, RaceResult)
        if result.ours is None or is_race and not result.best:
            return
        rows = self.content["races" if is_race else "limits"]
        rows[:] = [row for row in rows if row["name"] != result.name]
        rows.append(race(result, date) if is_race else limit(result, date))
        rows.sort(key=lambda row: order.index(row["name"]) if row["name"] in order else len(order))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(self.content, ensure_ascii=False, indent=1) + "\n")


def load():
    return json.loads(file.read_text())
