import FoundationEssentials

/// The energy counters of a machine's processors and memory: RAPL, as Linux shows it under `/sys/class/powercap`.
///
/// Packages and their memory (`dram`) are counted. `core` and `uncore` are parts of a package, and `psys` contains the
/// packages, so they would count twice; `psys` is used only where no package is listed. Processors of several dies may
/// list a package for each die with one and the same counter, which counts once.
///
/// Source: Linux, Documentation/power/powercap/powercap.rst; Khan et al., RAPL in Action, ACM TOMPECS 3 (2), 2018, on what
/// the domains contain.
package struct PowerCounters: Sendable {
    /// A counter.
    struct Zone: Sendable, Equatable {
        /// Such as "package-0" or "dram".
        let name: String
        /// The file with microjoules since some moment.
        let file: String
        /// The microjoules after which the counter begins at 0 again; nil where the system does not say.
        let range: Double?

        /// The counter in microjoules; nil where it cannot be read.
        var microjoules: Double? { PowerCounters.number(file) }
    }

    /// Why energy cannot be read.
    package enum Problem: Equatable, Sendable {
        /// The machine has no counters: a virtual machine, another system, or an older processor.
        case missing
        /// There are counters, and this user may not read them.
        case forbidden(file: String)
    }

    /// The counters of the processors; empty where they cannot all be read.
    let processors: [Zone]
    /// The counters of their memory; empty where there are none, or where they cannot all be read.
    let memory: [Zone]
    /// Why the processors' energy cannot be read; nil where it can.
    package let problem: Problem?

    /// Where Linux shows the counters.
    package static let folder = "/sys/class/powercap"

    /// The counters in a folder.
    package init(in folder: String = folder) {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasPrefix("intel-rapl:") }.sorted()
        let zones = names.compactMap { name -> Zone? in
            let path = "\(folder)/\(name)"
            guard let title = Platform.smallFile(path + "/name") else { return nil }
            let range = Self.number(path + "/max_energy_range_uj").flatMap { $0 > 0 ? $0 : nil }
            return Zone(
                name: String(title.prefix { !$0.isWhitespace }), file: path + "/energy_uj", range: range)
        }
        let packages = zones.filter { $0.name.hasPrefix("package") }
        let chosen = packages.isEmpty ? zones.filter { $0.name == "psys" } : packages
        let unreadable = chosen.first { $0.microjoules == nil }
        problem = chosen.isEmpty ? .missing : unreadable.map { .forbidden(file: $0.file) }
        processors = problem == nil ? Self.distinct(chosen) : []
        let dram = zones.filter { $0.name == "dram" }
        // The whole machine's counter contains its memory.
        memory = problem == nil && !packages.isEmpty && dram.allSatisfy { $0.microjoules != nil } ? dram : []
    }

    /// The names of the counters, such as "package-0, dram".
    package var names: [String] { (processors + memory).map(\.name) }

    /// Whether the processors' counters contain the memory.
    var includesMemory: Bool { processors.contains { $0.name == "psys" } }

    /// Two reads of one counter differ by what passes between them; two counters are almost never so close.
    private static let mirrorTolerance = 1e6

    /// The zones without those of other dies that show the counter of an earlier one of the same package.
    private static func distinct(_ zones: [Zone]) -> [Zone] {
        var kept: [(zone: Zone, package: Substring, value: Double)] = []
        for zone in zones {
            guard let value = zone.microjoules else { continue }
            // "package-0-die-1"
            let words = zone.name.split(separator: "-")
            let package = words.count > 2 ? words[1] : Substring(zone.file)
            let isMirror = kept.contains {
                value > 0 && $0.package == package && ($0.value - value).magnitude <= mirrorTolerance
            }
            if !isMirror { kept.append((zone, package, value)) }
        }
        return kept.map(\.zone)
    }

    private static func number(_ file: String) -> Double? {
        Platform.smallFile(file).flatMap { UInt64($0.prefix { $0.isWholeNumber }) }.map { Double($0) }
    }
}
