/// A NumPy `.npz` file: a ZIP archive of named `.npy` arrays, stored or deflated.
public struct NumPyArchive: Sendable {
    /// The names of the arrays, in the archive's order.
    public let names: [String]

    private let archive: ZipArchive
    private let file: String
    private let limit: Int

    /// Reads the archive at `path`.
    ///
    /// - Throws: `FileError` if the file cannot be read or is not an archive.
    public static func read(_ path: String) throws(FileError) -> NumPyArchive {
        try NumPyArchive(try WholeFile.read(path), file: path)
    }

    /// The archive in `bytes`; only its directory is read immediately.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents.
    ///   - file: its path, for errors.
    ///   - limit: the maximum number of decompressed bytes of one array.
    /// - Throws: `FileError` if the bytes are not a ZIP archive.
    public init(_ bytes: [UInt8], file: String, limit: Int = WholeFile.defaultLimit) throws(FileError) {
        self.archive = try ZipArchive(bytes, file: file)
        self.file = file
        self.limit = limit
        self.names = archive.members.map { NumPyArchive.arrayName($0.name) }
    }

    /// The array called `name`.
    ///
    /// - Throws: `FileError` if there is none of that name (the error lists the existing ones) or it is damaged.
    public func array(_ name: String) throws(FileError) -> FileArray {
        guard let member = archive.members.first(where: { NumPyArchive.arrayName($0.name) == name }) else {
            let present = names.prefix(20).map { $0.quoted() }.joined(separator: ", ") + (names.count > 20 ? ", …" : "")
            throw FileError(
                .badData, file, "no array \(name.quoted())", expected: "one of \(names.isEmpty ? "none" : present)")
        }
        return try FileArray(
            npy: try archive.contents(of: member, limit: limit), file: "\(file): array \(name.quoted())")
    }

    /// `arrays` as an `.npz` file, stored, in the given order.
    public static func serialized(_ arrays: [(name: String, array: FileArray)]) -> [UInt8] {
        var writer = ZipWriter()
        for (name, array) in arrays { writer.add(name + ".npy", array.npy()) }
        return writer.finished()
    }

    private static func arrayName(_ memberName: String) -> String {
        memberName.hasSuffix(".npy") ? String(memberName.dropLast(4)) : memberName
    }
}
