import Core
import FoundationEssentials

/// Brings data sets into a data folder: whole, verified, each file under its name only when it is the published one.
///
/// A file grows as `NAME.part`. What is there of it is kept over interruptions, and continued where the server has the
/// same version; the digest decides in the end.
public struct Fetcher {
    /// A file on its way.
    public struct Progress: Sendable {
        public let entry: String
        public let file: String
        public let address: String
        /// The bytes that are here.
        public let done: Int
        /// All bytes; nil where the size is not known.
        public let total: Int?
        /// Whether no byte of this attempt has come yet.
        public let isStart: Bool
    }

    /// What a data set needs.
    public struct Need: Equatable, Sendable {
        /// The files that are not here.
        public let files: [Catalog.File]
        /// The bytes that are still to be moved, of files whose size is known.
        public let bytes: Int
    }

    /// The data folder.
    public let root: String
    private let transport: any Transport
    /// The command that continues after Ctrl-C.
    private let resumeCommand: String
    private let report: (Progress) -> Void
    private let stop: () -> Bool

    /// The attempts at one address, as long as each brings new bytes; two where they do not.
    private static let mostAttempts = 50

    /// - Parameters:
    ///   - root: the data folder, in which each set has its own.
    ///   - transport: what moves bytes.
    ///   - resumeCommand: the command that continues after Ctrl-C.
    ///   - stop: whether the user has asked to stop.
    ///   - report: called at the beginning of every attempt, and with every block.
    public init(
        into root: String, by transport: any Transport, continuedBy resumeCommand: String,
        stop: @escaping () -> Bool = { Interruption.isRequested },
        report: @escaping (Progress) -> Void = { _ in }
    ) {
        (self.root, self.transport, self.stop, self.report) = (root, transport, stop, report)
        self.resumeCommand = resumeCommand
    }

    /// The folder of a set.
    public func folder(of entry: Catalog.Entry) -> String { "\(root)/\(entry.folder)" }

    private func target(_ file: Catalog.File, of entry: Catalog.Entry) -> String {
        "\(folder(of: entry))/\(file.name)"
    }

    /// What is still to be fetched. Files that are here are verified.
    ///
    /// - Throws: `FileError` where a file of a set's name is another one.
    public func need(of entry: Catalog.Entry) throws(FileError) -> Need {
        var (files, bytes): ([Catalog.File], Int) = ([], 0)
        for file in entry.files where try !isHere(file, of: entry) {
            files.append(file)
            let part = FileStamp(target(file, of: entry) + ".part").map { Int($0.size) } ?? 0
            bytes += max(0, (file.bytes ?? 0) - part)
        }
        return Need(files: files, bytes: bytes)
    }

    private func isHere(_ file: Catalog.File, of entry: Catalog.Entry) throws(FileError) -> Bool {
        let path = target(file, of: entry)
        if let unpacked = file.unpacked,
            unpacked.allSatisfy({ FileStamp("\(folder(of: entry))/\($0)") != nil })
        {
            return true
        }
        guard FileStamp(path) != nil else { return false }
        if let problem = try FileDigest.problem(of: path, as: file) {
            throw FileError(
                .badData, path, "is not the published file: \(problem)", expected: "its absence: move it away")
        }
        // An archive that was not unpacked is still to be worked on.
        return file.unpacked == nil
    }

    /// Fetches what is not here.
    ///
    /// - Returns: the bytes that were moved.
    /// - Throws: `ToolError` and `FileError`: 66 where no address has the file, 65 where it is another one, 73 and 74
    ///   where it cannot be written, 130 after Ctrl-C.
    @discardableResult
    public func fetch(_ entry: Catalog.Entry) throws -> Int {
        let need = try need(of: entry)
        if need.files.isEmpty { return 0 }
        try AtomicFile.createFolder(folder(of: entry))
        var moved = 0
        for file in need.files {
            let path = target(file, of: entry)
            if FileStamp(path) == nil { moved += try download(file, of: entry) }
            if let unpacked = file.unpacked { try Unpacking.unpack(path, unpacked, into: folder(of: entry)) }
        }
        return moved
    }

    private func download(_ file: Catalog.File, of entry: Catalog.Entry) throws -> Int {
        let part = try PartFile(of: target(file, of: entry))
        var moved = 0
        var last: ToolError?
        for beginning in entry.addresses {
            let address = beginning + (file.remote ?? file.name)
            var (idle, most) = (0, part.count)
            for _ in 0..<Self.mostAttempts where idle < 2 {
                do throws(FetchFailure) {
                    try attempt(file, of: entry, at: address, part, &moved)
                    try part.end()
                    return moved
                } catch {
                    if stop() {
                        let place = "after \(Readable.bytes(part.count)) of \(file.name)"
                        throw Interruption.error(place, resumeWith: resumeCommand)
                    }
                    if error.next == .nothing { throw error.error }
                    last = error.error
                    if error.next == .elsewhere { break }
                    idle = part.count > most ? 0 : idle + 1
                    most = max(most, part.count)
                }
            }
        }
        let advice =
            part.count > 0
            ? "\(Readable.bytes(part.count)) are kept, and the same command continues"
            : "if \(entry.home) has it, --from takes the file"
        if part.count == 0 { part.remove() }
        throw ToolError(
            "\(entry.name): \(last?.message ?? "no address"); \(advice)", exitCode: last?.exitCode ?? ExitStatus.noInput
        )
    }

    private func attempt(
        _ file: Catalog.File, of entry: Catalog.Entry, at address: String, _ part: PartFile, _ moved: inout Int
    ) throws(FetchFailure) {
        if let bytes = file.bytes, part.count > bytes { try part.restart() }
        let isContinued = part.count > 0
        if file.bytes == nil || part.count < file.bytes ?? 0 {
            func tell(isStart: Bool) {
                report(
                    Progress(
                        entry: entry.name, file: file.name, address: address, done: part.count, total: file.bytes,
                        isStart: isStart))
            }
            tell(isStart: true)
            let reception = Reception(file, from: address, into: part, stop: stop) { tell(isStart: false) }
            defer { moved += reception.moved }
            try transport.get(reception.request, into: reception)
        }
        func failure(_ problem: String, _ code: Int32, _ next: FetchFailure.Next) -> FetchFailure {
            FetchFailure(ToolError("\(address): \(problem)", exitCode: code), next)
        }
        if let bytes = file.bytes, part.count < bytes {
            throw failure(
                "the connection ended after \(Readable.count(part.count)) of \(Readable.count(bytes, "byte"))",
                ExitStatus.noInput, .again)
        }
        let problem: String?
        do { problem = try FileDigest.problem(of: part.path, as: file) } catch {
            throw FetchFailure(ToolError(error.description, exitCode: error.exitCode), .nothing)
        }
        guard let problem else { return }
        try part.restart()
        // Parts of two versions do not belong together: once more, from the first byte.
        throw failure("the file \(problem)", ExitStatus.badData, isContinued ? .again : .elsewhere)
    }

    /// Takes files that a user got by hand, recognized by their digests.
    ///
    /// - Parameters:
    ///   - paths: files, or folders with files.
    ///   - entries: the sets that they may belong to.
    /// - Returns: the number of files that were taken.
    /// - Throws: `ToolError` (65) for a file of none of the sets, `FileError` where one cannot be read or written.
    public func adopt(_ paths: [String], for entries: [Catalog.Entry]) throws -> Int {
        var count = 0
        for path in paths {
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw FileError(.missingInput, path, "no such file or folder")
            }
            let inner = FileTree(folder: path).entries().filter { !$0.isFolder }.map { "\(path)/\($0.name)" }
            let taken = try (isFolder ? inner : [path]).count { try adopt($0, for: entries) }
            guard taken > 0 else {
                let names = entries.map(\.name).joined(separator: ", ")
                throw ToolError.badData("\(path): \(isFolder ? "contains" : "is") no file of \(names)")
            }
            count += taken
        }
        for entry in entries {
            for file in entry.files where FileStamp(target(file, of: entry)) != nil {
                if let unpacked = file.unpacked {
                    try Unpacking.unpack(target(file, of: entry), unpacked, into: folder(of: entry))
                }
            }
        }
        return count
    }

    private func adopt(_ path: String, for entries: [Catalog.Entry]) throws -> Bool {
        for entry in entries {
            for file in entry.files where try FileDigest.problem(of: path, as: file) == nil {
                if FileStamp(target(file, of: entry)) != nil { return true }
                try AtomicFile.createFolder(folder(of: entry))
                let part = try PartFile(of: target(file, of: entry))
                try part.clear()
                try FileDigest.eachBlock(of: path) { (block) throws(FileError) in
                    try part.append(block)
                }
                try part.finish()
                return true
            }
        }
        return false
    }
}
