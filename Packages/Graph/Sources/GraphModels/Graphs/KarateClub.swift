import Core

/// The members of a karate club who met outside it, and the two clubs into which they split.
///
/// Source: Zachary, "An information flow model for conflict and fission in small groups", Journal of Anthropological
/// Research 33, 1977.
public enum KarateClub {
    private static let friends: [[Int32]] = [
        [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31], [2, 3, 7, 13, 17, 19, 21, 30],
        [3, 7, 8, 9, 13, 27, 28, 32], [7, 12, 13], [6, 10], [6, 10, 16], [16], [], [30, 32, 33], [33], [], [], [],
        [33], [32, 33], [32, 33], [], [], [32, 33], [33], [32, 33], [], [32, 33], [25, 27, 29, 32, 33], [25, 27, 31],
        [31], [29, 33], [33], [31, 33], [32, 33], [32, 33], [32, 33], [33], [],
    ]

    /// The members who went with the officer.
    private static let officers: Set<Int32> = [
        9, 14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33,
    ]

    /// The club: the instructor and the officer are the training nodes, eight more members are the validation nodes,
    /// and the other twenty-four are the test nodes.
    public static var graph: Graph {
        let count = friends.count
        let sources = friends.enumerated().flatMap { node, others in others.map { _ in Int32(node) } }
        let edges = CleanedEdges(nodes: count, sources: sources, targets: friends.flatMap { $0 })
        let validation: [Int32] = [1, 3, 7, 16, 22, 25, 29, 32]
        let test = (0..<Int32(count)).filter { ![0, 33].contains($0) && !validation.contains($0) }
        return Graph(
            name: "karate", adjacency: edges.adjacency, features: .identity(count),
            labels: (0..<Int32(count)).map { officers.contains($0) ? 1 : 0 }, classNames: ["instructor", "officer"],
            split: NodeSplit(training: [0, 33], validation: validation, test: test),
            nodeNames: (1...count).map(String.init))
    }
}
