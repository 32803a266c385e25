/// The energy of a rank, as the others get to know it.
struct RankEnergy: Codable, Equatable, Sendable {
    /// The name of the machine.
    var host: String
    /// The rank's part; nil where its system does not say what it uses.
    var part: EnergyRecord.Part?
}

/// The energy of all ranks of a training, a part for each host.
///
/// Counters are those of a whole machine, so that the lowest rank of a host says what all of them use. An estimate is of
/// one process, so that those of a host are added.
struct RankEnergies: Equatable, Sendable {
    /// The other ranks of rank 0's host.
    private let neighbors: [EnergyRecord.Part]
    /// The ranks of every other host, hosts in the order of their lowest ranks.
    private let others: [[EnergyRecord.Part]]
    /// Whether a rank's energy is unknown.
    let isPartial: Bool

    /// The energy of all ranks, in their order; one or more.
    init(_ ranks: [RankEnergy]) {
        isPartial = ranks.contains { $0.part == nil }
        func parts(of host: String) -> [EnergyRecord.Part] { ranks.filter { $0.host == host }.compactMap(\.part) }
        neighbors = ranks.dropFirst().filter { $0.host == ranks[0].host }.compactMap(\.part)
        var hosts: [String] = []
        for rank in ranks where rank.host != ranks[0].host && !hosts.contains(rank.host) { hosts.append(rank.host) }
        others = hosts.map(parts).filter { !$0.isEmpty }
    }

    /// A part for each host.
    ///
    /// - Parameter own: that of rank 0, which may have grown since.
    func parts(with own: EnergyRecord.Part) -> [EnergyRecord.Part] {
        ([[own] + neighbors] + others).map { ranks in
            var part = ranks[0]
            for other in ranks.dropFirst() { part.use.add(other.use) }
            return part
        }
    }
}

extension EnergyUse {
    /// Adds the use of another process on the same machine, in the same time.
    fileprivate mutating func add(_ other: EnergyUse) {
        processorSeconds += other.processorSeconds
        if processor.measured == 0 { processor.estimated += other.processor.estimated }
        if memory.measured == 0 { memory.estimated += other.memory.estimated }
    }
}
