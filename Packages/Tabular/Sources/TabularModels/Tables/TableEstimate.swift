import Core

/// The cost of reading a table, estimated from the file's size and its first lines before it is read.
public struct TableEstimate: Sendable, Equatable {
    /// Of the file.
    public let bytes: Int
    /// Rows below the header, about.
    public let rows: Int

    private static let sampleSize = 1 << 16

    /// Nil where the file's size is unknown, as for a pipe.
    public init?(_ path: String) {
        guard let bytes = FileStamp(path).map({ Int($0.size) }) else { return nil }
        let sample = WholeFile.prefix(path, count: Self.sampleSize)
        // The header differs from the rows.
        let header = (sample.firstIndex(of: 0x0A) ?? sample.count - 1) + 1
        let lines = sample.dropFirst(header).reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        let isWhole = sample.count < Self.sampleSize
        let length = Double(sample.count - header) / Double(max(1, lines))
        self.bytes = bytes
        rows = isWhole ? lines + (sample.last == 0x0A ? 0 : 1) : Int(Double(bytes - header) / max(1, length))
    }

    /// The bytes for columns of 4-byte numbers, for rows with `features` of them as inputs, and for the order in which
    /// rows are split and shuffled.
    public func memory(columns: Int, features: Int) -> Int { rows * (4 * (columns + features) + Self.orderBytes) }

    /// The bytes of a row's indices: in the order by value, in its stratum, its part, and the order of an epoch.
    private static let orderBytes = 36

    /// "1.4 MB, about 20,640 rows".
    public var text: String { "\(Readable.bytes(bytes)), about \(Readable.count(rows, "row"))" }
}
