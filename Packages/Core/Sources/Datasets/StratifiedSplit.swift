import Foundations

/// The rows of a table in two parts that are alike: each part has its share of every stratum.
public struct StratifiedSplit: Sendable, Equatable {
    /// Rows to learn from, in the table's order.
    public let training: [Int32]
    /// Rows to test on, in the table's order.
    public let test: [Int32]

    /// Splits rows 0 ..< N by the strata that they belong to.
    ///
    /// - Parameters:
    ///   - strata: for each row the number of its stratum, from 0 on; rows with a negative one are left out of both.
    ///   - testShare: the share of the test rows, which are ⌊share · N + ½⌋ in all.
    ///   - seed: rows are drawn from a stream of this seed.
    ///   - stream: the stream's name.
    public init(strata: [Int32], testShare: Double, seed: UInt64, stream: StreamName = .split) {
        Contract.require(
            (0...1).contains(testShare), "StratifiedSplit", "a test share of \(testShare), expected 0 to 1")
        var rows: [[Int32]] = Array(repeating: [], count: Int((strata.max() ?? -1) + 1))
        for (row, stratum) in strata.enumerated() where stratum >= 0 { rows[Int(stratum)].append(Int32(row)) }
        var random = RandomStream(seed: seed, name: stream)
        var isTest = [Bool](repeating: false, count: strata.count)
        var (seen, taken) = (0, 0)
        for stratum in rows {
            // Rounded over all strata so far, so that many small ones lose nothing.
            seen += stratum.count
            let count = Int((testShare * Double(seen)).rounded()) - taken
            taken += count
            for place in random.permutation(of: stratum.count).prefix(count) { isTest[Int(stratum[Int(place)])] = true }
        }
        let all = strata.indices.lazy.filter { strata[$0] >= 0 }
        training = all.filter { !isTest[$0] }.map { Int32($0) }
        test = all.filter { isTest[$0] }.map { Int32($0) }
    }

    /// Strata of a column of numbers: parts of nearly as many rows each, by size. NaN belongs to none: −1.
    public static func strata(of numbers: [Float], count: Int) -> [Int32] {
        let known = numbers.indices.filter { !numbers[$0].isNaN }
        let order = known.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        var strata = [Int32](repeating: -1, count: numbers.count)
        for (rank, row) in order.enumerated() { strata[row] = Int32(rank * count / order.count) }
        return strata
    }
}
