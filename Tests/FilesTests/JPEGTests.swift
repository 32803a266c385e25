import TestSupport
import Testing

@testable import Files

@Suite("JPEG files") struct JPEGTests {
    private func file(_ name: String) throws -> [UInt8] {
        try NumPyArchive.read(goldenPath("jpeg.npz")).array("\(name).jpg").bytes
    }

    @Test("of every kind, upright, within a few units of Pillow's pixels")
    func golden() throws {
        let archive = try NumPyArchive.read(goldenPath("jpeg.npz"))
        let names = archive.names.filter { !$0.hasSuffix(".jpg") }
        #expect(names.count == 16)
        for name in names {
            let picture = try Picture(bytes: try archive.array("\(name).jpg").bytes, file: name)
            let expected = try archive.array(name)
            #expect([picture.height, picture.width, picture.channels] == expected.shape, "\(name)")
            let worst = zip(picture.pixels, expected.bytes).map { abs(Int($0) - Int($1)) }.max() ?? 255
            #expect(worst <= 3, "\(name): \(worst)")
        }
    }

    @Test("that are wanted in gray or smaller are the same pictures in gray or smaller")
    func reading() throws {
        let whole = try Picture(bytes: file("color"), file: "f")
        let gray = try Picture(bytes: file("color"), file: "f", .init(isGray: true))
        #expect(gray.channels == 1 && gray.width == 40)
        for (ours, theirs) in zip(gray.pixels, whole.gray().pixels) { #expect(abs(Int(ours) - Int(theirs)) <= 3) }
        // 40×24: a half leaves 20×12, a quarter 10×6.
        for (side, width, height) in [(25, 40, 24), (24, 40, 24), (12, 20, 12), (7, 20, 12), (6, 10, 6), (3, 5, 3)] {
            let small = try Picture(bytes: file("gray"), file: "f", .init(smallestSide: side))
            #expect((small.width, small.height) == (width, height))
            let expected = try Picture(bytes: file("gray"), file: "f").resized(width: width, height: height)
            for (ours, theirs) in zip(small.pixels, expected.pixels) { #expect(abs(Int(ours) - Int(theirs)) <= 6) }
        }
        let turned = try Picture(bytes: file("turned-6"), file: "f", .init(smallestSide: 12))
        #expect((turned.width, turned.height) == (12, 20))
    }

    @Test("are found by their contents, whatever they are called")
    func contents() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.write(file("gray"), to: "\(folder)/picture.png")
            #expect(try Picture.read("\(folder)/picture.png").width == 40)
            let png = try Picture(width: 2, height: 1, channels: 1, pixels: [1, 2]).png(for: "")
            try AtomicFile.write(png, to: "\(folder)/picture.jpg")
            #expect(try Picture.read("\(folder)/picture.jpg").pixels == [1, 2])
            #expect(
                message { try Picture.read("\(folder)/none.jpg") } == "\(folder)/none.jpg: No such file or directory")
        }
    }

    @Test("that are damaged, cut short, empty, too large or something else are told in a line")
    func errors() throws {
        let read = { (bytes: [UInt8]) in message { try Picture(bytes: bytes, file: "f.jpg") } }
        #expect(read([]) == "f.jpg: an empty file, expected a PNG or JPEG picture")
        #expect(read(Array("GIF89a".utf8)).hasPrefix("f.jpg: byte 0: neither a PNG nor a JPEG file, expected "))
        for name in ["gray", "gray-progressive", "color-420", "cmyk"] {
            let whole = try file(name)
            #expect(read(whole) == "no error")
            for length in stride(from: 3, to: whole.count - 2, by: 7) {
                #expect(read(Array(whole.prefix(length))).hasPrefix("f.jpg: damaged JPEG file ("), "\(name) \(length)")
            }
        }
        #expect(
            message { try Picture(bytes: try file("gray"), file: "f.jpg", .init(pixelLimit: 959)) }
                == "f.jpg: 40×24 pixels, expected at most 959 pixels in total")
        var huge = try file("gray")
        // The frame header holds the height and the width after its length and precision.
        let frame = try #require(huge.indices.first { huge[$0] == 0xFF && huge[$0 + 1] == 0xC0 })
        huge.replaceSubrange(frame + 5..<frame + 9, with: [0x20, 0, 0x20, 0])
        #expect(
            read(huge) == "f.jpg: \(huge.count) bytes are too few for 8192×8192 pixels, expected a whole picture")
    }

    @Test("Stray bytes between two segments harm none")
    func strayBytes() throws {
        let whole = try file("gray")
        let frame = try #require(whole.indices.first { whole[$0] == 0xFF && whole[$0 + 1] == 0xC0 })
        let picture = try Picture(bytes: whole[..<frame] + [0, 0, 0] + whole[frame...], file: "f")
        #expect(try picture == Picture(bytes: whole, file: "f"))
    }

    @Test("damage in the middle of the pixels' data is told, padding before the end is not")
    func damagedScans() throws {
        for name in ["gray", "color-420"] {
            let whole = try file(name)
            let scan = try #require(whole.indices.first { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA })
            var (damaged, noticed) = (0, 0)
            for place in stride(from: scan + 20, to: whole.count - 30, by: 11) {
                let bytes = whole[..<place] + [UInt8](repeating: 0, count: 12) + whole[(place + 12)...]
                guard let picture = try? Picture(bytes: Array(bytes), file: "f") else {
                    noticed += 1
                    continue
                }
                if try picture != Picture(bytes: whole, file: "f") { damaged += 1 }
            }
            #expect(noticed > 2 * damaged, "\(name): \(noticed) noticed, \(damaged) not")
            let padded = Array(whole.dropLast(2)) + [0, 0, 0, 0xFF, 0xD9]
            #expect(try Picture(bytes: padded, file: "f") == Picture(bytes: whole, file: "f"))
            #expect(try Picture(bytes: whole + [1, 2, 3], file: "f") == Picture(bytes: whole, file: "f"))
        }
    }

    @Test("inks are read as other decoders read them, with Adobe's marker and without")
    func inks() throws {
        let whole = try file("cmyk")
        let marker = try #require(whole.indices.first { whole[$0] == 0xFF && whole[$0 + 1] == 0xEE })
        let length = Int(whole[marker + 2]) << 8 | Int(whole[marker + 3])
        let bare = Array(whole[..<marker] + whole[(marker + 2 + length)...])
        #expect(try Picture(bytes: bare, file: "f") == Picture(bytes: whole, file: "f"))
    }

    @Test("EXIF's orientation turns as it says")
    func turning() {
        let picture = Picture(width: 3, height: 2, channels: 1, pixels: [1, 2, 3, 4, 5, 6])
        let expected: [(Int, [UInt8])] = [
            (1, [1, 2, 3, 4, 5, 6]), (2, [3, 2, 1, 6, 5, 4]), (3, [6, 5, 4, 3, 2, 1]), (4, [4, 5, 6, 1, 2, 3]),
            (5, [1, 4, 2, 5, 3, 6]), (6, [4, 1, 5, 2, 6, 3]), (7, [6, 3, 5, 2, 4, 1]), (8, [3, 6, 2, 5, 1, 4]),
            (9, [1, 2, 3, 4, 5, 6]), (0, [1, 2, 3, 4, 5, 6]),
        ]
        for (orientation, pixels) in expected {
            let turned = picture.turned(by: orientation)
            #expect(turned.pixels == pixels, "\(orientation)")
            #expect(turned.width == ((5...8).contains(orientation) ? 2 : 3))
        }
    }
}
