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

from . import neighbors

programs = pathlib.Path(__file__).resolve().parent / "programs"

install = "pip install -r Tools/peers/requirements.txt"


class Missing(Exception):
    """Something that a row needs is not here; the message says what, and how to get it."""


class Failed(Exception):
    """A program that ended with an error; the message says which, and its last line."""


class Bench:
    """Where the tools, the data and the peers are, and a folder for what the tools write."""

    def __init__(self, tools, data, python, threads, repeats, patience=0):
        self.tools, self.data, self.python = pathlib.Path(tools), data, python
        self.threads, self.repeats, self.patience = threads, repeats, patience
        # The share of the processors that others took during the latest run.
        self.disturbance = 0.0
        self._known_modules = {}
        self._runs = 0
        # Nobody gets more processors than threads: not JAX, nor oneDAL, nor a tool that chooses for itself.
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])

    def __enter__(self):
        self._scratch = tempfile.mkdtemp(prefix="compare-peers-")
        # With one thread the time of all sides is the processor's own: what other programs take does not count.
        self._clock = f"{self._scratch}/clock.so" if self.threads == 1 else None
        if self._clock:
            command = ["cc", "-O2", "-shared", "-fPIC", "-o", self._clock, str(programs / "clock.c")]
            try:
                subprocess.run(command, check=True)
            except (OSError, subprocess.CalledProcessError) as error:
                shutil.rmtree(self._scratch)
                sys.exit(f"compare-peers: --threads 1 needs Linux and a C compiler called cc: {error}")
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
            raise Missing(f"no data: give --data or set KUMIKI_DATA to a folder that holds {name}/")
        folder = pathlib.Path(self.data) / name
        if not folder.is_dir():
            raise Missing(f"no data: {folder} is not there; it holds train-images-idx3-ubyte.gz and its like")
        return str(folder)

    def lacks(self, modules):
        """The first of these modules that the peers' interpreter lacks."""
        for module in modules:
            if module not in self._known_modules:
                look = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
                self._known_modules[module] = subprocess.run([self.python, "-c", look]).returncode == 0
            if not self._known_modules[module]:
                return module
        return None

    def require(self, *modules):
        """Stops the row where the peers' interpreter lacks one of these modules."""
        module = self.lacks(modules)
        if module:
            raise Missing(f"no {module} for {self.python}: {install}")

    def tool(self, name, *arguments):
        """Runs a tool of ours; its time in seconds, peak memory in bytes, and output."""
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
        # A training that was told to stop within its first epoch has none.
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
        *_, output = self._run([self.python, str(programs / program), *options])
        return json.loads(output.splitlines()[-1])

    def _run(self, command):
        threads = {name: str(self.threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
        quiet = {
            "PYTHONDONTWRITEBYTECODE": "1", "JAX_COMPILATION_CACHE_DIR": f"{self._scratch}/jax",
            "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "1",
            "KUMIKI_CLOCK": "processor" if self._clock else "wall"}
        # The peers keep their own defaults otherwise; Kumiki's tools are told --threads.
        clock = {"LD_PRELOAD": self._clock} if self._clock else {}
        environment = {**os.environ, **({**threads, **quiet} if command[0] == self.python else clock)}
        neighbors.wait(self.patience)
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
            watch = neighbors.Watch()
            start = time.monotonic()
            process = subprocess.Popen(command, stdout=output, stderr=messages, env=environment)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - start
            own = usage.ru_utime + usage.ru_stime
            self.disturbance = watch.share(own)
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            messages.seek(0)
            if process.returncode != 0:
                last = messages.read().decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
                raise Failed(f"{' '.join(command)} ended with {process.returncode}: {last[0]}")
            scale = 1 if sys.platform == "darwin" else 1024
            return own if self._clock else seconds, usage.ru_maxrss * scale, output.read().decode()
