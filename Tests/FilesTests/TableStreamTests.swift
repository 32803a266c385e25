import TestSupport
import Testing

@testable import Files
@testable import Foundations

@Suite("Tables read in blocks") struct TableStreamTests {
    /// Header and rows as texts, read a few bytes at a time; all bytes at once without a size.
    private func rows(_ file: String, blockSize: Int? = nil) throws -> [[String]] {
        var stream = try TableStream(
            file, header: .yes, blockSize: blockSize ?? 1 << 20, sampleSize: blockSize == nil ? 1 << 20 : 8)
        var rows = [stream.header]
        while try stream.next() { rows.append(try stream.header.indices.map { try stream.text($0) }) }
        return rows
    }

    @Test("a block of any size gives the rows that the whole file holds")
    func blocks() throws {
        let text =
            "\u{FEFF}a,\"b, c\",d\r\n1,\"say \"\"hi\"\"\",\r\n\r\n\"two\nlines\",,x\n\"two\r\nmore\",é,\"\"\n4,5,6"
        try withTemporaryFolder { folder in
            let file = folder + "/f.csv"
            try AtomicFile.write(Array(text.utf8), to: file)
            let table = try CSVTable.read(file)
            #expect(try rows(file) == [table.header] + table.rows)
            for blockSize in 1...text.utf8.count + 1 { #expect(try rows(file, blockSize: blockSize) == rows(file)) }
        }
    }

    @Test("random bytes of tables end as they do when read as a whole: in the same rows or the same error")
    func agreement() throws {
        var random = RandomStream(seed: 4, name: StreamName("csv"))
        let pieces = ["a", "1", "2.5", ",", ",", ",", "\n", "\n", "\r\n", "\r", "\"", "\"\"", "\"x\"", " ", "é"]
        try withTemporaryFolder { folder in
            let file = folder + "/f.csv"
            var accepted = 0
            for _ in 0..<400 {
                // The first line shows the form, so that the sample is the same however long it is.
                var text = "a,b,c,d\n1,2,3,x\n"
                for _ in 0..<Int(random.below(24)) { text += pieces[Int(random.below(UInt64(pieces.count)))] }
                try AtomicFile.write(Array(text.utf8), to: file)
                let whole = message { try rows(file) }
                let blockSize = 20 + Int(random.below(9))
                #expect(message { try rows(file, blockSize: blockSize) } == whole, "\(text.debugDescription)")
                guard whole == "no error" else { continue }
                #expect(try rows(file, blockSize: blockSize) == rows(file), "\(text.debugDescription)")
                accepted += 1
            }
            #expect((20...380).contains(accepted))
        }
    }

    @Test("numbers are those that Swift reads, blanks around them apart")
    func numbers() throws {
        let texts = [
            "0", "-0.5", "+3", "1e3", "-2.5E-3", "123456789012345", "1234567890123456", "0.1", "500001.0", "8.3252",
            "99999999999999.9", ".5", "5.", "", "-", ".", "x", "1,", "1 2", "0x10", "--1", "1-",
        ]
        for text in texts {
            let bytes = Array(text.utf8)
            let number = bytes.withUnsafeBufferPointer { decimalNumber($0[...]) }
            #expect(
                number == Double(text) || (text == "5." && number == 5) || (text == ".5" && number == 0.5), "\(text)")
        }
        let padded = Array(" \t7.25 ".utf8)
        #expect(padded.withUnsafeBufferPointer { decimalNumber($0[...]) } == 7.25)
    }

    @Test("a row without end is refused before it fills the memory")
    func endless() throws {
        try withTemporaryFolder { folder in
            let file = folder + "/f.csv"
            try AtomicFile.write(Array("a,b\n1,\"".utf8) + [UInt8](repeating: 0x78, count: 18 << 20), to: file)
            #expect(
                message { try rows(file, blockSize: 1 << 20) }
                    == "\(file): line 2: a row of more than 16777216 bytes, expected a closing quote or the end of a line"
            )
        }
    }

    @Test("a folder, and a file that is not there")
    func missing() throws {
        try withTemporaryFolder { folder in
            #expect(message { try TableStream(folder) } == "\(folder): is a folder, expected a file")
            #expect(message { try TableStream(folder + "/x") } == "\(folder)/x: No such file or directory")
        }
    }
}
