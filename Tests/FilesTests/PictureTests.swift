import TestSupport
import Testing

@testable import Files

@Suite("Pictures")
struct PictureTests {
    @Test("PNG files of every kind, plain and interlaced")
    func golden() throws {
        let archive = try NumPyArchive.read(goldenPath("pictures.npz"))
        let files = archive.names.filter { $0.hasSuffix(".png") }
        #expect(files.count == 42)
        for name in files {
            let picture = try Picture(png: try archive.array(name).bytes, file: name)
            let expected = try archive.array(String(name.dropLast(4)))
            #expect([picture.height, picture.width, picture.channels] == expected.shape, "\(name)")
            #expect(picture.pixels == expected.bytes, "\(name)")
        }
    }

    @Test("What we write we read, and equal pictures give equal bytes", arguments: [1, 3])
    func roundTrip(_ channels: Int) throws {
        for (width, height) in [(1, 1), (3, 2), (300, 200)] {
            let pixels = (0..<width * height * channels).map {
                UInt8(truncatingIfNeeded: $0 &* $0 &* 2_654_435_761 >> 9)
            }
            let picture = Picture(width: width, height: height, channels: channels, pixels: pixels)
            let bytes = try picture.png(for: "f")
            #expect(try Picture(png: bytes, file: "f") == picture)
            #expect(try picture.png(for: "f") == bytes)
        }
    }

    /// The same file with another width and height in its header, whose checksum is made right again.
    private func claiming(_ width: UInt32, _ height: UInt32, _ bytes: [UInt8]) -> [UInt8] {
        var size: [UInt8] = []
        size.append(bigEndian: width)
        size.append(bigEndian: height)
        var result = bytes
        result.replaceSubrange(16..<24, with: size)
        var checksum: [UInt8] = []
        checksum.append(bigEndian: Deflate.checksum(result[12..<29]))
        result.replaceSubrange(29..<33, with: checksum)
        return result
    }

    @Test("Damaged, truncated and too large files are named")
    func errors() throws {
        let good = try Picture(width: 9, height: 8, channels: 1, pixels: Array(0..<72)).png(for: "f")
        let read = { (bytes: [UInt8]) in message { try Picture(png: bytes, file: "f.png") } }
        #expect(read(claiming(9, 8, good)) == "no error")
        #expect(read([]) == "f.png: byte 0: not a PNG file, expected the bytes 0x89 and 'PNG'")
        for length in 8..<good.count {
            #expect(read(Array(good[..<length])) == "f.png: damaged PNG file (the file ends too early)")
        }
        #expect(
            read(claiming(20_000, 20_000, good))
                == "f.png: 20000×20000 pixels, expected at most 100000000 pixels in total")
        #expect(
            read(claiming(9_000, 9_000, good))
                == "f.png: \(good.count) bytes are too few for 9000×9000 pixels, expected a whole picture")
        #expect(read(claiming(0, 8, good)).contains("damaged PNG file"))
        #expect(read(claiming(1 << 31, 1 << 31, good)).contains("damaged PNG file"))
        #expect(read(claiming(9, 9, good)) == "f.png: damaged PNG file (Not enough image data)")
        var wrongSum = good
        wrongSum[50] ^= 1
        #expect(read(wrongSum).contains("damaged PNG file"))
        #expect(
            message { try Picture(png: good, file: "f.png", pixelLimit: 71) }
                == "f.png: 9×8 pixels, expected at most 71 pixels in total")
    }

    @Test("Luma as BT.601 weighs the colors")
    func gray() throws {
        let picture = Picture(
            width: 5, height: 1, channels: 3, pixels: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 9, 9, 9])
        #expect(picture.gray().pixels == [76, 150, 29, 255, 9])
        let archive = try NumPyArchive.read(goldenPath("resized.npz"))
        let small = try archive.array("small")
        #expect(
            try Picture(width: 4, height: 5, channels: 3, pixels: small.bytes).gray().pixels
                == archive.array("luma").bytes)
    }

    @Test("Shrinking by whole factors is the mean of blocks")
    func halves() {
        let picture = Picture(width: 4, height: 2, channels: 1, pixels: [0, 10, 20, 30, 40, 50, 60, 71])
        #expect(picture.resized(width: 2, height: 1).pixels == [25, 45])
        #expect(picture.resized(width: 4, height: 1).pixels == [20, 30, 40, 51])
        #expect(picture.resized(width: 1, height: 1).pixels == [35])
        #expect(picture.resized(width: 4, height: 2) == picture)
        #expect(picture.resized(width: 4, height: 4).pixels.prefix(8) == [0, 10, 20, 30, 10, 20, 30, 40])
    }

    @Test("Enlarging agrees with PyTorch, shrinking with the mean over areas, within rounding")
    func resizing() throws {
        let archive = try NumPyArchive.read(goldenPath("resized.npz"))
        let small = try archive.array("small").bytes
        let large = try archive.array("large").bytes
        let larger = Picture(width: 4, height: 5, channels: 3, pixels: small).resized(width: 9, height: 11)
        let smaller = Picture(width: 10, height: 12, channels: 1, pixels: large).resized(width: 3, height: 5)
        for (picture, name) in [(larger, "larger"), (smaller, "smaller")] {
            let expected = try archive.array(name).floats()
            #expect(picture.pixels.count == expected.count)
            for (pixel, value) in zip(picture.pixels, expected) { #expect(abs(Float(pixel) - value) <= 0.501) }
        }
    }

    @Test("Bilinear shrinking agrees with Pillow within rounding")
    func bilinear() throws {
        let archive = try NumPyArchive.read(goldenPath("bilinear.npz"))
        let source = try archive.array("source")
        let picture = Picture(width: 40, height: 24, channels: 3, pixels: source.bytes)
        for (name, width, height) in [("half", 20, 12), ("uneven", 13, 7), ("narrow", 9, 24), ("larger", 50, 30)] {
            let resized = picture.resized(width: width, height: height, shrinking: .bilinear)
            // Pillow rounds after each axis.
            for (ours, theirs) in zip(resized.pixels, try archive.array(name).bytes) {
                #expect(abs(Int(ours) - Int(theirs)) <= 1, "\(name)")
            }
        }
    }

    @Test(
        "The weights of every new pixel sum to one",
        arguments: [(1, 7), (7, 1), (84, 224), (224, 84), (28, 27), (1000, 3)])
    func weights(_ old: Int, _ new: Int) {
        for shrinking in [Picture.Shrinking.area, .bilinear] {
            let weights = AxisWeights(from: old, to: new, shrinking)
            for target in 0..<new {
                let sum = weights.ranges[target].reduce(0) { $0 + weights.weight(of: $1, in: target) }
                #expect(abs(sum - 1) < 1e-5)
            }
        }
    }
}
