import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Members of an archive as files.
enum Unpacking {
    /// Writes members of a ZIP archive or a gzipped tar archive into a folder, and removes the archive.
    ///
    /// - Parameter names: the last parts of the members' names; folders in the archive are left out.
    /// - Throws: `FileError` where the archive is damaged or lacks a member, or a file cannot be written.
    static func unpack(_ archive: String, _ names: [String], into folder: String) throws(FileError) {
        let wanted = Set(names)
        var written: Set<String> = []
        if let tree = try FileTree(archive) {
            for path in files(of: tree, BytePath("")) where wanted.contains(path.name.description) {
                try AtomicFile.write(try tree.read(path), to: "\(folder)/\(path.name)")
                written.insert(path.name.description)
            }
        } else {
            let bytes = try Gzip.read(archive)
            for member in try TarArchive(bytes, file: archive).members where wanted.contains(member.name) {
                try AtomicFile.write(Array(bytes[member.contents]), to: "\(folder)/\(member.name)")
                written.insert(member.name)
            }
        }
        if let missing = names.first(where: { !written.contains($0) }) {
            throw FileError(.badData, archive, "contains no \(missing)")
        }
        unlink(archive)
    }

    private static func files(of tree: FileTree, _ folder: BytePath, level: Int = 0) -> [BytePath] {
        guard level < FileTree.mostLevels else { return [] }
        return tree.entries(of: folder).flatMap { entry in
            let path = folder.appending(entry.name)
            return entry.isFolder ? files(of: tree, path, level: level + 1) : [path]
        }
    }
}

/// The regular files of a tar archive.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format".
struct TarArchive {
    struct Member: Equatable {
        /// The last part of its path.
        let name: String
        let contents: Range<Int>
    }

    let members: [Member]

    /// - Throws: `FileError` where a header is damaged, or the archive ends within a member.
    init(_ bytes: [UInt8], file: String) throws(FileError) {
        var (members, place): ([Member], Int) = ([], 0)
        while place + 512 <= bytes.count {
            let header = bytes[place..<place + 512]
            if header.allSatisfy({ $0 == 0 }) { break }
            func field(_ range: Range<Int>) -> ArraySlice<UInt8> {
                header[(place + range.lowerBound)..<(place + range.upperBound)].prefix { $0 != 0 }
            }
            func octal(_ range: Range<Int>) -> Int? {
                let digits = field(range).filter { $0 != UInt8(ascii: " ") }
                return Int(String(decoding: digits, as: UTF8.self), radix: 8)
            }
            let sum = header.reduce(0) { $0 + Int($1) }
            // The sum counts its own field as spaces.
            let own = header[(place + 148)..<(place + 156)].reduce(0) { $0 + Int($1) }
            guard octal(148..<156) == sum - own + 8 * 32, let size = octal(124..<136), size >= 0 else {
                throw FileError(.badData, file, at: .byte(place), "is no header of a tar archive")
            }
            let start = place + 512
            guard size <= bytes.count - start else {
                throw FileError(.badData, file, at: .byte(place), "the archive ends within a member")
            }
            let kind = bytes[place + 156]
            if kind == 0 || kind == UInt8(ascii: "0") {
                let path = String(decoding: field(0..<100), as: UTF8.self)
                members.append(
                    Member(
                        name: path.split(separator: "/").last.map(String.init) ?? path, contents: start..<start + size))
            }
            place = start + (size + 511) / 512 * 512
        }
        self.members = members
    }
}
