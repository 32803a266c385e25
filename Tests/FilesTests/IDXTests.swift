import Core
import TestSupport
import Testing

@Suite("IDX files")
struct IDXTests {
    /// Two pictures of two rows and three columns, written by hand.
    let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + Array(1...12)
    let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9]

    @Test("Images and labels, plain and gzipped")
    func bytes() throws {
        for file in [images, Gzip.compress(images)] {
            let array = try FileArray(idx: file, file: "f", .images)
            #expect(array.shape == [2, 2, 3])
            #expect(array.bytes == Array(1...12))
            #expect(array.idx() == images)
        }
        #expect(try FileArray(idx: labels, file: "f", .labels).int32s(from: "f") == [7, 9])
    }

    @Test("Every element type, highest byte first")
    func elementTypes() throws {
        let cases: [(code: UInt8, bytes: [UInt8], values: [Double])] = [
            (0x08, [1, 255], [1, 255]), (0x09, [1, 255], [1, -1]), (0x0B, [1, 2, 255, 254], [258, -2]),
            (0x0C, [0, 1, 0, 0, 255, 255, 255, 253], [65536, -3]),
            (0x0D, [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0], [1.5, -2]),
            (0x0E, [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], [1.5, -2]),
        ]
        for (code, bytes, values) in cases {
            let file = [0, 0, code, 1, 0, 0, 0, 2] + bytes
            let array = try FileArray(idx: file, file: "f")
            #expect(array.doubles() == values)
            #expect(array.floats() == values.map { Float($0) })
            #expect(array.idx() == file)
        }
    }

    @Test("Every error says what was found and expected")
    func errors() {
        let read = { (bytes: [UInt8], contents: IDXContents) in
            message { try FileArray(idx: bytes, file: "f", contents) }
        }
        #expect(read(labels, .images) == "f: byte 0: magic number 0x00000801, expected 0x00000803 (images)")
        #expect(read(images, .labels) == "f: byte 0: magic number 0x00000803, expected 0x00000801 (labels)")
        #expect(
            read([0, 0, 10, 1], .anything)
                == "f: byte 0: magic number 0x00000a01, expected 0x000008nn to 0x00000enn, as IDX files have")
        #expect(read([0, 0], .anything) == "f: byte 0: the file ends after 2 bytes of the magic number, expected 4")
        #expect(
            read([0, 0, 8, 2, 0, 0, 0, 1, 0], .anything)
                == "f: byte 8: the file ends after 1 bytes of dimension 1, expected 4")
        #expect(read(images.dropLast(), .images) == "f: byte 16: 11 bytes of elements, expected 12 for 2×2×3 uint8")
        #expect(read(images + [0], .images) == "f: byte 16: 13 bytes of elements, expected 12 for 2×2×3 uint8")
        let huge: [UInt8] = [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12)
        #expect(
            read(huge, .images)
                == "f: byte 16: 0 bytes of elements, expected far more for 4294967295×4294967295×4294967295 uint8")
    }
}
