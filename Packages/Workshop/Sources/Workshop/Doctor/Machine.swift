import Core
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system says of itself; tests describe machines of their own.
public struct Machine: Sendable {
    /// A small file of the system, such as those under `/proc`; nil where there is none.
    var file: @Sendable (String) -> String?
    /// Environment variables.
    var environment: [String: String]
    /// The processors that are switched on.
    var processors: Int
    /// The threads that operations share by default.
    var threads: Int
    /// The limit on address space, in bytes; nil for none.
    var addressLimit: Int?
    var engine: EngineFacts
    /// Whether a text can be drawn.
    var canShow: @Sendable (String) -> Bool
    /// Where the system shows counters of energy.
    var powercap = PowerCounters.folder
    /// Whether a file can be read.
    var canRead: @Sendable (String) -> Bool

    /// This machine.
    public static func current(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Machine {
        var limit = rlimit()
        #if canImport(Glibc)
        let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
        #else
        let isKnown = getrlimit(RLIMIT_AS, &limit) == 0
        #endif
        return Machine(
            file: { Platform.smallFile($0) }, environment: environment,
            processors: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), threads: ComputeContext.threads,
            addressLimit: isKnown ? Int(exactly: limit.rlim_cur) : nil, engine: .current,
            canShow: { Typeface.canShow($0) }, canRead: { access($0, R_OK) == 0 })
    }

    /// The processors on which this process may run; nil where the system does not say.
    var allowedProcessors: Int? {
        let lines = (file("/proc/self/status") ?? "").split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("Cpus_allowed_list:") }) else { return nil }
        // "0-3,8"
        let ranges = line.dropFirst("Cpus_allowed_list:".count).split { ", \t".contains($0) }
        let counts = ranges.map { range -> Int in
            let ends = range.split(separator: "-").compactMap { Int($0) }
            return ends.count == 2 ? max(0, ends[1] - ends[0] + 1) : ends.count
        }
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }

    /// The processors' time that the control group grants, in processors; nil for no limit.
    var grantedProcessors: Double? {
        let second = groupFolders.compactMap { folder -> Double? in
            // "150000 100000", or "max 100000"
            let words = (file(folder + "/cpu.max") ?? "").split { $0 == " " || $0 == "\n" }
            guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]), period > 0 else {
                return nil
            }
            return quota / period
        }.min()
        if let second { return second }
        let first = "/sys/fs/cgroup/cpu"
        guard let quota = number(first + "/cpu.cfs_quota_us"), quota > 0,
            let period = number(first + "/cpu.cfs_period_us"), period > 0
        else { return nil }
        return quota / period
    }

    /// The memory that the control group grants, in bytes; nil for no limit.
    var grantedMemory: Int? {
        let limits = (groupFolders.map { $0 + "/memory.max" } + ["/sys/fs/cgroup/memory/memory.limit_in_bytes"])
            .compactMap(number).filter { $0 > 0 && $0 < 1e15 }
        return limits.min().map { Int($0) }
    }

    /// A line of `/proc/meminfo`, in bytes.
    func memory(_ name: String) -> Int? {
        for line in (file("/proc/meminfo") ?? "").split(separator: "\n") where line.hasPrefix(name + ":") {
            let words = line.split { $0 == " " || $0 == "\t" }
            if words.count >= 2 { return Int(words[1]).map { $0 * 1024 } }
        }
        return nil
    }

    /// The folders of this process's control group and of those above it.
    private var groupFolders: [String] {
        let lines = (file("/proc/self/cgroup") ?? "").split(separator: "\n")
        // "0::/user.slice/session-1.scope"
        var path = lines.first { $0.hasPrefix("0::") }.map { String($0.dropFirst(3)) } ?? "/"
        var folders: [String] = []
        while path.count > 1, folders.count < FileTree.mostLevels {
            folders.append("/sys/fs/cgroup" + path)
            path = AtomicFile.folder(of: path)
        }
        return folders + ["/sys/fs/cgroup"]
    }

    private func number(_ path: String) -> Double? {
        file(path).flatMap { text in
            text.split { $0 == " " || $0 == "\n" }.first.flatMap { Double($0) }
        }
    }
}
