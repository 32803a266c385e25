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

    /// This machine.
    package static var current: MachineFacts {
        let model = line("model name", in: "/proc/cpuinfo", separator: ":")
        let kibibytes = line("MemTotal", in: "/proc/meminfo", separator: ":")?.split(separator: " ").first
        let count = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return MachineFacts(
            system: system, processorModel: model, processors: count > 0 ? Int(count) : nil,
            memory: kibibytes.flatMap { Int($0) }.map { $0 * 1024 })
    }

    private static var system: String? {
        var names = utsname()
        guard uname(&names) == 0 else { return nil }
        return [text(&names.sysname), text(&names.release), text(&names.machine)].joined(separator: "-")
    }

    private static func text<Characters>(_ characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// What follows a name in the first line that begins with it.
    private static func line(_ name: String, in file: String, separator: Character) -> String? {
        let lines = (Platform.smallFile(file) ?? "").split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(name) }), let place = line.firstIndex(of: separator) else {
            return nil
        }
        let text = line[line.index(after: place)...].drop { $0 == " " || $0 == "\t" }
        return text.isEmpty ? nil : String(text)
    }
}
