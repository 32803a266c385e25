import Core
import TestSupport
import Testing

@Suite("Files of weights in other formats") struct OtherModelFormatTests {
    @Test(
        "are told by their first bytes, with how a safetensors file is made",
        arguments: [
            ([0x80, 0x02, 0x63], "a Python pickle", "save_file"), ([0x80, 0x05, 0x95], "a Python pickle", "save_file"),
            ([0x50, 0x4B, 0x03, 0x04, 0x14, 0, 0, 0, 0, 0], "a zip archive", "save_file"),
            ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "an HDF5 file", "save_file"),
            ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0], "a NumPy array", "save_file"),
            (Array("version https://git-lfs.github.com/spec/v1\n".utf8), "a pointer of Git LFS", "git lfs pull"),
        ] as [([UInt8], String, String)])
    func named(bytes: [UInt8], name: String, advice: String) throws {
        let found = try #require(OtherModelFormat(bytes))
        #expect(found.name.hasPrefix(name) && found.advice.contains(advice))
        #expect(message { try Safetensors(bytes: bytes, file: "f") }.hasPrefix("f: is \(name)"))
    }

    @Test("a safetensors file is none of them, whatever the length of its header")
    func own() {
        #expect(OtherModelFormat([]) == nil)
        #expect(OtherModelFormat(Safetensors(metadata: ["a": "b"]).serialized()) == nil)
        // 640 bytes of header begin as a pickle does.
        #expect(OtherModelFormat([0x80, 2, 0, 0, 0, 0, 0, 0, UInt8(ascii: "{")]) == nil)
    }

    @Test("a header beyond the limit is refused before it is read")
    func header() {
        var bytes = [UInt8](repeating: 0x20, count: 12_000_000)
        bytes.replaceSubrange(0..<9, with: [0x80, 0xC3, 0xC9, 1, 0, 0, 0, 0, UInt8(ascii: "{")])
        #expect(
            message { try Safetensors(bytes: bytes, file: "f") }
                == "f: byte 0: header of 30000000 bytes, expected at most 10000000")
    }
}
