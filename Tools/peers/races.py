"""Rows that time the same work in Kumiki and in each peer that is installed."""

import math
import statistics
from dataclasses import dataclass, field
from typing import Callable, Optional, Sequence

from .bench import Bench, Failed, Missing, install
from .rows import Result, Row

modules = {
    "PyTorch": ("torch", "numpy"), "PyTorch Geometric": ("torch", "torch_geometric"), "JAX": ("jax", "scipy"),
    "NumPy": ("numpy",), "scikit-learn": ("sklearn",), "scikit-learn-intelex": ("sklearn", "sklearnex"),
}


@dataclass
class Peer:
    """A library, its program, and the program's options."""

    library: str
    program: str
    options: Callable[[Bench], dict]

    def run(self, bench):
        return bench.peer(self.program, **self.options(bench))


@dataclass
class Pair:
    """A peer's run between two of ours: its time and theirs, and how much others disturbed the three."""

    ours: float
    peer: float
    disturbance: float

    @property
    def ratio(self):
        return self.peer / self.ours


@dataclass
class PeerResult:
    """What came of one peer; `ratio` is its time by ours, the median of the pairs, `spread` the lowest and highest."""

    library: str
    time: Optional[float] = None
    ratio: Optional[float] = None
    spread: Optional[tuple] = None
    compile_seconds: Optional[float] = None
    disturbance: Optional[float] = None
    pairs: int = 0
    note: str = ""


@dataclass
class RaceResult(Result):
    peers: list = field(default_factory=list)

    @property
    def best(self):
        """The fastest peer."""
        timed = [peer for peer in self.peers if peer.ratio is not None]
        return min(timed, key=lambda peer: peer.ratio, default=None)


@dataclass
class Race(Row):
    """Our time and the peers' in turn: ours, a peer, ours, the next peer, ours … A pair is a peer's run and the
    geometric mean of ours before and after it, so that a drift of the machine's speed cancels. With one thread the time
    for which a program waits for a processor does not count. The aim is about the first peer, the one that it was set for:
    the median of its pairs must be at least `least`."""

    peers: Sequence[Peer]
    least: float
    key: str = field(default="seconds_per_epoch", kw_only=True)

    @property
    def aim(self):
        return f"≥ {self.least:g}× {self.peers[0].library}"

    def begin(self):
        return RaceResult(self.name, self.work, self.aim, unit=self.unit)

    def fill(self, result, bench):
        scale = 1e3 if self.unit == "ms" else 1
        result.peers = [PeerResult(peer.library) for peer in self.peers]
        running = []
        for peer, outcome in zip(self.peers, result.peers):
            missing = bench.lacks(modules[peer.library])
            if missing:
                outcome.note = f"skipped: no {missing} for {bench.python}: {install}"
            else:
                running.append((peer, outcome, []))
        if not running:
            raise Missing(f"no peer is installed: {install}")

        def timed():
            return self.ours(bench), bench.disturbance

        before, own = timed(), []
        most = 1 if bench.threads == 1 else 0.1
        # A disturbed pair is measured again, as often again as there are repeats; those disturbed least count.
        for count in range(2 * bench.repeats):
            waiting = [entry for entry in running if needs_more(entry[2], bench.repeats, most)]
            for entry in waiting:
                peer, outcome, pairs = entry
                try:
                    printed = peer.run(bench)
                except Failed as error:
                    outcome.note, result.failed = str(error), True
                    running.remove(entry)
                    continue
                seconds, disturbed = printed[self.key] * scale, bench.disturbance
                after = timed()
                own.append(after)
                pairs.append(Pair(
                    math.sqrt(before[0] * after[0]), seconds, max(before[1], disturbed, after[1])))
                # Later processes find it compiled.
                outcome.compile_seconds = outcome.compile_seconds or printed.get("compile_seconds")
                before = after
        for _, outcome, pairs in running:
            summarize(outcome, calmest(pairs, bench.repeats))
        kept = sorted(own, key=lambda run: run[1])[:bench.repeats * max(1, len(running))]
        result.ours = statistics.median(seconds for seconds, _ in kept)
        first = result.peers[0]
        result.peer, result.spread = first.time, first.spread
        result.met = None if first.ratio is None else first.ratio >= self.least


def calmest(pairs, count):
    return sorted(pairs, key=lambda pair: pair.disturbance)[:count]


def needs_more(pairs, repeats, most):
    return sum(pair.disturbance <= most for pair in pairs) < repeats


def summarize(outcome, pairs):
    ratios, outcome.pairs = [pair.ratio for pair in pairs], len(pairs)
    outcome.time = statistics.median(pair.peer for pair in pairs)
    outcome.ratio, outcome.spread = statistics.median(ratios), (min(ratios), max(ratios))
    outcome.disturbance = statistics.median(pair.disturbance for pair in pairs)
