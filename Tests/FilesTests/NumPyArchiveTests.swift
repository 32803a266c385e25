import TestSupport
import Testing

@testable import Files

@Suite("NumPy archives")
struct NumPyArchiveTests {
    @Test("Stored and deflated archives of NumPy")
    func golden() throws {
        let stored = try NumPyArchive.read(goldenPath("stored.npz"))
        #expect(stored.names == ["images", "labels"])
        #expect(try stored.array("images") == FileArray(Array(0..<16) as [UInt8], shape: [4, 2, 2]))
        #expect(try stored.array("labels").integers(from: "") == [3, 1, 4, 1])
        let deflated = try NumPyArchive.read(goldenPath("deflated.npz"))
        let images = try deflated.array("images")
        #expect(images.shape == [200, 2, 2])
        let expected: [UInt8] = (0..<800).map { (index: Int) -> UInt8 in UInt8(index / 200 * 4 + index % 4) }
        #expect(images.bytes == expected)
    }

    @Test("What we write we read, and equal arrays give equal bytes")
    func roundTrip() throws {
        let arrays = [("x", FileArray([1, 2] as [Float], shape: [2])), ("имя", FileArray([3] as [Int64], shape: []))]
        let bytes = NumPyArchive.serialized(arrays)
        #expect(bytes == NumPyArchive.serialized(arrays))
        let archive = try NumPyArchive(bytes, file: "f")
        #expect(archive.names == ["x", "имя"])
        for (name, array) in arrays { #expect(try archive.array(name) == array) }
        #expect(try NumPyArchive(NumPyArchive.serialized([]), file: "f").names == [])
    }

    @Test("Sizes and offsets beyond the short fields are read from the zip64 fields", arguments: [1, 30, 1000])
    func zip64(_ wideFrom: Int) throws {
        var writer = ZipWriter(wideFrom: wideFrom)
        let contents = (0..<5).map { index in (0..<index * 20).map { UInt8($0) } }
        for (index, bytes) in contents.enumerated() { writer.add("m\(index)", bytes) }
        let archive = try ZipArchive(writer.finished(), file: "f")
        #expect(archive.members.map(\.name) == ["m0", "m1", "m2", "m3", "m4"])
        for (member, bytes) in zip(archive.members, contents) {
            #expect(try archive.contents(of: member, limit: 1000) == bytes)
        }
    }

    @Test("Every error names the archive, the array and the cause")
    func errors() throws {
        var writer = ZipWriter()
        writer.add("a.npy", FileArray([1, 2] as [UInt8], shape: [2]).npy())
        writer.add("b.npy", [1, 2, 3])
        let good = writer.finished()
        let read = { (name: String, bytes: [UInt8]) in message { try NumPyArchive(bytes, file: "f").array(name) } }
        #expect(read("a", good) == "no error")
        #expect(read("c", good) == "f: no array 'c', expected one of 'a', 'b'")
        #expect(
            read("b", good) == "f: array 'b': byte 0: not a NumPy array file, expected the bytes 0x93 and 'NUMPY'")
        #expect(read("a", [1, 2]) == "f: not a complete ZIP archive, expected an end record (0x06054b50) at its end")
        #expect(
            read("a", good.dropLast())
                == "f: not a complete ZIP archive, expected an end record (0x06054b50) at its end")
        var wrongByte = good
        wrongByte[40] ^= 1
        #expect(read("a", wrongByte).contains("f: member 'a.npy': checksum 0x"))
        var wrongHeader = good
        wrongHeader[0] = 0
        #expect(
            read("a", wrongHeader)
                == "f: byte 0: signature 0x04034b00, expected 0x04034b50, the header of member 'a.npy'")
        let directory = good.count - 22 - 2 * 51
        var wrongEntry = good
        wrongEntry[directory] = 0
        #expect(
            read("a", wrongEntry)
                == "f: byte \(directory): signature 0x02014b00, expected 0x02014b50, an entry of the directory")
        var encrypted = good
        encrypted[directory + 8] |= 1
        #expect(read("a", encrypted) == "f: member 'a.npy': is encrypted")
        var method = good
        method[directory + 10] = 12
        #expect(
            read("a", method)
                == "f: member 'a.npy': compression method 12, expected 0 (stored) or 8 (deflated)")
        var count = good
        count[good.count - 12] = 200
        #expect(
            read("a", count)
                == "f: byte \(good.count - 22): a directory of 200 members in 102 bytes at byte \(directory), "
                + "expected a directory before this record"
        )
        #expect(
            message { try NumPyArchive(good, file: "f", limit: 100).array("a") }
                == "f: member 'a.npy': 130 bytes, more than the limit of 100")
    }

    @Test("A member that decompresses to more than it says is cut off")
    func bomb() throws {
        var bytes = try WholeFile.read(goldenPath("deflated.npz"))
        let archive = try ZipArchive(bytes, file: "f")
        #expect(archive.members[0].method == 8 && archive.members[0].size == 928)
        for offset in bytes.indices.dropLast(4) where bytes[offset...].starts(with: [0xA0, 3, 0, 0]) {
            bytes[offset] = 0x9F
        }
        #expect(
            message { try NumPyArchive(bytes, file: "f").array("images") }
                == "f: member 'images.npy': more bytes than its 927")
    }
}
