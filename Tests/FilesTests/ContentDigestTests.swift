import TestSupport
import Testing

@testable import Files

@Suite("Digests and stamps of files") struct ContentDigestTests {
    @Test(
        "MurmurHash3's published values",
        arguments: [
            ("", 0, 0), ("hello", 0xCBD8_A7B3_41BD_9B02, 0x5B1E_906A_48AE_1D19),
            ("hello, world", 0x342F_AC62_3A5E_BC8E, 0x4CDC_BC07_9642_414D),
            ("19 Jan 2038 at 3:14:07 AM", 0xB89E_5988_B737_AFFC, 0x664F_C295_0231_B2CB),
            ("The quick brown fox jumps over the lazy dog.", 0xCD99_481F_9EE9_02C9, 0x695D_A1A3_8987_B6E7),
        ] as [(String, UInt64, UInt64)])
    func published(text: String, low: UInt64, high: UInt64) {
        #expect(ContentDigest(Array(text.utf8)) == ContentDigest(low: low, high: high))
        #expect(ContentDigest(text.utf8) == ContentDigest(low: low, high: high))
    }

    @Test("a changed byte changes the digest, wherever it stands")
    func changes() {
        let bytes = (0..<100).map { UInt8($0) }
        var seen: Set<ContentDigest> = [ContentDigest(bytes)]
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 1
            #expect(seen.insert(ContentDigest(other)).inserted)
            #expect(seen.insert(ContentDigest(bytes[..<index])).inserted)
        }
        #expect(ContentDigest(low: 1, high: .max).description == "0000000000000001ffffffffffffffff")
    }

    @Test("a stamp has the size and changes with the date; folders and nothing have none")
    func stamps() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.write([1, 2, 3], to: "\(folder)/a")
            #expect(FileStamp("\(folder)/a")?.size == 3)
            #expect(FileStamp("\(folder)/a") == FileStamp("\(folder)/a"))
            #expect(FileStamp(folder) == nil && FileStamp("\(folder)/b") == nil)
            #expect(WholeFile.prefix("\(folder)/a", count: 2) == [1, 2])
            #expect(WholeFile.prefix("\(folder)/a", count: 9) == [1, 2, 3])
            #expect(WholeFile.prefix(folder, count: 2).isEmpty && WholeFile.prefix("\(folder)/b", count: 2).isEmpty)
        }
    }
}
