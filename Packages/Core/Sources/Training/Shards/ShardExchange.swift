import Foundations

/// What a rank says with every exchange besides its numbers.
struct ShardMessage: Equatable {
    /// The signal that asks the rank to stop; 0 for none.
    var signal: Int32 = 0
    /// A digest of the weights before the step; 0 where none is due.
    var digest: UInt64 = 0
    /// Loss and figures of every shard of the rank, one after the other.
    var figures: [Double] = []
}

/// Adds numbers over all shards of all ranks in the fixed tree, with one exchange and one gathering.
///
/// Every rank adds a segment of the numbers: it receives that segment of each rank's nodes, and sends the sums to all.
/// Bytes are only moved, so that the result depends neither on the library nor on the number of ranks.
final class ShardExchange {
    let communicator: Communicator
    let tree: ShardTree
    /// The shards that this rank computes.
    let own: Range<Int>
    private var sent: [UInt8] = []
    private var received: [UInt8] = []

    init(_ communicator: Communicator, _ tree: ShardTree) {
        (self.communicator, self.tree) = (communicator, tree)
        own = tree.shards(of: communicator.rank, among: communicator.size)
    }

    /// The numbers of a segment, which a rank adds.
    private func segment(_ rank: Int, of count: Int) -> Range<Int> {
        count * rank / communicator.size..<count * (rank + 1) / communicator.size
    }

    private func nodes(of rank: Int) -> [Range<Int>] {
        tree.nodes(within: tree.shards(of: rank, among: communicator.size))
    }

    /// Adds the numbers of all shards into those of this rank's first one.
    ///
    /// - Parameters:
    ///   - numbers: of each of the rank's shards, in order; they change.
    ///   - count: how many each has.
    ///   - message: what this rank says; every rank has as many figures for a shard.
    /// - Returns: what every rank says.
    func sum(_ numbers: [UnsafeMutablePointer<Float>], of count: Int, _ message: ShardMessage) -> [ShardMessage] {
        let nodes = nodes(of: communicator.rank)
        let sums = nodes.compactMap { node in
            ShardTree.sum(node, of: count) { $0.count == 1 ? numbers[$0.lowerBound - own.lowerBound] : nil }
        }
        guard communicator.size > 1 else { return [message] }
        let width = MemoryLayout<Float>.size
        let figures = message.figures.count / max(1, own.count)
        // What a rank says comes before its numbers.
        let headers = (0..<communicator.size).map { rank in
            16 + 8 * figures * tree.shards(of: rank, among: communicator.size).count
        }
        let segments = (0..<communicator.size).map { segment($0, of: count) }
        let sentCounts = segments.map { headers[communicator.rank] + nodes.count * $0.count * width }
        let mine = segments[communicator.rank].count
        let receivedCounts = headers.indices.map { headers[$0] + self.nodes(of: $0).count * mine * width }
        let (sentPlaces, receivedPlaces) = (Self.places(sentCounts), Self.places(receivedCounts))
        Self.grow(&sent, to: sentCounts.reduce(0, +))
        Self.grow(&received, to: receivedCounts.reduce(0, +))
        var messages: [ShardMessage] = []
        sent.withUnsafeMutableBytes { sent in
            for (rank, segment) in segments.enumerated() {
                var place = sentPlaces[rank]
                message.write(to: sent, at: &place)
                for sum in sums {
                    let bytes = UnsafeRawBufferPointer(start: sum + segment.lowerBound, count: segment.count * width)
                    UnsafeMutableRawBufferPointer(rebasing: sent[place..<place + bytes.count]).copyMemory(from: bytes)
                    place += bytes.count
                }
            }
            received.withUnsafeMutableBytes { received in
                communicator.exchange(
                    UnsafeRawBufferPointer(sent), counts: sentCounts, places: sentPlaces, into: received,
                    counts: receivedCounts, places: receivedPlaces)
                messages = headers.indices.map { rank in
                    ShardMessage(received, at: receivedPlaces[rank], figures: (headers[rank] - 16) / 8)
                }
                gather(received, receivedPlaces.indices.map { receivedPlaces[$0] + headers[$0] }, segments, numbers[0])
            }
        }
        return messages
    }

    /// Adds this rank's segment over all ranks and sends the sums to all.
    private func gather(
        _ received: UnsafeMutableRawBufferPointer, _ places: [Int], _ segments: [Range<Int>],
        _ result: UnsafeMutablePointer<Float>
    ) {
        let (width, mine) = (MemoryLayout<Float>.size, segments[communicator.rank])
        var known: [Range<Int>: UnsafeMutablePointer<Float>] = [:]
        for (rank, place) in places.enumerated() {
            for (index, node) in nodes(of: rank).enumerated() {
                let start = received.baseAddress.map { $0 + place + index * mine.count * width }
                known[node] = start?.assumingMemoryBound(to: Float.self)
            }
        }
        guard let sums = ShardTree.sum(0..<tree.shards, of: mine.count, { known[$0] }) else {
            Contract.fail("ShardExchange", "the nodes of the ranks are not those of a tree")
        }
        let counts = segments.map { $0.count * width }
        let total = counts.reduce(0, +)
        communicator.gather(
            UnsafeRawBufferPointer(start: sums, count: mine.count * width),
            into: UnsafeMutableRawBufferPointer(start: result, count: total), counts: counts,
            places: Self.places(counts))
    }

    private static func places(_ counts: [Int]) -> [Int] {
        counts.indices.map { counts[..<$0].reduce(0, +) }
    }

    private static func grow(_ bytes: inout [UInt8], to count: Int) {
        if bytes.count < count { bytes = [UInt8](repeating: 0, count: count) }
    }
}

extension ShardMessage {
    /// Writes the message; a multiple of eight bytes.
    fileprivate func write(to bytes: UnsafeMutableRawBufferPointer, at place: inout Int) {
        bytes.storeBytes(of: Int64(signal), toByteOffset: place, as: Int64.self)
        bytes.storeBytes(of: digest, toByteOffset: place + 8, as: UInt64.self)
        place += 16
        for figure in figures {
            bytes.storeBytes(of: figure, toByteOffset: place, as: Double.self)
            place += 8
        }
    }

    fileprivate init(_ bytes: UnsafeMutableRawBufferPointer, at place: Int, figures count: Int) {
        signal = Int32(clamping: bytes.loadUnaligned(fromByteOffset: place, as: Int64.self))
        digest = bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)
        figures = (0..<count).map { bytes.loadUnaligned(fromByteOffset: place + 16 + 8 * $0, as: Double.self) }
    }
}
