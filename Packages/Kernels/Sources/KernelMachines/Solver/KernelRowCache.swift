import Core

/// Kernel rows that are computed on request, several at once, and kept within a limit of bytes; the least recently used
/// rows are replaced.
final class KernelRowCache: KernelRowSource {
    /// Rows computed at once: enough for an efficient matrix product.
    private static let blockRows = 32

    private let engine: any ComputeEngine
    private let function: KernelFunction
    private let limit: Int
    /// All points, in groups one after the other.
    private let groups: [KernelRows]
    private let isTwofold: Bool
    private let allDiagonal: [Double]

    /// The points of the active variables; nil for all.
    private var kept: KernelRows?
    /// The point of each active variable, among all.
    private var points: [Int]
    private var cache: RowCache

    private(set) var count: Int
    private(set) var split: Int
    private(set) var diagonal: [Double]
    var isCheap: Bool { false }

    /// - Parameters:
    ///   - groups: the points, one group after the other.
    ///   - isTwofold: whether each point has two variables, number t and number N + t.
    ///   - byteLimit: the memory for rows; two blocks of rows always fit.
    init(_ groups: [KernelRows], _ function: KernelFunction, isTwofold: Bool = false, byteLimit: Int) {
        (self.groups, self.function, self.isTwofold) = (groups, function, isTwofold)
        engine = ComputeContext.engine
        limit = byteLimit
        let diagonal = groups.flatMap { $0.diagonal(function) }
        allDiagonal = isTwofold ? diagonal + diagonal : diagonal
        self.diagonal = allDiagonal
        (split, count) = (diagonal.count, allDiagonal.count)
        points = Array(0..<diagonal.count)
        cache = RowCache(rows: diagonal.count, width: diagonal.count, limit: limit, least: 2 * Self.blockRows)
    }

    func row(_ variable: Int, prefetching candidates: (Int) -> [Int]) -> KernelRow {
        let row = variable % points.count
        if let known = cache[row] { return KernelRow(first: known, second: known) }
        var wanted = [row]
        var isWanted: Set = [row]
        for candidate in candidates(Self.blockRows - 1) where wanted.count < Self.blockRows {
            let other = candidate % points.count
            if !cache.holds(other), isWanted.insert(other).inserted { wanted.append(other) }
        }
        compute(wanted)
        guard let computed = cache[row] else { Contract.fail("KernelRowCache", "a row without a place") }
        return KernelRow(first: computed, second: computed)
    }

    private func compute(_ wanted: [Int]) {
        let rows = selecting(wanted.map { points[$0] })
        // The requested row comes last, so that it is the newest.
        let places = wanted.indices.reversed().map { ($0, cache.place(for: wanted[$0])) }
        var start = 0
        for part in kept.map({ [$0] }) ?? groups {
            let matrix = function.matrix(rows, part)
            matrix.withUnsafeNumbers(Float.self) { values in
                guard let first = values.baseAddress else { return }
                for (number, place) in places {
                    (place + start).update(from: first + number * part.count, count: part.count)
                }
            }
            start += part.count
        }
    }

    /// Points by their number among all.
    private func selecting(_ chosen: [Int]) -> KernelRows {
        if groups.count == 1 { return groups[0].selecting(chosen) }
        // Numbers are gathered group by group, and then put into the requested order.
        var start = 0
        var parts: [KernelRows] = []
        var order: [Int] = []
        for group in groups {
            let own = chosen.indices.filter { chosen[$0] >= start && chosen[$0] < start + group.count }
            if !own.isEmpty { parts.append(group.selecting(own.map { chosen[$0] - start })) }
            order += own
            start += group.count
        }
        let joined = KernelRows.joined(parts)
        var places = [Int](repeating: 0, count: order.count)
        for (place, index) in order.enumerated() { places[index] = place }
        return order == Array(chosen.indices) ? joined : joined.selecting(places)
    }

    /// The remaining variables replace the former ones.
    func hasRoom(for count: Int) -> Bool { true }

    func restrict(to variables: [Int]) {
        let isWhole = kept == nil
        let columns = variables.map { $0 % points.count }
        points = columns.map { points[$0] }
        kept = isWhole ? selecting(points) : kept?.selecting(columns)
        diagonal = variables.map { diagonal[$0] }
        (count, split) = (variables.count, variables.count)
        cache = cache.restricted(to: columns, limit: limit, least: 2 * Self.blockRows)
    }

    func restoreAll() {
        kept = nil
        diagonal = allDiagonal
        (count, split) = (allDiagonal.count, allDiagonal.count / (isTwofold ? 2 : 1))
        points = Array(0..<split)
        cache = RowCache(rows: split, width: split, limit: limit, least: 2 * Self.blockRows)
    }

    func products(_ coefficients: [Double], of variables: [Int]) -> [Double] {
        let all = groups.reduce(0) { $0 + $1.count }
        var weights = [Double](repeating: 0, count: all)
        for (variable, coefficient) in coefficients.enumerated() { weights[variable % all] += coefficient }
        let used = weights.indices.filter { weights[$0] != 0 }
        let vectors = selecting(used)
        let factors = used.map { weights[$0] }
        var sums: [Double] = []
        sums.reserveCapacity(variables.count)
        for start in stride(from: 0, to: variables.count, by: 256) {
            let part = selecting(variables[start..<min(variables.count, start + 256)].map { $0 % all })
            let matrix = function.matrix(part, vectors)
            matrix.withUnsafeNumbers(Float.self) { values in
                for row in 0..<part.count {
                    var sum = 0.0
                    for (place, factor) in factors.enumerated() {
                        sum += factor * Double(values[row * factors.count + place])
                    }
                    sums.append(sum)
                }
            }
        }
        return sums
    }
}
