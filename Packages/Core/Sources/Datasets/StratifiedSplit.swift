import Foundations

/// The rows of a table in two similar parts: each part has its share of every stratum.
public struct StratifiedSplit: Sendable, Equatable {
    /// Training rows, in the table's order.
    public let training: [Int32]
    /// Test rows, in the table's order.
    public let test: [Int32]

    /// Splits rows 0 ..< N by the strata that they belong to.
    ///
    /// - Parameters:
    ///   - strata: for each row the number of its stratum, from 0 on; rows with a negative one are left out of both.
    ///   - testShare: the share of the test rows; their number is ⌊share · N + ½⌋.
    ///   - seed: the seed of the stream that draws rows.
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
            // Rounded over all strata so far, so that rounding does not remove rows from many small ones.
            seen += stratum.count
            let count = Int((testShare * Double(seen)).rounded()) - taken
            taken += count
            for place in random.permutation(of: stratum.count).prefix(count) { isTest[Int(stratum[Int(place)])] = true }
        }
        let all = strata.indices.lazy.filter { strata[$0] >= 0 }
        training = all.filter { !isTest[$0] }.map { Int32($0) }
        test = all.filter { isTest[$0] }.map { Int32($0) }
    }

    /// Strata of a column of numbers: parts with nearly equal numbers of rows, by size. NaN belongs to none: −1.
    public static func strata(of numbers: [Float], count: Int) -> [Int32] {
        let known = numbers.indices.filter { !numbers[$0].isNaN }
        let order = known.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        var strata = [Int32](repeating: -1, count: numbers.count)
        for (rank, row) in order.enumerated() { strata[row] = Int32(rank * count / order.count) }
        return strata
    }
}
