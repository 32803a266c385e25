import Core

/// What reading a table will take, estimated from the file's size and its first lines before anything is read.
public struct TableEstimate: Sendable, Equatable {
    /// Of the file.
    public let bytes: Int
    /// Rows below the header, about.
    public let rows: Int

    private static let sampleSize = 1 << 16

    /// Nil where the file does not say how large it is, as a pipe does not.
    public init?(_ path: String) {
        guard let bytes = FileStamp(path).map({ Int($0.size) }) else { return nil }
        let sample = WholeFile.prefix(path, count: Self.sampleSize)
        // The header is not like the rows.
        let header = (sample.firstIndex(of: 0x0A) ?? sample.count - 1) + 1
        let lines = sample.dropFirst(header).reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        let isWhole = sample.count < Self.sampleSize
        let length = Double(sample.count - header) / Double(max(1, lines))
        self.bytes = bytes
        rows = isWhole ? lines + (sample.last == 0x0A ? 0 : 1) : Int(Double(bytes - header) / max(1, length))
    }

    /// The bytes that columns of 4-byte numbers take, rows made of `features` of them for a network, and the order in
    /// which rows are split and shuffled.
    public func memory(columns: Int, features: Int) -> Int { rows * (4 * (columns + features) + Self.orderBytes) }

    /// Of a row's place: in the order by value, in its stratum, its part, and the order of an epoch.
    private static let orderBytes = 36

    /// "1.4 MB, about 20,640 rows".
    public var text: String { "\(Readable.bytes(bytes)), about \(Readable.count(rows, "row"))" }
}
