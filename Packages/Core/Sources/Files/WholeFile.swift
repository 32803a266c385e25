#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reading files as a whole.
public enum WholeFile {
    /// The default maximum number of bytes: 8 GiB.
    public static let defaultLimit = 8 << 30

    /// All bytes of the file at `path`.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - limit: the maximum number of bytes.
    /// - Throws: `FileError` if the file does not exist, is a folder, cannot be read, or is larger than `limit`.
    public static func read(_ path: String, limit: Int = defaultLimit) throws(FileError) -> [UInt8] {
        try read(BytePath(path), limit: limit)
    }

    /// All bytes of the file at `file`, whose name need not be UTF-8.
    ///
    /// - Throws: `FileError` if the file does not exist, is a folder, cannot be read, or is larger than `limit`.
    static func read(_ file: BytePath, limit: Int = defaultLimit) throws(FileError) -> [UInt8] {
        let path = file.description
        let descriptor = open(file.cString, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.missingInput, path, systemMessage(errno)) }
        defer { _ = close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw FileError(.missingInput, path, systemMessage(errno)) }
        guard information.st_mode & S_IFMT != S_IFDIR else {
            throw FileError(.missingInput, path, "is a folder", expected: "a file")
        }
        let size = Int(information.st_size)
        guard size <= limit else { throw tooLarge(path, limit) }
        if information.st_mode & S_IFMT == S_IFREG, size > 0 {
            return try readBlock(of: size, from: descriptor, path)
        }
        // Pipes and the files of /proc do not report their length.
        var bytes: [UInt8] = []
        while true {
            let block = try readBlock(of: 1 << 16, from: descriptor, path)
            if block.isEmpty { return bytes }
            bytes += block
            guard bytes.count <= limit else { throw tooLarge(path, limit) }
        }
    }

    /// The first `count` bytes of the file at `path`, fewer where it is shorter; empty where it cannot be read.
    public static func prefix(_ path: String, count: Int) -> [UInt8] { prefix(BytePath(path), count: count) }

    /// The same for a file whose name need not be UTF-8.
    static func prefix(_ file: BytePath, count: Int) -> [UInt8] {
        // A pipe would make its reader wait.
        let descriptor = open(file.cString, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { _ = close(descriptor) }
        return (try? readBlock(of: count, from: descriptor, file.description)) ?? []
    }

    /// The next `size` bytes, fewer only where the file ends.
    static func readBlock(of size: Int, from descriptor: Int32, _ path: String) throws(FileError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let start = buffer.baseAddress {
                let got = readSystemCall(descriptor, start + count, size - count)
                if got > 0 {
                    count += got
                } else if got == 0 {
                    break
                } else if errno != EINTR {
                    failure = errno
                    break
                }
            }
        }
        guard failure == 0 else { throw FileError(.missingInput, path, systemMessage(failure)) }
        return bytes
    }

    private static func tooLarge(_ path: String, _ limit: Int) -> FileError {
        FileError(.badData, path, "larger than the limit of \(limit) bytes")
    }
}

/// The system call, whose name `WholeFile.read` hides.
private func readSystemCall(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

/// The operating system's text for an error number.
package func systemMessage(_ code: Int32) -> String {
    String(cString: strerror(code))
}
