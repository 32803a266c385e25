#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The machine of a training, as `emissions.csv` describes it; nil for what the system does not say.
package struct MachineFacts: Codable, Equatable, Sendable {
    /// System, release and architecture, such as "Linux-6.1.0-x86_64".
    package var system: String?
    package var processorModel: String?
    /// Hardware threads.
    package var processors: Int?
    /// Bytes of memory.
    package var memory: Int?

    /// This machine, read once.
    package static let current: MachineFacts = {
        let model = Platform.value(of: "model name", in: "/proc/cpuinfo", after: ":")
        let kibibytes = Platform.value(of: "MemTotal", in: "/proc/meminfo", after: ":")?.split(separator: " ").first
        let count = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return MachineFacts(
            system: system, processorModel: model, processors: count > 0 ? Int(count) : nil,
            memory: kibibytes.flatMap { Int($0) }.map { $0 * 1024 })
    }()

    private static var system: String? {
        var names = utsname()
        guard uname(&names) == 0 else { return nil }
        return [text(&names.sysname), text(&names.release), text(&names.machine)].joined(separator: "-")
    }

    private static func text<Characters>(_ characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
