import Core

extension KernelRows {
    /// The rows only in float32.
    public var rounded: KernelRows {
        guard exact != nil else { return self }
        switch numbers {
        case .dense(let rows), .kernelValues(let rows, _): return KernelRows(rows)
        case .sparse(let rows): return KernelRows(rows, width: width)
        }
    }

    /// Whether a column is so far from zero that float32, which has 24 bits, loses digits in which its numbers differ:
    /// coordinates in meters, times in seconds. False where float64 is not kept.
    public var hasDistantColumn: Bool { hasColumn(distantBy: 256) }

    /// Whether a column is this many times farther from zero than its numbers are from each other; false where float64
    /// is not kept.
    public func hasColumn(distantBy times: Double) -> Bool {
        func isDistant(_ low: Double, _ high: Double) -> Bool {
            low < high && max(abs(low), abs(high)) > times * (high - low)
        }
        guard let exact, count > 1 else { return false }
        switch numbers {
        case .dense, .kernelValues:
            return (0..<width).contains { column in
                var (low, high) = (exact[column], exact[column])
                for place in stride(from: column + width, to: exact.count, by: width) {
                    (low, high) = (min(low, exact[place]), max(high, exact[place]))
                    // Most columns are soon known to be near.
                    if !isDistant(low, high), low < high { return false }
                }
                return isDistant(low, high)
            }
        case .sparse(let rows):
            // Values that a row does not store are zero, so only columns that all rows store can be far from it.
            var ranges: [Int32: (low: Double, high: Double, seen: Int)] = [:]
            for place in rows.places(of: 0) { ranges[rows.columns[place]] = (exact[place], exact[place], 0) }
            for (column, value) in zip(rows.columns, exact) {
                guard let range = ranges[column] else { continue }
                ranges[column] = (min(range.low, value), max(range.high, value), range.seen + 1)
            }
            return ranges.values.contains { $0.seen == count && isDistant($0.low, $0.high) }
        }
    }
}
