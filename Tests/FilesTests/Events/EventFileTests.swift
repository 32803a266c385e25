import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Event files") struct EventFileTests {
    private let place = TemporaryFolder()

    init() throws { try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: true) }

    private func bytes(_ writer: EventFileWriter) throws -> [UInt8] { try WholeFile.read(writer.path) }

    @Test("checks of RFC 3720, and of the nine digits")
    func checks() {
        let cases: [([UInt8], UInt32)] = [
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            ([UInt8](0..<32), 0x46DD_794E), ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
            (Array("123456789".utf8), 0xE306_9283), ([], 0),
        ]
        for (bytes, check) in cases { #expect(bytes.withUnsafeBytes { CRC32C.of($0) } == check) }
    }

    @Test("the bytes are those of TensorBoard's own writer")
    func golden() throws {
        let writer = try EventFileWriter(in: place.path, from: 7) { 1_780_000_000.25 }
        try writer.add(
            [("train_loss", .scalar(0.1)), ("お/zero", .scalar(0)), ("negative", .scalar(-1e-30))], step: 300)
        let histogram = ValueHistogram([-1.5, -1, .nan, -1e-12, -2e-13, 0, 0.25, 0.26, 3, .infinity] as [Double])
        try writer.add([("weights/x", .histogram(histogram))], step: 1 << 40)
        let head: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 5, 0, 0, 0, 3, 8, 6,
        ]
        try writer.add([("figures/x", .picture(png: head))], step: 301)
        try writer.add([], step: 302)
        try writer.flush()
        #expect(try bytes(writer) == WholeFile.read(goldenPath("kumiki.tfevents")))
        #expect(EventFileWriter.files(in: place.path) == ["events.out.tfevents.1780000000.kumiki.\(getpid())"])
    }

    @Test("what was written is read again, over many blocks")
    func readAgain() throws {
        let writer = try EventFileWriter(in: place.path)
        for step in 0..<5_000 { try writer.add([("x", .scalar(Double(step) / 3))], step: step) }
        #expect(!EventFileReader(try bytes(writer)).events.isEmpty, "large blocks do not wait for the end")
        try writer.flush()
        let reader = EventFileReader(try bytes(writer))
        #expect(reader.isWhole && reader.events.count == 5_002 && reader.events[0].version == "brain.Event:2")
        #expect(reader.events[1].isStart && reader.events[1].step == 0)
        for (step, event) in reader.events.dropFirst(2).enumerated() {
            #expect(event.step == step && event.values.first?.value == .scalar(Float(Double(step) / 3)))
        }
        #expect(abs(reader.events[0].time - Date().timeIntervalSince1970) < 600)
    }

    @Test("files of one second follow each other in the order of their names")
    func order() throws {
        var names: [String] = []
        for step in [0, 5, 3] {
            let writer = try EventFileWriter(in: place.path, from: step) { 1_780_000_000 }
            try writer.add([("x", .scalar(Double(step)))], step: step)
            try writer.flush()
            names.append(String(writer.path.dropFirst(place.path.count + 1)))
        }
        #expect(names == EventFileWriter.files(in: place.path) && Set(names).count == 3)
        let series = try EventFileReader.series(in: place.path)
        #expect(series["x"]?.map(\.step) == [0, 3], "step 5 is void after a restart at 3")
    }

    @Test("a folder that is not there is an error, and a file where none can be written")
    func errors() throws {
        #expect(throws: FileError.self) { _ = try EventFileWriter(in: place.path + "/none") }
        let error = #expect(throws: FileError.self) { _ = try EventFileWriter(in: "/proc") }
        #expect(error?.description.hasPrefix("/proc/events.out.tfevents.") == true)
        #expect(EventFileWriter.files(in: place.path + "/none").isEmpty)
    }
}

@Suite("Histograms of values") struct ValueHistogramTests {
    @Test("every value is in the bucket from the limit below it to the one above it")
    func buckets() {
        let values: [Float] = [0, 1, -1, 1e-13, -1e-13, 1e-12, 0.1, 0.1, -0.1, 1e25, -1e25, 3e38, .nan, .infinity]
        let histogram = ValueHistogram(values)
        #expect(
            histogram.count == 12 && histogram.smallest == -Double(Float(1e25))
                && histogram.largest == Double(Float(3e38)))
        let buckets = histogram.buckets
        #expect(buckets.reduce(0) { $0 + $1.count } == 12)
        #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.limit < $1.limit })
        for value in values where value.isFinite {
            let place = buckets.firstIndex { $0.limit > Double(value) }
            #expect(place.map { buckets[$0].count > 0 && $0 > 0 && buckets[$0 - 1].limit <= Double(value) } == true)
        }
        #expect(buckets.first { $0.limit > 0.1 }?.count == 2)
    }

    @Test("sums, and nothing to count")
    func sums() {
        let histogram = ValueHistogram([1, 2, -4] as [Float])
        #expect(histogram.sum == -1 && histogram.sumOfSquares == 21)
        let empty = ValueHistogram([.nan] as [Float])
        #expect(empty.count == 0 && empty.buckets.isEmpty)
    }
}
