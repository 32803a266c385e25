import Core

/// What moves bytes: libcurl in the program, anything else in tests.
public protocol Transport {
    /// Gets a file, or its rest.
    ///
    /// - Throws: `FetchFailure` of its own, and those of the receiver.
    func get(_ request: TransferRequest, into receiver: any TransferReceiver) throws(FetchFailure)
}

/// What takes the answer of a server.
public protocol TransferReceiver: AnyObject {
    /// Called once, before the first bytes.
    func begin(_ head: TransferHead) throws(FetchFailure)
    /// Called with the bytes, in order.
    func take(_ bytes: UnsafeRawBufferPointer) throws(FetchFailure)
    /// Whether the user has asked to stop.
    var isStopped: Bool { get }
}

/// A file on a server, from a byte on.
public struct TransferRequest: Equatable, Sendable {
    public let address: String
    /// The bytes that are already here.
    public let offset: Int
    /// What the server said of the version that the first bytes are of; nil where it said nothing.
    public let validator: String?

    public init(address: String, offset: Int, validator: String?) {
        (self.address, self.offset, self.validator) = (address, offset, validator)
    }
}

/// A server's answer, before the bytes.
public struct TransferHead: Equatable, Sendable {
    /// The status of HTTP: 200 for a whole file, 206 for a part.
    public var status: Int
    /// The number of bytes that follow; nil where the server does not say.
    public var length: Int?
    /// The place of the first byte, of a part.
    public var start: Int?
    /// The size of the whole file, of a part.
    public var total: Int?
    /// A strong entity tag, or the time of the last change.
    public var validator: String?

    public init(status: Int, length: Int? = nil, start: Int? = nil, total: Int? = nil, validator: String? = nil) {
        (self.status, self.length, self.start, self.total) = (status, length, start, total)
        self.validator = validator
    }

    /// Reads the lines of an answer's head, the status first. Names are compared without case.
    public init?(lines: [String]) {
        let first = lines.first?.split(separator: " ") ?? []
        guard first.count > 1, first[0].hasPrefix("HTTP/"), let status = Int(first[1]) else { return nil }
        self.init(status: status)
        var (tag, changed): (String?, String?) = (nil, nil)
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimming { $0 == " " || $0 == "\t" }
            switch line[..<colon].lowercased() {
            case "content-length": length = Int(value)
            case "content-range":
                // "bytes 100-199/200"
                let numbers = value.split { !("0"..."9").contains($0) }
                if value.lowercased().hasPrefix("bytes "), numbers.count >= 2 {
                    (start, total) = (Int(numbers[0]), numbers.count > 2 ? Int(numbers[2]) : nil)
                }
            // A weak tag does not say that the bytes are the same.
            case "etag" where !value.hasPrefix("W/"): tag = String(value)
            case "last-modified": changed = String(value)
            default: break
            }
        }
        validator = tag ?? changed
    }
}

extension Substring {
    fileprivate func trimming(_ isOuter: (Character) -> Bool) -> Substring {
        var text = drop(while: isOuter)
        while let last = text.last, isOuter(last) { text.removeLast() }
        return text
    }
}

/// Why a file was not fetched, and what may be tried next.
public struct FetchFailure: Error, Equatable {
    public enum Next: Sendable {
        /// The same address once more: the connection broke.
        case again
        /// The next address: this one does not have the file.
        case elsewhere
        /// Nothing: the user or the disk stopped it.
        case nothing
    }

    public let error: ToolError
    public let next: Next

    public init(_ error: ToolError, _ next: Next) { (self.error, self.next) = (error, next) }
}
