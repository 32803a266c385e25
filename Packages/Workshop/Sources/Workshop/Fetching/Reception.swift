import Core

/// One answer of a server, as it is checked and added to a part.
final class Reception: TransferReceiver {
    private let file: Catalog.File
    private let address: String
    private let part: PartFile
    private let report: () -> Void
    private let stop: () -> Bool
    /// Whether the bytes of this answer are no bytes of the file.
    private var ignoresBody = false
    /// The bytes that came.
    private(set) var moved = 0

    init(
        _ file: Catalog.File, from address: String, into part: PartFile, stop: @escaping () -> Bool,
        report: @escaping () -> Void
    ) {
        (self.file, self.address, self.part, self.stop, self.report) = (file, address, part, stop, report)
    }

    var isStopped: Bool { stop() }

    /// What to ask the server for.
    var request: TransferRequest {
        let source = part.source
        let validator = source?.address == address ? source?.validator : nil
        return TransferRequest(
            address: address, offset: part.count, validator: part.count > 0 ? validator : nil)
    }

    func begin(_ head: TransferHead) throws(FetchFailure) {
        switch head.status {
        case 200:
            // Also the answer of a server that knows no parts, and of one whose file has changed.
            try require(size: head.length)
            try part.restart()
        case 206:
            let known = request.validator
            guard head.start == part.count, known == nil || head.validator == nil || head.validator == known else {
                try part.restart()
                throw failure("the file changed between two parts", ExitStatus.noInput, .again)
            }
            try require(size: head.total)
        case 416 where part.count > 0:
            // The part may be whole: its digest decides.
            ignoresBody = true
            return
        case 429, 500...599: throw failure("answers \(head.status)", ExitStatus.noInput, .again)
        default: throw failure("answers \(head.status)", ExitStatus.noInput, .elsewhere)
        }
        try part.keepSource(address, head.validator)
    }

    private func require(size: Int?) throws(FetchFailure) {
        guard let size, let bytes = file.bytes, size != bytes else { return }
        throw failure(
            "the file is \(Readable.count(size, "byte")) there, expected \(Readable.count(bytes))", ExitStatus.badData,
            .elsewhere)
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws(FetchFailure) {
        if ignoresBody { return }
        if let most = file.bytes, part.count + bytes.count > most {
            try part.restart()
            throw failure("sends more than \(Readable.count(most, "byte"))", ExitStatus.badData, .elsewhere)
        }
        try part.add(bytes)
        moved += bytes.count
        report()
    }

    private func failure(_ problem: String, _ code: Int32, _ next: FetchFailure.Next) -> FetchFailure {
        FetchFailure(ToolError("\(address): \(problem)", exitCode: code), next)
    }
}

extension PartFile {
    /// A full disk ends everything.
    private static func stopping(_ body: () throws(FileError) -> Void) throws(FetchFailure) {
        do { try body() } catch {
            throw FetchFailure(ToolError(error.description, exitCode: error.exitCode), .nothing)
        }
    }

    func add(_ bytes: UnsafeRawBufferPointer) throws(FetchFailure) {
        try Self.stopping { () throws(FileError) in try append(bytes) }
    }

    func end() throws(FetchFailure) { try Self.stopping { () throws(FileError) in try finish() } }

    func restart() throws(FetchFailure) { try Self.stopping { () throws(FileError) in try clear() } }

    func keepSource(_ address: String, _ validator: String?) throws(FetchFailure) {
        try Self.stopping { () throws(FileError) in try setSource(address, validator) }
    }
}
