#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The file of the running program, and what is installed beside it.
package enum Program {
    /// The path in the file system's form, ending with 0, with all links resolved; nil where the system does not say.
    package static let bytes: [CChar]? = {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        #if os(Linux)
        return readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 ? path : nil
        #else
        guard let typed = CommandLine.arguments.first else { return nil }
        return realpath(typed, &path) == nil ? nil : path
        #endif
    }()

    /// The path as text.
    package static var path: String? {
        bytes.map { String(decoding: $0.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) }
    }

    /// A folder of `PREFIX/share/kumiki`, where this program is `PREFIX/bin/NAME`. It need not exist.
    package static func shared(_ name: String) -> String? {
        guard let parts = path?.split(separator: "/", omittingEmptySubsequences: false), parts.count > 2 else {
            return nil
        }
        return (parts.dropLast(2) + ["share", "kumiki", Substring(name)]).joined(separator: "/")
    }
}
