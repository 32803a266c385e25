/// How far a network counts: its score on strings of increasing n.
public struct CountingReach: Sendable {
    /// The score for n = 1, 2, ….
    public let scores: [CountingScore]

    /// The largest n such that every string up to it is right at all of its determined positions.
    public var longest: Int { scores.firstIndex { !$0.isAllRight } ?? scores.count }

    /// Tries n = 1, 2, … until 1.5 times the n of the first mistake, and at least `margin` strings beyond it.
    ///
    /// - Parameters:
    ///   - network: reads strings of its language.
    ///   - limit: the largest n to try.
    ///   - margin: the smallest number of strings to try beyond the first mistake.
    public init(of network: CountingNetwork, limit: Int, margin: Int = 5) {
        var scores: [CountingScore] = []
        var last = limit
        while scores.count < last {
            scores.append(network.reading(network.language.string(scores.count + 1)).score)
            if last == limit, !scores[scores.count - 1].isAllRight {
                last = min(limit, scores.count + max(margin, scores.count / 2))
            }
        }
        self.scores = scores
    }
}
