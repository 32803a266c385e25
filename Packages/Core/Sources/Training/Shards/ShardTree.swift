/// The fixed binary tree in which the numbers of V shards are added, whatever rank computed them.
///
/// A node is a range of shards. It is split at the largest power of two below its length, so that the tree of 2ⁿ shards
/// contains those of its halves.
struct ShardTree: Equatable, Sendable {
    /// V, the number of shards.
    let shards: Int

    /// The shards of a rank: neighbors, as equally many for each as possible.
    func shards(of rank: Int, among ranks: Int) -> Range<Int> {
        shards * rank / ranks..<shards * (rank + 1) / ranks
    }

    /// The examples of a shard, of a batch of `count`.
    func examples(of shard: Int, among count: Int) -> Range<Int> {
        count * shard / shards..<count * (shard + 1) / shards
    }

    /// The place where a node is split; nil for a single shard.
    static func middle(of node: Range<Int>) -> Int? {
        guard node.count > 1 else { return nil }
        return node.lowerBound + 1 << (Int.bitWidth - 1 - (node.count - 1).leadingZeroBitCount)
    }

    /// The largest nodes within a range of shards, in order: what a rank can add without the others.
    func nodes(within range: Range<Int>) -> [Range<Int>] {
        func nodes(_ node: Range<Int>) -> [Range<Int>] {
            if node.clamped(to: range).isEmpty { return [] }
            if range.lowerBound <= node.lowerBound, node.upperBound <= range.upperBound { return [node] }
            guard let middle = Self.middle(of: node) else { return [] }
            return nodes(node.lowerBound..<middle) + nodes(middle..<node.upperBound)
        }
        return nodes(0..<shards)
    }

    /// Adds the numbers of a node into those of its first shard, in the tree's order.
    ///
    /// - Parameters:
    ///   - node: a node of the tree.
    ///   - known: where the numbers of a node are; nil where they must be added from those of its parts.
    /// - Returns: where the sums are.
    @discardableResult
    static func sum(
        _ node: Range<Int>, of count: Int, _ known: (Range<Int>) -> UnsafeMutablePointer<Float>?
    ) -> UnsafeMutablePointer<Float>? {
        if let numbers = known(node) { return numbers }
        guard let middle = middle(of: node), let left = sum(node.lowerBound..<middle, of: count, known),
            let right = sum(middle..<node.upperBound, of: count, known)
        else { return nil }
        for index in 0..<count { left[index] += right[index] }
        return left
    }
}
