import TestSupport
import Testing

@testable import Datasets
@testable import Files

@Suite("Pictures: what they are laid on, and how they are turned") struct PictureGroundTests {
    /// A stroke of one gray value down the middle of 5 × 5 pixels, on a transparent ground.
    private func layer(_ value: UInt8, opacity: UInt8 = 255, frame: UInt8 = 0) -> TransparentLayer {
        var pixels: [UInt8] = []
        for pixel in 0..<25 { pixels += pixel % 5 == 2 && pixel / 5 % 4 != 0 ? [value, opacity] : [77, frame] }
        return TransparentLayer(pixels, width: 5, channels: 2)
    }

    @Test("light strokes on a transparent ground are laid on black, all others on white")
    func grounds() {
        for value in [0, 100, 200] as [UInt8] { #expect(layer(value).ground == .white) }
        for value in [235, 255] as [UInt8] { #expect(layer(value).ground == .black) }
        #expect(layer(255, frame: 255).ground == .white, "an opaque ground is what it is")
        #expect(!layer(255, frame: 255).hasTransparentFrame && layer(0).hasTransparentFrame)
        #expect(layer(255).laid(on: .black)[12] == 255 && layer(255).laid(on: .black)[0] == 0)
        #expect(layer(0, opacity: 128).laid(on: .white)[12] == 127)
        var yellow = [UInt8](repeating: 0, count: 100)
        yellow.replaceSubrange(48..<52, with: [255, 255, 0, 255])
        #expect(TransparentLayer(yellow, width: 5, channels: 4).ground == .black)
        #expect(TransparentLayer([0, 0], width: 1, channels: 2).ground == .white, "nothing at all")
    }

    @Test("a PNG's eXIf turns it as a JPEG's does, before or behind the pixels, in either byte order")
    func orientation() throws {
        let picture = Picture(width: 3, height: 2, channels: 1, pixels: [1, 2, 3, 4, 5, 6])
        let bytes = try picture.png(for: "")
        let end = bytes.count - 12
        for orientation in 1...8 {
            for isLittle in [true, false] {
                let chunk = Self.exif(orientation, isLittle: isLittle)
                for place in [33, end] {
                    let file = Array(bytes[..<place]) + chunk + bytes[place...]
                    #expect(try Picture(bytes: file, file: "f") == picture.turned(by: orientation))
                }
            }
        }
        let strange = Array(bytes[..<33]) + Self.exif(9, isLittle: true) + bytes[33...]
        #expect(try Picture(bytes: strange, file: "f") == picture)
    }

    /// A chunk eXIf with an orientation.
    private static func exif(_ orientation: Int, isLittle: Bool) -> [UInt8] {
        func number(_ value: Int, _ length: Int) -> [UInt8] {
            let digits = (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isLittle ? digits : digits.reversed()
        }
        let tiff =
            Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4) + number(1, 2) + number(0x0112, 2)
            + number(3, 2) + number(1, 4) + number(orientation, 2) + number(0, 2) + number(0, 4)
        var chunk: [UInt8] = []
        chunk.append(bigEndian: UInt32(tiff.count))
        let body = Array("eXIf".utf8) + tiff
        chunk += body
        chunk.append(bigEndian: Deflate.checksum(body[...]))
        return chunk
    }

    @Test("whether a set is dark on light is decided by most of its pictures, and holds for all")
    func ink() throws {
        try withTemporaryFolder { folder in
            func write(_ name: String, ground: UInt8, ink: UInt8) throws {
                let pixels = (0..<64).map { pixel in pixel == 27 ? ink : ground }
                let file = "\(folder)/\(name).png"
                let picture = Picture(width: 8, height: 8, channels: 1, pixels: pixels)
                try AtomicFile.createFolder(String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]))
                try AtomicFile.write(picture.png(for: file), to: file)
            }
            for split in ["train", "test"] {
                for number in 0..<3 { try write("\(split)/a/\(number)", ground: 240, ink: 10) }
                for number in 0..<2 { try write("\(split)/b/\(number)", ground: 20, ink: 200) }
            }
            let set = try #require(
                try PictureDataset(FileTree(folder: folder), name: "s", PictureReading(.ink, side: 8)))
            #expect(set.images.facts.isInverted == true)
            #expect(Array(set.images.training.example(0)[26...27]) == [15, 245])
            #expect(Array(set.images.training.example(3).suffix(2)) == [235, 235], "the few are inverted, too")
            #expect(set.images.facts.remarks == ["dark on light (3 of 5 examined), so all are inverted"])
        }
    }
}
