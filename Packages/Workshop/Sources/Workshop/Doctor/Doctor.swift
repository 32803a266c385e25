import Core
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Looks at everything that the tools need on a machine. Nothing is computed and nothing is written.
public struct Doctor: Sendable {
    let machine: Machine
    let catalog: Catalog
    /// The folders in which tools look for data sets.
    let roots: [String]

    /// - Parameters:
    ///   - folder: a folder with data sets, before $KUMIKI_DATA and the user's cache folder.
    ///   - machine: what is looked at.
    ///   - catalog: the data sets to look for.
    public init(_ folder: String?, machine: Machine = .current(), catalog: Catalog) {
        (self.machine, self.catalog) = (machine, catalog)
        roots = DataFolders.roots(folder, environment: machine.environment)
    }

    /// All findings, in order.
    public var findings: [Finding] {
        [engine, loops, threads, memory, energy, fonts, cache, certificates] + catalog.entries.map(dataset)
    }

    private var engine: Finding {
        let facts = machine.engine
        return Finding("engine", facts.library + (facts.instructionSet.map { ", \($0)" } ?? ""))
    }

    private var loops: Finding {
        guard let level = machine.engine.level else { return Finding("loops", "for this kind of processor") }
        guard level < 3 else { return Finding("loops", "for x86-64-v\(level)") }
        return Finding(
            "loops", .warning, "for plain x86-64: the processor has no AVX2",
            remedy: "results are the same; a processor with AVX2 is several times as fast")
    }

    var threads: Finding {
        var limits = [Readable.count(machine.processors, "processor")]
        if let allowed = machine.allowedProcessors, allowed < machine.processors {
            limits.append("affinity allows \(allowed)")
        }
        let granted = machine.grantedProcessors
        if let granted { limits.append("the control group grants \(Readable.shortest(granted))") }
        let wanted = machine.environment["OMP_NUM_THREADS"].flatMap { $0.isEmpty ? nil : $0 }
        if let wanted { limits.append("OMP_NUM_THREADS is \(wanted)") }
        let text = "\(machine.threads) (\(limits.joined(separator: ", ")))"
        let most = min(
            machine.allowedProcessors ?? machine.processors, granted.map { max(1, Int($0)) } ?? machine.processors)
        if machine.threads > most {
            return Finding(
                "threads", .warning, text,
                remedy: "--threads \(most), or OMP_NUM_THREADS=\(most): more of them wait for each other")
        }
        if machine.threads < most, wanted != nil {
            return Finding("threads", .warning, text, remedy: "unset OMP_NUM_THREADS to use \(most)")
        }
        return Finding("threads", text)
    }

    var memory: Finding {
        var parts: [String] = []
        let total = machine.memory("MemTotal")
        if let total { parts.append("\(Readable.bytes(total))") }
        let available = machine.memory("MemAvailable")
        if let available { parts.append("\(Readable.bytes(available)) available") }
        if let granted = machine.grantedMemory, granted < total ?? .max {
            parts.append("the control group grants \(Readable.bytes(granted))")
        }
        if let limit = machine.addressLimit { parts.append("ulimit -v allows \(Readable.bytes(limit))") }
        let text = parts.isEmpty ? "the system does not report it" : parts.joined(separator: ", ")
        let least = [available, machine.grantedMemory, machine.addressLimit].compactMap { $0 }.min()
        guard let least, least < Self.enoughMemory else { return Finding("memory", text) }
        return Finding(
            "memory", .warning, text, remedy: "close other programs or raise the limit: large sets need 1 GB or more")
    }

    var energy: Finding {
        let counters = PowerCounters(in: machine.powercap)
        let estimate = "\(Readable.shortest(EnergyEstimate.wattsPerThread)) W for a thread that works"
        switch counters.problem {
        case nil: return Finding("energy", "measured by RAPL (\(counters.names.joined(separator: ", ")))")
        case .missing: return Finding("energy", "no RAPL counters here, so it is estimated: \(estimate)")
        case .forbidden(let file):
            return Finding(
                "energy", .warning, "\(file) cannot be read, so it is estimated: \(estimate)",
                remedy: "as root: chmod a+r \(machine.powercap)/intel-rapl:*/energy_uj (until the next start)")
        }
    }

    private static let enoughMemory = 1_000_000_000

    private var fonts: Finding {
        guard machine.canShow("Aα9") else {
            return Finding(
                "fonts", .warning, "Cairo finds no face: figures have boxes instead of letters",
                remedy: "apt-get install fonts-dejavu-core")
        }
        guard machine.canShow("おれ") else {
            return Finding(
                "fonts", .warning, "no face with kana: names of characters are boxes in figures",
                remedy: "apt-get install fonts-motoya-l-cedar")
        }
        return Finding("fonts", "Cairo finds faces with Latin and Greek letters and kana")
    }

    private var cache: Finding {
        guard let folder = CacheFolder.path(machine.environment).map({ $0 + "/kumiki" }) else {
            return Finding(
                "cache", .warning, "neither HOME nor XDG_CACHE_HOME is set",
                remedy: "set one of them, or name a folder with --data")
        }
        var existing = folder
        while access(existing, F_OK) != 0, existing != "/", existing != "." {
            existing = AtomicFile.folder(of: existing)
        }
        guard access(existing, W_OK | X_OK) == 0 else {
            return Finding(
                "cache", .warning, "\(folder) cannot be written",
                remedy: "make \(existing) writable, or set XDG_CACHE_HOME")
        }
        var disk = statvfs()
        guard statvfs(existing, &disk) == 0 else { return Finding("cache", "\(folder) can be written") }
        let blocks = UInt64(disk.f_bavail).multipliedReportingOverflow(by: UInt64(disk.f_frsize))
        let free = Int(clamping: blocks.partialValue)
        let text = "\(folder) can be written, \(Readable.bytes(free)) free"
        guard free < Self.enoughMemory else { return Finding("cache", text) }
        return Finding("cache", .warning, text, remedy: "free some space: data sets and runs need it")
    }

    var certificates: Finding {
        guard let file = Certificates.file(environment: machine.environment, isHere: machine.canRead) else {
            return Finding(
                "certificates", .warning, "none: 'kumiki fetch' cannot verify servers", remedy: Certificates.remedy)
        }
        guard machine.canRead(file) else {
            return Finding("certificates", .warning, "\(file) cannot be read", remedy: Certificates.remedy)
        }
        return Finding("certificates", file)
    }

    private func dataset(_ entry: Catalog.Entry) -> Finding {
        let subject = "data \(entry.name)"
        if let place = entry.place(in: roots) { return Finding(subject, "in \(place)") }
        return Finding(
            subject, .missing, "\(entry.title), \(entry.size)", remedy: "kumiki fetch \(entry.name)")
    }
}
