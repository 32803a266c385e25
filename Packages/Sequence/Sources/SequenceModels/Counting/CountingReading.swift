import Core

/// A network's states and predictions at every position of one string.
///
/// - Shapes: T rows each: `hidden` H, `cells` H (LSTM only, otherwise no rows), `gates` G H (LSTM i f g o, GRU r z n,
///   otherwise no rows), `probabilities` K.
public struct CountingReading: Sendable {
    public let string: CountingString
    public let hidden: [[Double]]
    public let cells: [[Double]]
    public let gates: [[Double]]
    public let probabilities: [[Double]]

    /// The number of the most probable next symbol at each position.
    public var predicted: [Int] {
        probabilities.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
    }

    /// Whether the most probable symbol is the one that follows, at each position.
    public var isRight: [Bool] { zip(predicted, string.next).map { $0 == Int($1) } }

    /// Σₖ (pₖ − [k follows])² at each position.
    public var squaredErrors: [Double] {
        zip(probabilities, string.next).map { row, next in
            row.enumerated().reduce(0) { sum, entry in
                let difference = entry.element - (entry.offset == Int(next) ? 1 : 0)
                return sum + difference * difference
            }
        }
    }

    /// The score at the determined positions only.
    public var score: CountingScore {
        let range = string.determined
        return CountingScore(
            positions: range.count, wrong: range.filter { !isRight[$0] }.count,
            errorSum: squaredErrors[range].reduce(0, +))
    }
}

/// How well the next symbol is predicted at the positions where the language determines it.
public struct CountingScore: Sendable, Equatable {
    public private(set) var positions = 0
    /// Positions whose most probable symbol is not the one that follows.
    public private(set) var wrong = 0
    private var errorSum = 0.0

    init(positions: Int = 0, wrong: Int = 0, errorSum: Double = 0) {
        self.positions = positions
        self.wrong = wrong
        self.errorSum = errorSum
    }

    /// The mean over the positions of the squared error Σₖ (pₖ − [k follows])²: 0 for certain and right, 2 for certain
    /// and wrong (Brier 1950).
    public var squaredError: Double { positions == 0 ? 0 : errorSum / Double(positions) }

    public var isAllRight: Bool { wrong == 0 }

    static func + (a: CountingScore, b: CountingScore) -> CountingScore {
        CountingScore(
            positions: a.positions + b.positions, wrong: a.wrong + b.wrong, errorSum: a.errorSum + b.errorSum)
    }
}

extension CountingNetwork {
    /// The score over the strings of some n, each once.
    public func score(on ns: some Sequence<Int>) -> CountingScore {
        ns.reduce(CountingScore()) { $0 + reading(language.string($1)).score }
    }
}

extension CountingNetwork {
    /// The squared error over all positions of the strings of some n, each once: averaged over positions, summed over
    /// symbols, against the true probability of each symbol.
    ///
    /// From the first b on the truth is certain. The probability of another a after k a's is the number of strings with
    /// more than k divided by the number of strings with k or more, where every trained n is equally frequent.
    public func squaredErrorOfAllPositions(on ns: some Sequence<Int>, trainedOn known: [Int]) -> Double {
        var (sum, count) = (0.0, 0)
        for n in ns {
            let reading = reading(language.string(n))
            sum += reading.squaredErrors[reading.string.determined].reduce(0, +)
            for place in 0..<reading.string.determined.lowerBound {
                let reached = known.count { $0 > place }
                let more = reached == 0 ? 0 : Double(known.count { $0 > place + 1 }) / Double(reached)
                for (symbol, p) in reading.probabilities[place].enumerated() {
                    let truth = symbol == 0 ? more : symbol == 1 ? 1 - more : 0
                    sum += (p - truth) * (p - truth)
                }
            }
            count += reading.string.count
        }
        return sum / Double(max(1, count))
    }
}
