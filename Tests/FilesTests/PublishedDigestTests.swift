import Files
import Testing

@Suite("SHA-256 and SHA-1") struct PublishedDigestTests {
    private func sha256(_ text: String) -> String {
        var digest = SHA256()
        digest.update(Array(text.utf8))
        return digest.hexadecimal()
    }

    @Test("test vectors of FIPS 180-4 and NIST")
    func vectors() {
        #expect(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        var million = SHA256()
        for _ in 0..<1000 { million.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
        #expect(million.hexadecimal() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        var first = SHA1()
        first.update(Array("abc".utf8))
        #expect(first.hexadecimal() == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test("the name that git gives a file")
    func git() {
        var digest = SHA1()
        digest.update(Array("blob 6\0hello\n".utf8))
        #expect(digest.hexadecimal() == "ce013625030ba8dba906f756967f9e9ca394464a")
    }

    @Test("bytes in parts have the digest of the whole", arguments: [0, 1, 55, 56, 63, 64, 65, 119, 120, 200])
    func parts(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for part in [1, 3, 64, 100] {
            var (whole, cut, first, cutFirst) = (SHA256(), SHA256(), SHA1(), SHA1())
            whole.update(bytes)
            first.update(bytes)
            for start in stride(from: 0, to: count, by: part) {
                cut.update(bytes[start..<min(count, start + part)])
                cutFirst.update(bytes[start..<min(count, start + part)])
            }
            #expect(whole.hexadecimal() == cut.hexadecimal() && first.hexadecimal() == cutFirst.hexadecimal())
        }
    }
}
