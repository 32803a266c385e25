"""The kinds of rows: a limit on one number of ours, a difference between two means; races.py has the third, timings
beside the peers'."""

import statistics
import sys
from dataclasses import dataclass, field
from typing import Callable, Optional, Sequence

from .bench import Bench, Failed, Missing


@dataclass
class Result:
    """One line of the table; members that do not apply are None."""

    name: str
    work: str
    aim: str
    ours: Optional[float] = None
    peer: Optional[float] = None
    unit: str = ""
    spread: Optional[tuple] = None
    met: Optional[bool] = None
    note: str = ""
    failed: bool = False


@dataclass
class Row:
    """The members of all rows: a short name for --only, the work in words, and whether it takes minutes."""

    name: str
    work: str
    ours: Callable[[Bench], float]
    unit: str = field(default="s", kw_only=True)
    is_slow: bool = field(default=False, kw_only=True)
    modules: Sequence[str] = field(default=(), kw_only=True)

    def begin(self):
        return Result(self.name, self.work, self.aim, unit=self.unit)

    def measure(self, bench):
        """The row's result; a note instead of numbers where something is missing or fails."""
        print(f"{self.name}: {self.work}", file=sys.stderr, flush=True)
        result = self.begin()
        try:
            bench.require(*self.modules)
            self.fill(result, bench)
        except (Missing, Failed) as error:
            result.note, result.failed = str(error), isinstance(error, Failed)
        return result


@dataclass
class Limit(Row):
    """A number of ours, the median of its measurements, that must not be above `most` or below `least`."""

    most: Optional[float] = None
    least: Optional[float] = None
    repeats: Optional[int] = field(default=None, kw_only=True)

    @property
    def aim(self):
        sign, bound = ("≤", self.most) if self.most is not None else ("≥", self.least)
        return f"{sign} {bound:g} {self.unit}"

    def fill(self, result, bench):
        values = [self.ours(bench) for _ in range(self.repeats or bench.repeats)]
        result.ours, result.spread = statistics.median(values), (min(values), max(values))
        result.met = result.ours <= self.most if self.most is not None else result.ours >= self.least


@dataclass
class MeanDifference(Row):
    """A mean of ours over seeds that must be no more than `within` worse than the peer's mean over as many."""

    ours: Callable[[Bench, int], float]
    peer: Callable[[Bench, int], float]
    within: float
    seeds: int = 3
    lower_is_better: bool = field(default=False, kw_only=True)

    @property
    def aim(self):
        return f"≤ peer + {self.within:g}" if self.lower_is_better else f"≥ peer − {self.within:g}"

    def fill(self, result, bench):
        pairs = [(self.ours(bench, seed), self.peer(bench, seed)) for seed in range(self.seeds)]
        result.ours = statistics.mean(ours for ours, _ in pairs)
        result.peer = statistics.mean(peer for _, peer in pairs)
        differences = [ours - peer for ours, peer in pairs]
        result.spread = (min(differences), max(differences))
        better = result.peer - result.ours if self.lower_is_better else result.ours - result.peer
        result.met = better >= -self.within
        result.note = f"ours − peer {result.ours - result.peer:+.3f} in the mean"
