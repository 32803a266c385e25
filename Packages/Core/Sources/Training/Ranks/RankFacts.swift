import Engine
import FoundationEssentials
import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a rank knows of itself, which rank 0 compares with that of the others.
struct RankFacts: Codable, Equatable, Sendable {
    var host: String
    /// The cores that the process may use, and those of its machine.
    var cores: Int
    var hostCores: Int
    var version: String
    /// The instructions for which the loops and oneDNN were chosen, such as "x86-64 level 4, AVX-512".
    var processor: String
    /// The engine's library and its version.
    var engine: String

    /// The facts of this process.
    static var current: RankFacts {
        let (engine, machine) = (EngineFacts.current, MachineFacts.current)
        let all = machine.processors ?? 1
        let level = engine.level.map { "x86-64 level \($0)" }
        return RankFacts(
            host: host, cores: allowedCores ?? all, hostCores: all, version: KumikiVersion.current,
            processor: [level, engine.instructionSet].compactMap { $0 }.joined(separator: ", "), engine: engine.library)
    }

    private static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The number of cores that the launcher has bound the process to.
    private static var allowedCores: Int? {
        #if os(Linux)
        let list = Platform.value(of: "Cpus_allowed_list", in: "/proc/self/status", after: ":")
        return list.map(Self.count)
        #else
        return nil
        #endif
    }

    /// The number of cores in a list such as "0-3,8".
    static func count(_ list: String) -> Int {
        list.split(separator: ",").reduce(0) { sum, part in
            let ends = part.split(separator: "-").compactMap { Int($0) }
            return sum + (ends.count == 2 ? max(0, ends[1] - ends[0]) + 1 : ends.count)
        }
    }
}

/// The facts of all ranks.
struct RankTable {
    let ranks: [RankFacts]

    /// More hosts than these are counted, not named.
    private static let mostNames = 4

    /// The ranks on the host of a rank.
    func neighbors(of rank: Int) -> Int { ranks.count { $0.host == ranks[rank].host } }

    /// The threads that a rank uses by default: the cores that it is bound to, or its share of the host's.
    func threads(of rank: Int) -> Int {
        let own = ranks[rank]
        return own.cores < own.hostCores ? own.cores : max(1, own.hostCores / neighbors(of: rank))
    }

    /// One line: ranks, hosts, threads and cores, library, versions and processors.
    ///
    /// - Parameters:
    ///   - threads: of each rank.
    ///   - library: MPI's name and version.
    func line(threads: [Int], library: String) -> String {
        let hosts = Set(ranks.map(\.host)).sorted()
        let places = hosts.count <= Self.mostNames ? hosts.joined(separator: ", ") : "\(hosts.count) hosts"
        let counts = Self.range(threads, "thread")
        let cores = Self.range(ranks.map(\.cores), "core")
        let processors = Set(ranks.map(\.processor))
        let kind = processors.count == 1 ? "equal CPUs (\(processors.first ?? ""))" : "different CPUs"
        return "\(Readable.count(ranks.count, "rank")) on \(places), \(counts) and \(cores) each, \(library), \(kind)"
    }

    private static func range(_ counts: [Int], _ noun: String) -> String {
        let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
        return least == most ? Readable.count(most, noun) : "\(least) to \(Readable.count(most, noun))"
    }

    /// The reason why the ranks cannot work together; nil where they can.
    var problem: String? {
        let versions = ranks.map { "\($0.version) with \($0.engine)" }
        guard let other = versions.firstIndex(where: { $0 != versions[0] }) else { return nil }
        return "rank \(other) on \(ranks[other].host) has version \(versions[other]), rank 0 has \(versions[0])"
    }

    /// What slows the ranks down or makes their numbers differ.
    ///
    /// - Parameter threads: of each rank.
    func warnings(threads: [Int]) -> [String] {
        var warnings: [String] = []
        if let other = ranks.firstIndex(where: { $0.processor != ranks[0].processor }) {
            warnings.append(
                "rank \(other) has another CPU (\(ranks[other].processor)) than rank 0 (\(ranks[0].processor)): the "
                    + "result depends on which of them computes which part")
        }
        if let bound = ranks.indices.first(where: {
            threads[$0] > ranks[$0].cores && ranks[$0].cores < ranks[$0].hostCores
        }) {
            warnings.append(
                "rank \(bound) has \(Readable.count(threads[bound], "thread")) and is bound to "
                    + "\(Readable.count(ranks[bound].cores, "core")): mpirun --bind-to none lets it use all, "
                    + "--map-by slot:PE=\(threads[bound]) gives it as many as threads")
        }
        let sums = ranks.indices.reduce(into: [String: (threads: Int, cores: Int)]()) { sums, rank in
            let known = sums[ranks[rank].host]?.threads ?? 0
            sums[ranks[rank].host] = (known + threads[rank], ranks[rank].hostCores)
        }
        if let full = sums.sorted(by: { $0.key < $1.key }).first(where: { $0.value.threads > $0.value.cores }) {
            warnings.append(
                "the ranks on \(full.key) have \(Readable.count(full.value.threads, "thread")), and the host has "
                    + "\(Readable.count(full.value.cores, "core")): fewer ranks are faster")
        }
        return warnings
    }
}
