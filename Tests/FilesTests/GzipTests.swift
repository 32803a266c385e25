import Core
import TestSupport
import Testing

@Suite("Gzip")
struct GzipTests {
    @Test("Several members are read as one")
    func golden() throws {
        let bytes = try Gzip.read(goldenPath("two-members.gz"))
        #expect(String(decoding: bytes, as: UTF8.self) == String(repeating: "Kumiki is ", count: 20) + "joinery.")
    }

    @Test("What is compressed comes back, and equal bytes compress to equal bytes")
    func roundTrip() throws {
        for count in [0, 1, 1000, 1_000_000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }
            let compressed = Gzip.compress(bytes)
            #expect(try Gzip.decompress(compressed, file: "f") == bytes)
            #expect(compressed == Gzip.compress(bytes))
        }
    }

    @Test("Contents that are not gzip are read as they are")
    func plain() throws {
        let path = goldenPath("u1.npy")
        #expect(try Gzip.read(path) == WholeFile.read(path))
    }

    @Test("Damage is described with its place")
    func errors() throws {
        let good = Gzip.compress(Array("joinery without glue, joinery without nails".utf8))
        let read = { (bytes: [UInt8]) in message { try Gzip.decompress(bytes, file: "f.gz") } }
        #expect(read([1, 2]) == "f.gz: byte 0: not a gzip file, expected the bytes 0x1f 0x8b")
        for length in 2..<good.count {
            #expect(
                read(Array(good[..<length])) == "f.gz: byte \(length): the file ends within the compressed data")
        }
        #expect(
            read(good + [0, 7])
                == "f.gz: byte \(good.count): 2 bytes follow the compressed data, expected the end of the file")
        var wrongSum = good
        wrongSum[good.count - 8] ^= 1
        #expect(read(wrongSum).hasSuffix("damaged gzip data (incorrect data check)"))
        var wrongLength = good
        wrongLength[good.count - 1] ^= 1
        #expect(read(wrongLength).hasSuffix("damaged gzip data (incorrect length check)"))
        var wrongMethod = good
        wrongMethod[2] = 7
        #expect(read(wrongMethod).hasSuffix("damaged gzip data (unknown compression method)"))
    }

    @Test("Decompression stops at the limit")
    func bomb() throws {
        let bomb = Gzip.compress([UInt8](repeating: 0, count: 3_000_000))
        #expect(bomb.count < 4000)
        #expect(try Gzip.decompress(bomb, file: "f.gz", limit: 3_000_000).count == 3_000_000)
        #expect(
            message { try Gzip.decompress(bomb, file: "f.gz", limit: 2_999_999) }
                == "f.gz: decompresses to more than the limit of 2999999 bytes")
    }
}
