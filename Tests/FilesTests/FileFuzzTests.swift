import Foundation
import TestSupport
import Testing

@testable import Datasets
@testable import Files
@testable import Foundations

/// Mutated files of every format end in a value or a `FileError`, never in a trap or in more memory than they may take.
///
/// `KUMIKI_FUZZ=300000` in the environment sets the number of mutations for each format.
@Suite("Mutated files")
struct FileFuzzTests {
    static let iterations = ProcessInfo.processInfo.environment["KUMIKI_FUZZ"].flatMap { Int($0) } ?? 20_000
    /// The most bytes that a reader may make, far less than the mutated headers claim.
    static let limit = 1 << 20

    /// Feeds mutations of `files` to `read`, which returns the bytes that its result holds.
    private func fuzz(
        _ format: String, _ files: [[UInt8]], repair: ((inout [UInt8]) -> Void)? = nil, _ read: ([UInt8]) throws -> Int
    ) throws {
        var random = RandomStream(seed: 20, name: StreamName("fuzz \(format)"))
        let peak = Self.peakMemory
        var (accepted, refused) = (0, 0)
        for iteration in 0..<Self.iterations {
            var bytes = files[iteration % files.count]
            for _ in 0...Int.random(in: 0...3, using: &random) { mutate(&bytes, &random) }
            if let repair, Bool.random(using: &random) { repair(&bytes) }
            do {
                let size = try read(bytes)
                accepted += 1
                #expect(size <= Self.limit)
            } catch let error as FileError {
                refused += 1
                let line = error.description
                #expect(error.kind == .badData && line.hasPrefix("f") && line.utf8.count < 1000 && !line.contains("\n"))
            }
        }
        // Absurd claims speak of gigabytes; the tests that run beside this one need far less.
        #expect(Self.peakMemory - peak < 1 << 30, "\(format): memory grew")
        // Mutations that are all refused, or all accepted, would test little.
        #expect(refused > Self.iterations / 10 && accepted > 0, "\(format): \(accepted) accepted, \(refused) refused")
    }

    /// The most memory in bytes that the process has used so far; 0 where the system does not say.
    private static var peakMemory: Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (Int(line.filter(\.isNumber)) ?? 0) << 10
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout RandomStream) {
        guard !bytes.isEmpty else { return }
        // Headers stand at the beginning or the end, so these are hit more often than the rest.
        let reach = Bool.random(using: &random) ? bytes.count : min(bytes.count, 96)
        var place = Int.random(in: 0..<reach, using: &random)
        if reach < bytes.count, Bool.random(using: &random) { place = bytes.count - 1 - place }
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.removeLast(bytes.count - place)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 4: bytes.removeSubrange(place..<min(place + Int.random(in: 1...8, using: &random), bytes.count))
        case 5: bytes.insert(contentsOf: bytes[place..<min(place + 16, bytes.count)], at: place)
        default:
            let absurd: [UInt64] = [0, 1, 0x7F, 0xFF, 0x7FFF_FFFF, 0xFFFF_FFFF, .max, .max >> 1, 1 << 63, 1 << 40]
            let number = absurd[Int.random(in: 0..<absurd.count, using: &random)]
            let width = [1, 2, 4, 8][Int.random(in: 0..<4, using: &random)]
            let isBigEndian = Bool.random(using: &random)
            for index in 0..<width where place + index < bytes.count {
                bytes[place + index] = UInt8(
                    truncatingIfNeeded: number >> (8 * (isBigEndian ? width - 1 - index : index)))
            }
        }
    }

    @Test("Gzip")
    func gzip() throws {
        let files = [
            Gzip.compress(Array("joinery without glue, joinery".utf8)),
            try WholeFile.read(goldenPath("two-members.gz")),
        ]
        try fuzz("gzip", files) { try Gzip.decompress($0, file: "f", limit: Self.limit).count }
    }

    @Test("IDX")
    func idx() throws {
        let images = FileArray(Array(0..<60) as [UInt8], shape: [5, 4, 3]).idx()
        let floats = FileArray([1, 2, 3] as [Double], shape: [3]).idx()
        try fuzz("idx", [images, floats, Gzip.compress(images)]) {
            let array = try FileArray(idx: $0, file: "f", limit: Self.limit)
            return array.doubles().count + array.bytes.count
        }
    }

    @Test("npy")
    func npy() throws {
        let files = try ["i4-fortran", "f8-big", "f2", "version2", "version3", "scalar", "empty"].map {
            try WholeFile.read(goldenPath("\($0).npy"))
        }
        try fuzz("npy", files) {
            let array = try FileArray(npy: $0, file: "f")
            return array.floats().count + array.bytes.count
        }
    }

    @Test("npz")
    func npz() throws {
        var wide = ZipWriter(wideFrom: 1)
        wide.add("a.npy", FileArray([1] as [UInt8], shape: [1]).npy())
        let files = [
            try WholeFile.read(goldenPath("stored.npz")), try WholeFile.read(goldenPath("deflated.npz")),
            wide.finished(),
        ]
        try fuzz("npz", files) {
            let archive = try NumPyArchive($0, file: "f", limit: Self.limit)
            return try archive.names.reduce(0) { try max($0, archive.array($1).bytes.count) }
        }
    }

    @Test("safetensors")
    func safetensors() throws {
        let small = Safetensors(tensors: ["a": FileArray([1, 2] as [Float], shape: [2])], metadata: ["k": "v\n"])
        try fuzz("safetensors", [try WholeFile.read(goldenPath("mixed.safetensors")), small.serialized()]) {
            let file = try Safetensors(bytes: $0, file: "f")
            // Whatever is accepted can be written and read again.
            #expect(try Safetensors(bytes: file.serialized(), file: "f") == file)
            return file.tensors.values.reduce(0) { $0 + $1.bytes.count }
        }
    }

    @Test("PNG")
    func png() throws {
        let archive = try NumPyArchive.read(goldenPath("pictures.npz"))
        let files = try archive.names.filter { $0.hasSuffix(".png") }.map { try archive.array($0).bytes }
        try fuzz("png", files, repair: Self.repairChecksums) {
            try Picture(png: $0, file: "f", pixelLimit: Self.limit / 3).pixels.count
        }
    }

    @Test("JPEG")
    func jpeg() throws {
        let archive = try NumPyArchive.read(goldenPath("jpeg.npz"))
        let names = ["gray", "gray-progressive", "color-420", "cmyk", "color-turned-6"]
        let files = try names.map { try archive.array("\($0).jpg").bytes }
        try fuzz("jpeg", files) {
            let reading = Picture.Reading(
                pixelLimit: Self.limit / 4, isGray: $0.count % 2 == 0, smallestSide: $0.count % 3 == 0 ? 6 : nil)
            return try Picture(bytes: $0, file: "f", reading).pixels.count
        }
    }

    @Test("Pictures in archives of every layout")
    func archives() throws {
        let picture = try Picture(width: 2, height: 2, channels: 1, pixels: [1, 2, 3, 4]).png(for: "")
        var folders = ZipWriter()
        for name in ["a/train/x/1.png", "a/train/y/2.png", "a/test/x/3.png"] { folders.add(name, picture) }
        let arrays = NumPyArchive.serialized([
            ("images", FileArray([1, 2, 3, 4] as [UInt8], shape: [4, 1, 1])),
            ("labels", FileArray([0, 1, 0, 1] as [UInt8], shape: [4, 1])),
        ])
        var idx = ZipWriter()
        for split in ["train", "test"] {
            idx.add("emnist-letters-\(split)-images-idx3-ubyte", FileArray([1, 2] as [UInt8], shape: [1, 2, 1]).idx())
            idx.add("emnist-letters-\(split)-labels-idx1-ubyte", FileArray([26] as [UInt8], shape: [1]).idx())
        }
        try withTemporaryFolder { folder in
            let file = "\(folder)/f.zip"
            try fuzz("archives", [folders.finished(), arrays, idx.finished()]) { bytes in
                try AtomicFile.write(bytes, to: file)
                do throws(FileError) {
                    guard let tree = try FileTree(file) else { return 0 }
                    var reading = PictureReading(.ink, side: 4)
                    reading.usesCache = false
                    return try PictureDataset(tree, name: "s", reading)?.images.training.bytes.count ?? 0
                } catch {
                    // The archive's place is the test's own.
                    let kind: FileError.Kind = error.kind == .missingInput ? .badData : error.kind
                    throw FileError(kind, "f", at: error.place, error.problem, expected: nil)
                }
            }
        }
    }

    /// Makes the checksums of a PNG file's chunks right, so that mutations come further than these.
    private static func repairChecksums(_ bytes: inout [UInt8]) {
        var start = 8
        while start + 12 <= bytes.count {
            let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            guard start + 12 + length <= bytes.count else { return }
            var checksum: [UInt8] = []
            checksum.append(bigEndian: Deflate.checksum(bytes[(start + 4)..<(start + 8 + length)]))
            bytes.replaceSubrange((start + 8 + length)..<(start + 12 + length), with: checksum)
            start += 12 + length
        }
    }

    @Test("CSV")
    func csv() throws {
        let files = ["a,b,c\n1,2,3\r\n4,\"5\n\",6\n7,\"8 \"\"\",9\n", "x\n\n1\n2\n"].map { Array($0.utf8) }
        try fuzz("csv", files) {
            let table = try CSVTable(bytes: $0, file: "f")
            _ = try? table.numbers(table.header[0])
            return table.rows.reduce(0) { $0 + $1.count }
        }
    }
}
