import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes an event file, as TensorBoard shows it: scalars, pictures and histograms by name and step.
///
/// A file is a sequence of records: the length of the data in eight bytes, its masked CRC-32C, the data, and theirs. The
/// data of each is an `Event` message; the first one has the format's version. A folder may have several files: a reader
/// takes them in the order of their names, and a file that continues an earlier one says from which step on the earlier
/// values are void.
///
/// Source: TensorFlow, `core/lib/io/record_writer.cc`, `core/util/event.proto`, `core/framework/summary.proto`.
public final class EventFileWriter {
    /// A named value.
    public enum Value {
        /// Kept in float32, as all such files do.
        case scalar(Double)
        case picture(png: [UInt8])
        case histogram(ValueHistogram)
    }

    /// The file's path.
    public let path: String
    private let descriptor: Int32
    private let now: () -> Double
    private var buffer: [UInt8] = []
    /// The bytes of whole records on the disk.
    private var length = 0

    /// Bytes that are written at once.
    private static let block = 1 << 16
    private static let marker = "tfevents."

    /// Begins a file in a folder, after those that it has.
    ///
    /// - Parameters:
    ///   - folder: of a run; it exists.
    ///   - step: the first step whose earlier values are void; 0 for a new series.
    /// - Throws: `FileError` where the file cannot be made.
    public convenience init(in folder: String, from step: Int = 0) throws(FileError) {
        try self.init(in: folder, from: step) { Date().timeIntervalSince1970 }
    }

    /// - Parameter now: seconds since 1970.
    init(in folder: String, from step: Int, now: @escaping () -> Double) throws(FileError) {
        self.now = now
        // Readers sort by name, and processes may follow each other within a second.
        let latest = Self.files(in: folder).compactMap(Self.seconds).max() ?? 0
        let seconds = max(Int(now()), latest + 1)
        let digits = String(repeating: "0", count: max(0, 10 - "\(seconds)".count)) + "\(seconds)"
        path = "\(folder)/events.out.\(Self.marker)\(digits).kumiki.\(getpid())"
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(.cannotCreateOutput, path, systemMessage(errno)) }
        var version = ProtobufMessage()
        version.add(1, now())
        version.add(3, "brain.Event:2")
        add(version)
        // Readers take the first of these marks as the beginning, and every other one as a restart.
        var session = ProtobufMessage()
        session.add(1, 1)
        var start = ProtobufMessage()
        start.add(1, now())
        start.add(2, step)
        start.add(7, session)
        add(start)
        try flush()
    }

    deinit { close(descriptor) }

    /// The names of a folder's event files, in order.
    public static func files(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.contains(marker) }.sorted()
    }

    /// Adds values at a step; they are on the disk after the next ``flush()``.
    ///
    /// - Throws: `FileError` where the file cannot be written.
    public func add(_ values: [(tag: String, value: Value)], step: Int) throws(FileError) {
        if values.isEmpty { return }
        var summary = ProtobufMessage()
        for (tag, value) in values { summary.add(1, Self.message(tag, value)) }
        var event = ProtobufMessage()
        event.add(1, now())
        event.add(2, step)
        event.add(5, summary)
        add(event)
        if buffer.count >= Self.block { try flush() }
    }

    /// Writes everything that was added. Where that fails, the file ends after its last whole record.
    ///
    /// - Throws: `FileError` where the file cannot be written.
    public func flush() throws(FileError) {
        guard !buffer.isEmpty else { return }
        let failure = buffer.withUnsafeBytes { AtomicFile.writeAll($0, to: descriptor) }
        if let failure {
            _ = ftruncate(descriptor, off_t(length))
            _ = lseek(descriptor, off_t(length), SEEK_SET)
            throw FileError(.outputFailed, path, systemMessage(failure))
        }
        length += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    private func add(_ event: ProtobufMessage) {
        withUnsafeBytes(of: UInt64(event.bytes.count).littleEndian) { length in
            buffer += length
            withUnsafeBytes(of: CRC32C.masked(length).littleEndian) { buffer += $0 }
        }
        buffer += event.bytes
        let check = event.bytes.withUnsafeBytes { CRC32C.masked($0) }
        withUnsafeBytes(of: check.littleEndian) { buffer += $0 }
    }

    private static func message(_ tag: String, _ value: Value) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, tag)
        switch value {
        case .scalar(let number): message.add(2, Float(number))
        case .picture(let png):
            let facts = PNGFacts(png)
            var picture = ProtobufMessage()
            picture.add(1, facts?.height ?? 0)
            picture.add(2, facts?.width ?? 0)
            // Red, green, blue and opacity.
            picture.add(3, 4)
            picture.add(4, bytes: png)
            message.add(4, picture)
        case .histogram(let histogram): message.add(5, Self.message(histogram))
        }
        return message
    }

    private static func message(_ histogram: ValueHistogram) -> ProtobufMessage {
        let buckets = histogram.buckets
        var message = ProtobufMessage()
        message.add(1, histogram.smallest)
        message.add(2, histogram.largest)
        message.add(3, Double(histogram.count))
        message.add(4, histogram.sum)
        message.add(5, histogram.sumOfSquares)
        message.add(6, packed: buckets.map(\.limit))
        message.add(7, packed: buckets.map { Double($0.count) })
        return message
    }

    /// The seconds in a file's name, "events.out.tfevents.1780000000.host.12".
    private static func seconds(_ name: String) -> Int? {
        let words = name.split(separator: ".").drop { $0 != "tfevents" }
        return words.dropFirst().first.flatMap { Int($0) }
    }
}
