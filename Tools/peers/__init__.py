"""What `Tools/compare-peers` is made of: rows to measure, and the peers' own programs."""
