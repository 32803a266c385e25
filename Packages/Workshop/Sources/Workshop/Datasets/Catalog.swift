import Core
import FoundationEssentials

/// The data sets that `kumiki fetch` gets: what they consist of, and where they come from.
///
/// `Resources/datasets.json` lists them. Sizes and SHA-256 are those of TensorFlow Datasets' checksum files, of the
/// official git repositories, and of the files themselves.
public struct Catalog: Sendable {
    /// A data set.
    public struct Entry: Decodable, Sendable {
        /// The name after `kumiki fetch`.
        public let name: String
        /// What it is, in a few words.
        public let title: String
        public let license: String
        /// The page of its owners.
        public let home: String
        /// The folder under a data folder in which tools find it.
        public let folder: String
        /// A command that uses it, with `{folder}` for its folder; nil where no tool reads it by its name.
        public let use: String?
        /// The beginnings of addresses, in the order in which they are tried.
        public let addresses: [String]
        public let files: [File]

        /// The bytes of all files whose size is known.
        public var bytes: Int { files.reduce(0) { $0 + ($1.bytes ?? 0) } }

        /// The size of all files in words; one whose size is not known makes it "more than".
        public var size: String {
            (files.allSatisfy { $0.bytes != nil } ? "" : "more than ") + Readable.bytes(bytes)
        }
    }

    /// A file of a data set, as its owners publish it.
    public struct File: Decodable, Equatable, Sendable {
        /// Its name here.
        public let name: String
        /// Its name at the addresses, where that is another.
        public let remote: String?
        /// Its size; nil where it is not known.
        public let bytes: Int?
        /// Its SHA-256 in hexadecimal digits.
        public let sha256: String?
        /// Its name in git: the SHA-1 of its size and bytes. Used where no SHA-256 is known.
        public let git: String?
        /// The members of an archive that take its place.
        public let unpacked: [String]?

        /// The names under which the data are kept.
        public var keptNames: [String] { unpacked ?? [name] }
    }

    public let entries: [Entry]

    /// The list that the program contains.
    ///
    /// - Throws: `FileError` where it is damaged, which a test excludes.
    public static func builtIn() throws(FileError) -> Catalog {
        try Catalog(PackageResources.datasets_json, file: "datasets.json")
    }

    /// A list in a file of the same form, for a server of one's own.
    ///
    /// - Throws: `FileError` where it cannot be read, or is damaged.
    public init(reading file: String) throws(FileError) { try self.init(WholeFile.read(file), file: file) }

    init(_ bytes: [UInt8], file: String) throws(FileError) {
        do {
            entries = try JSONDecoder().decode([Entry].self, from: Data(bytes))
        } catch let error as DecodingError {
            throw FileError(.badData, file, Self.words(error), expected: "a list of data sets as in datasets.json")
        } catch {
            throw FileError(.badData, file, "is no list of data sets")
        }
        try check(file)
    }

    /// Names become paths, so they must not lead out of the data folder.
    private func check(_ file: String) throws(FileError) {
        func require(_ isSound: Bool, _ entry: Entry, _ problem: String, _ expected: String) throws(FileError) {
            if isSound { return }
            throw FileError(
                .badData, file, at: .item(kind: "data set", name: entry.name), problem, expected: expected)
        }
        for entry in entries {
            try require(Self.isName(entry.name), entry, "has this name", "letters, digits, '-', '_' and '.'")
            try require(Self.isName(entry.folder), entry, "has folder \(entry.folder.quoted())", "a folder's name")
            try require(!entry.files.isEmpty, entry, "has no files", "one or more")
            try require(!entry.addresses.isEmpty, entry, "has no addresses", "one or more")
            for address in entry.addresses {
                let isKnown = address.hasPrefix("https://") || address.hasPrefix("http://")
                try require(isKnown, entry, "has address \(address.quoted())", "https:// or http://")
            }
            for item in entry.files {
                for name in [item.name] + item.keptNames {
                    try require(Self.isName(name), entry, "has file \(name.quoted())", "a file's name")
                }
                try require(
                    item.sha256?.count == 64 || item.git?.count == 40, entry, "\(item.name) has no digest",
                    "sha256 with 64 digits, or git with 40")
                try require(item.bytes ?? 0 >= 0, entry, "\(item.name) has \(item.bytes ?? 0) bytes", "0 or more")
            }
        }
    }

    /// Whether a text is safe as the name of a file or folder.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix(".")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// What is wrong with a list.
    static func words(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            (context.codingPath + (last.map { [$0] } ?? [])).map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }
                .joined(separator: ".")
        }
        return switch error {
        case .keyNotFound(let key, let context): "lacks \(path(context, key))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(path(context)) has an invalid value"
        default: "is not JSON"
        }
    }

    /// The data set of a name.
    ///
    /// - Throws: `ToolError` (64) with the nearest name where there is none.
    public func entry(_ name: String) throws(ToolError) -> Entry {
        try Suggestions.find(name, kind: "data set", in: entries, by: \.name)
    }
}

extension Catalog.Entry {
    /// The folder in which tools find this set: its own, or another of its usual ones; nil where it is in none. Files
    /// count by their names, with or without `.gz`, for tools read other copies of a set, too.
    public func place(in roots: [String]) -> String? {
        let usual = DatasetEntry.all.first { $0.name == name }?.folders ?? []
        let folders = roots.flatMap { root in ([folder] + usual).map { "\(root)/\($0)" } }
        return folders.first { folder in
            files.flatMap(\.keptNames).allSatisfy { name in
                let plain = name.hasSuffix(".gz") ? [String(name.dropLast(3))] : []
                return ([name] + plain).contains { FileStamp("\(folder)/\($0)") != nil }
            }
        }
    }
}
