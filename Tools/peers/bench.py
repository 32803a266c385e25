"""How the programs of both sides are run and measured."""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

peers = pathlib.Path(__file__).resolve().parent

hints = {
    "torch": 'pip install "torch==2.13.0+cpu" numpy (PyTorch\'s own page names the index of its CPU builds)',
    "numpy": 'pip install "numpy==2.4"',
    "torch_geometric": 'pip install "torch_geometric==2.8.1"',
    "sklearn": "pip install scikit-learn",
}


class Missing(Exception):
    """Something that a row needs is missing; the message names it, and how to get it."""


class Failed(Exception):
    """A program that ended with an error; the message names it, with its last line."""


class Bench:
    """The places of the tools, the data and the peers, and a folder for the tools' output."""

    def __init__(self, tools, data, python, threads, repeats):
        self.tools, self.data, self.python = pathlib.Path(tools), data, python
        self.threads, self.repeats = threads, repeats
        self._known_modules = {}
        self._runs = 0

    def __enter__(self):
        self._scratch = tempfile.mkdtemp(prefix="compare-peers-")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self._scratch, ignore_errors=True)

    def scratch(self, name):
        """A path of this name that nothing else uses."""
        self._runs += 1
        return f"{self._scratch}/{name}-{self._runs}"

    def dataset(self, name):
        """The folder of the data set."""
        if not self.data:
            raise Missing(f"no data: give --data or set KUMIKI_DATA to a folder that contains {name}/")
        folder = pathlib.Path(self.data) / name
        if not folder.is_dir():
            raise Missing(f"no data: {folder} does not exist; it should contain train-images-idx3-ubyte.gz and so on")
        return str(folder)

    def require(self, *modules):
        """Stops the row if the peers' interpreter lacks one of these modules."""
        for module in modules:
            if module not in self._known_modules:
                look = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
                self._known_modules[module] = subprocess.run([self.python, "-c", look]).returncode == 0
            if not self._known_modules[module]:
                raise Missing(f"no {module} for {self.python}: {hints.get(module, 'pip install ' + module)}")

    def tool(self, name, *arguments):
        """Runs a tool of ours; its wall time in seconds, peak memory in bytes, and output."""
        path = self.tools / name
        if not path.exists():
            raise Missing(f"no {path}: swift build -c release --product {name}")
        return self._run([str(path), *map(str, arguments)])

    def training(self, name, *arguments, chooses_threads=False):
        """Runs a training of ours in a run folder of its own; the object that --json prints, the process's peak, and
        the seconds of an epoch after the first, which warms up as the peer's does. A tool that `chooses_threads` may
        take fewer than all."""
        folder = self.scratch("run")
        _, peak, output = self.tool(
            name, *arguments, *(() if chooses_threads else ("--threads", self.threads)), "--run", folder, "--json",
            "--quiet")
        result = {**json.loads(output.splitlines()[-1]), "process_peak_bytes": peak}
        log = pathlib.Path(folder, "metrics.csv")
        # A training that stops within its first epoch has none.
        if log.exists():
            with log.open(newline="") as rows:
                elapsed = [float(row["seconds"]) for row in csv.DictReader(rows)]
            later = (elapsed[-1] - elapsed[0]) / (len(elapsed) - 1) if len(elapsed) > 1 else elapsed[-1]
            result["seconds_per_later_epoch"] = later
        shutil.rmtree(folder, ignore_errors=True)
        return result

    def peer(self, program, **options):
        """Runs one of the peers' programs; the object that it prints."""
        options = [f"--{name}={value}" for name, value in {**options, "threads": self.threads}.items()]
        *_, output = self._run([self.python, str(peers / program), *options])
        return json.loads(output.splitlines()[-1])

    def _run(self, command):
        threads = {name: str(self.threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
        quiet = {"PYTHONDONTWRITEBYTECODE": "1"}
        # Otherwise the peers keep their own defaults; Kumiki's tools get --threads.
        environment = {**os.environ, **({**threads, **quiet} if command[0] == self.python else {})}
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
            start = time.monotonic()
            process = subprocess.Popen(command, stdout=output, stderr=messages, env=environment)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            messages.seek(0)
            if process.returncode != 0:
                last = messages.read().decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
                raise Failed(f"{' '.join(command)} ended with {process.returncode}: {last[0]}")
            scale = 1 if sys.platform == "darwin" else 1024
            return seconds, usage.ru_maxrss * scale, output.read().decode()
