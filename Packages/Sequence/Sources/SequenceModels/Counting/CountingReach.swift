/// How far a network counts: its score on strings of ever greater n.
public struct CountingReach: Sendable {
    /// The score for n = 1, 2, ….
    public let scores: [CountingScore]

    /// The greatest n such that every string up to it is counted right: all of its determined positions.
    public var longest: Int { scores.firstIndex { !$0.isAllRight } ?? scores.count }

    /// Tries n = 1, 2, … until half as far again beyond the first mistake, `margin` strings beyond it at least.
    ///
    /// - Parameters:
    ///   - network: reads strings of its language.
    ///   - limit: the greatest n to try.
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
