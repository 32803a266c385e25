import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file compared with what its owners published.
enum FileDigest {
    /// What is wrong with a file; nil where it is the published one.
    ///
    /// - Throws: `FileError` where it cannot be read.
    static func problem(of path: String, as file: Catalog.File) throws(FileError) -> String? {
        let size = FileStamp(path).map { Int($0.size) } ?? 0
        if let bytes = file.bytes, bytes != size {
            return "is \(Readable.count(size, "byte")), expected \(Readable.count(bytes))"
        }
        if let expected = file.sha256 {
            var digest = SHA256()
            try eachBlock(of: path) { (block) throws(FileError) in digest.update(block) }
            let found = digest.hexadecimal()
            return found == expected.lowercased()
                ? nil : "has SHA-256 \(found.prefix(12))…, expected \(expected.prefix(12))…"
        }
        guard let expected = file.git else { return "has no published digest" }
        var digest = SHA1()
        digest.update(Array("blob \(size)\0".utf8))
        try eachBlock(of: path) { (block) throws(FileError) in digest.update(block) }
        let found = digest.hexadecimal()
        return found == expected.lowercased()
            ? nil : "has git's digest \(found.prefix(12))…, expected \(expected.prefix(12))…"
    }

    /// The bytes of a file, in blocks.
    static func eachBlock(
        of path: String, _ body: (ArraySlice<UInt8>) throws(FileError) -> Void
    ) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.missingInput, path, Platform.message(for: errno)) }
        defer { close(descriptor) }
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(descriptor, &block, block.count)
            if count > 0 {
                try body(block[..<count])
            } else if count == 0 {
                return
            } else if errno != EINTR {
                throw FileError(.missingInput, path, Platform.message(for: errno))
            }
        }
    }
}
