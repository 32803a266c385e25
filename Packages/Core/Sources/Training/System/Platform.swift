import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The process and its system: environment variables, error texts, standard descriptors.
package enum Platform {
    /// The value of an environment variable, or nil where it is unset or empty.
    package static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The system's words for an error number.
    package static func message(for code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        return String(cString: text)
    }

    /// Writes every byte, over interruptions and short writes. Returns 0 or the error number.
    package static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    /// Prepares a process that writes to pipes: a closed pipe gives an error number, not a signal, and a file that is
    /// opened later cannot replace a standard stream that the caller closed.
    package static func prepareStandardStreams() {
        signal(SIGPIPE, SIG_IGN)
        // A file beyond the limit of `ulimit -f` is an error of writing.
        signal(SIGXFSZ, SIG_IGN)
        for (descriptor, wrongDirection) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", wrongDirection)
        }
    }

    /// Writes the buffer of `print`. Returns 0 or the error number.
    package static func flushBufferedOutput() -> Int32 {
        fflush(nil) == 0 ? 0 : errno
    }

    /// The smallest address space for the runtime, the engine's code and a small model, in bytes.
    private static let minimumAddressSpace: UInt = 512 << 20

    /// The message where the system's limit on memory is too low to begin; nil where it is not.
    package static var memoryProblem: String? {
        var limit = rlimit()
        #if canImport(Glibc)
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return nil }
        #else
        guard getrlimit(RLIMIT_AS, &limit) == 0 else { return nil }
        #endif
        guard UInt(limit.rlim_cur) < minimumAddressSpace else { return nil }
        return "the limit on memory is \(Readable.bytes(Int(limit.rlim_cur))), expected 512 MB or more (ulimit -v)"
    }

    /// Ends the process.
    package static func end(_ code: Int32) -> Never { exit(code) }

    /// A whole small file, such as one of those under `/proc`; nil where it cannot be read.
    package static func smallFile(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &block, block.count)
            guard count > 0 else { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
            bytes += block[..<count]
        }
    }

    /// The value in the first line of a small file that begins with a name, without quotes, such as that of "MemTotal" in
    /// `/proc/meminfo`; nil where there is none.
    package static func value(of name: String, in file: String, after separator: Character) -> String? {
        let lines = (smallFile(file) ?? "").split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(name) }), let end = line.firstIndex(of: separator) else {
            return nil
        }
        let value = line[line.index(after: end)...].drop { $0 == " " || $0 == "\t" }.filter { $0 != "\"" }
        return value.isEmpty ? nil : value
    }

    /// Writes a small existing file, such as one of those under `/proc`; returns whether it could.
    package static func overwrite(smallFile path: String, with text: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return Array(text.utf8).withUnsafeBytes { writeAll($0, to: descriptor) } == 0
    }
}
