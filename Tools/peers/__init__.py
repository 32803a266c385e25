"""The parts of `Tools/compare-peers`: rows to measure, and the peers' own programs."""
