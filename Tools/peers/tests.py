#!/usr/bin/env python3
"""Tests of how runs become ratios and ratios become pages; nothing is measured. Tools/check-house runs them."""

import contextlib
import io
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from peers import markdown, registry
from peers.bench import Failed
from peers.races import Peer, Race


class FakeBench:
    """Answers from lists instead of running programs: seconds, and the share that others took."""

    python, repeats = "python3", 3

    def __init__(self, ours, peers, missing=(), threads=2):
        self.answers = {"ours": list(ours), **{name: list(answers) for name, answers in peers.items()}}
        self.missing, self.threads, self.runs = missing, threads, []
        self.disturbance = 0.0

    def require(self, *_):
        pass

    def lacks(self, modules):
        return next((module for module in modules if module in self.missing), None)

    def answer(self, name):
        self.runs.append(name)
        answer = self.answers[name].pop(0) if len(self.answers[name]) > 1 else self.answers[name][0]
        if isinstance(answer, Exception):
            raise answer
        seconds, self.disturbance = answer
        return seconds

    def peer(self, program, **_):
        return {"seconds_per_step": self.answer(program), "compile_seconds": 1.5 if program == "jax" else None}


def race(bench, *libraries, least=2):
    peers = [Peer(library, library.lower(), lambda bench: {}) for library in libraries]
    row = Race("a", "work", lambda bench: bench.answer("ours"), peers, least, key="seconds_per_step")
    with contextlib.redirect_stderr(io.StringIO()):
        return row.measure(bench)


class RaceTests(unittest.TestCase):
    def test_runs_are_interleaved_and_a_pair_is_between_two_of_ours(self):
        bench = FakeBench([(1, 0), (4, 0)], {"pytorch": [(6, 0)], "jax": [(2, 0)]})
        result = race(bench, "PyTorch", "JAX")
        self.assertEqual(bench.runs, ["ours"] + ["pytorch", "ours", "jax", "ours"] * 3)
        # First between 1 and 4, whose geometric mean is 2.
        self.assertEqual(result.peers[0].spread, (1.5, 3))
        self.assertEqual([peer.ratio for peer in result.peers], [1.5, 0.5])

    def test_a_drift_of_the_machine_cancels(self):
        bench = FakeBench(
            [(2.0 ** at, 0) for at in (0, 2, 4, 6)], {"pytorch": [(3 * 2.0 ** at, 0) for at in (1, 3, 5)]})
        self.assertEqual(race(bench, "PyTorch").peers[0].spread, (3, 3))

    def test_the_best_peer_is_the_fastest_and_the_aim_is_about_the_first(self):
        bench = FakeBench([(1, 0)], {"pytorch": [(4, 0)], "jax": [(0.5, 0)]})
        result = race(bench, "PyTorch", "JAX")
        self.assertEqual((result.best.library, result.best.ratio, result.met), ("JAX", 0.5, True))
        self.assertEqual(result.peers[1].compile_seconds, 1.5)

    def test_a_missing_peer_is_named_and_skipped(self):
        bench = FakeBench([(1, 0)], {"pytorch": [(4, 0)]}, missing=["jax"])
        result = race(bench, "PyTorch", "JAX")
        self.assertIn("skipped: no jax", result.peers[1].note)
        self.assertEqual((result.best.library, result.failed), ("PyTorch", False))

    def test_without_any_peer_the_row_has_a_note_alone(self):
        result = race(FakeBench([(1, 0)], {}, missing=["torch"]), "PyTorch")
        self.assertIsNone(result.ours)
        self.assertIn("no peer is installed", result.note)

    def test_a_peer_that_fails_leaves_the_others(self):
        bench = FakeBench([(1, 0)], {"pytorch": [Failed("no")], "jax": [(3, 0)]})
        result = race(bench, "PyTorch", "JAX")
        self.assertEqual((result.failed, result.best.library, result.met), (True, "JAX", None))

    def test_disturbed_pairs_are_measured_again_and_do_not_count(self):
        bench = FakeBench([(1, 0)], {"pytorch": [(90, 0.8), (4, 0), (5, 0), (6, 0)]})
        peer = race(bench, "PyTorch").peers[0]
        self.assertEqual((peer.ratio, peer.spread, peer.pairs), (5, (4, 6), 3))

    def test_with_one_thread_other_programs_do_not_disturb(self):
        bench = FakeBench([(2, 0.5)], {"pytorch": [(6, 0.5)]}, threads=1)
        peer = race(bench, "PyTorch").peers[0]
        self.assertEqual((peer.ratio, peer.pairs, bench.runs.count("pytorch")), (3, 3, 3))


class PageTests(unittest.TestCase):
    content = {
        "machine": {"processor": "P", "cores": 2}, "settings": {"threads": 1, "floats": "float32"},
        "versions": {"Kumiki": "1", "PyTorch": "2"}, "limits": [],
        "races": [{
            "name": "a", "work": "work", "unit": "ms", "kumiki": 2.0, "best_peer": "JAX", "ratio_to_best": 0.75,
            "date": "2026-01-02", "peers": [
                {"library": "PyTorch", "time": 8.0, "ratio": 4.0, "spread": [3.0, 5.0]},
                {"library": "JAX", "time": 1.5, "ratio": 0.75, "spread": [0.7, 0.8]}]}]}

    def test_a_row_names_every_peer_and_the_fastest(self):
        self.assertIn(
            "| work | 2.00 ms | 8.00 ms, 4.00× | 1.50 ms, 0.750× | – | **0.750×** (0.700–0.800) |",
            markdown.section(self.content))

    def test_a_faster_peer_is_said(self):
        self.assertIn("Slower than a peer: work (JAX, 0.750×).", markdown.summary(self.content))

    def test_only_the_text_between_the_comments_changes(self):
        text = f"before\n{markdown.first}\nold\n{markdown.last}\nafter\n"
        new = markdown.with_section(text, self.content)
        self.assertEqual(new, f"before\n{markdown.section(self.content)}after\n")
        self.assertEqual(markdown.with_section(new, self.content), new)

    def test_a_readme_without_comments_is_refused(self):
        with self.assertRaises(ValueError):
            markdown.with_section("nothing", self.content)


class RegistryTests(unittest.TestCase):
    def test_rows_have_names_of_their_own_and_programs_that_are_there(self):
        names = [row.name for row in registry.rows]
        self.assertEqual(len(names), len(set(names)))
        programs = pathlib.Path(__file__).resolve().parent / "programs"
        for row in registry.rows:
            for peer in getattr(row, "peers", ()):
                self.assertTrue((programs / peer.program).is_file(), peer.program)


if __name__ == "__main__":
    unittest.main()
