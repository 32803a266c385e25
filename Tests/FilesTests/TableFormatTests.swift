import Core
import TestSupport
import Testing

@Suite("How a table is written is found out, or asked") struct TableFormatTests {
    /// The table as its format, names and rows of texts.
    private func read(
        _ text: String, header: TableFormat.Header? = nil, expecting names: [String] = []
    ) throws -> (words: String, names: [String], rows: [[String]], stream: TableStream) {
        var result: (words: String, names: [String], rows: [[String]], stream: TableStream)?
        try withTemporaryFolder { folder in
            try AtomicFile.write(Array(text.utf8), to: folder + "/t.csv")
            var stream = try TableStream(folder + "/t.csv", header: header, expecting: names)
            let opened = stream
            var rows: [[String]] = []
            while try stream.next() { rows.append(try stream.header.indices.map { try stream.text($0) }) }
            result = (opened.format.words, opened.header, rows, opened)
        }
        return try #require(result)
    }

    private func problem(_ text: String, header: TableFormat.Header? = nil) -> String {
        message { try read(text, header: header) }.split(separator: "t.csv: ").last.map(String.init) ?? ""
    }

    @Test("separators, decimal commas, a line that names the separator, CR alone, blanks, quotes")
    func forms() throws {
        let rows = [["1.5", "2", "x"], ["3", "4.25", "y"]]
        for text in [
            "a,b,c\n1.5,2,x\n3,4.25,y\n", "a;b;c\r1.5;2;x\r3;4.25;y\r", "a\tb\tc\r\n1.5\t2\tx\r\n3\t4.25\ty",
            "sep=;\na;b;c\n1.5;2;x\n3;4.25;y\n", "\u{FEFF}\"sep=,\"\r\na,b,c\r\n1.5,2,x\r\n3,4.25,y\r\n",
            "\n\r\n,,\na,b,c\n1.5,2,x\n3,4.25,y\n", "# 5 flowers, measured\n# a,b,c\n1.5,2,x\n3,4.25,y\n",
            " a , \"b\" ,c\n 1.5,2 , \"x\" \n3 , 4.25,y\n", "a,b,c,,\n1.5,2,x,,\n3,4.25,y,,\n,,,,\n",
        ] {
            let table = try read(text)
            #expect(table.names == ["a", "b", "c"] && table.rows == rows, "\(text.debugDescription)")
        }
        var commas = try read("a;b\n1,5;2\n-3;4,25e1\n").stream
        #expect(commas.format.words == "CSV with semicolons, decimal commas, header")
        var numbers: [Double?] = []
        while try commas.next() { numbers += [commas.number(0), commas.number(1)] }
        #expect(numbers == [1.5, 2, -3, 42.5])
        #expect(try read("a,b\n\"1,5\",2\n\"3,25\",4\n").stream.format.hasDecimalCommas)
        #expect(try read("a,b,,\n1,2,,\n").words == "CSV with commas, header, 2 empty columns")
    }

    @Test("a header is where numbers begin with a text; where it is not sure, it is asked")
    func headers() throws {
        #expect(try read("1,2,x\n3,4,y\n5,6,x\n").names == ["x1", "x2", "x3"])
        #expect(try read("1,2\n3,4\n").rows.count == 2)
        #expect(try read("place,what\nhere,tree\nthere,house\n").names == ["place", "what"])
        #expect(try read("here,tree\nhere,house\nthere,tree\n").rows.count == 3)
        #expect(try read("a,b\n?,2\n1,NA\n").names == ["a", "b"])
        #expect(try read(",0,1\n0,5,6\n1,7,8\n2,9,1\n").names == ["column 1", "0", "1"])
        let asked = " may be the names of the columns or the first row, expected --header yes or --header no"
        for (text, line) in [
            ("0,1,2\n3,4,5\n6,7,8\n", "0,1,2"), ("country,2019,2020\nDE,5,6\nFR,7,8\n", "country,2019,2020"),
            ("x,unknown\n1,2\n3,4\n", nil), ("7,unknown\n1,2\n3,4\n", "7,unknown"),
        ] {
            if let line {
                #expect(problem(text) == "line 1: '\(line)'" + asked)
                #expect(try read(text, header: .yes).names[0] == text.split(separator: ",")[0])
                #expect(try read(text, header: .no).rows.count == 3)
            } else {
                #expect(try read(text).names == ["x", "unknown"])
            }
        }
        #expect(try read("country,2019,2020\nDE,5,6\n", expecting: ["2020"]).names[2] == "2020")
    }

    @Test("a first column that numbers the rows: without a name, from 0, or by its name")
    func indices() throws {
        for (text, isIndex) in [
            (",a\n5,1\n7,2\n", true), ("Unnamed: 0,a\n5,1\n7,2\n", true), ("k,a\n0,1\n1,2\n2,4\n", true),
            ("id,a\n1,1\n2,2\n3,4\n", true), ("k,a\n1,1\n2,2\n3,4\n", false), ("k,a\n0,1\n1,2\n", false),
            ("k,a\n0,1\n1,2\n1,4\n", false), ("0,1\n1,4\n2,6\n", true),
        ] {
            let header: TableFormat.Header = text.hasPrefix("0") ? .no : .yes
            #expect(try read(text, header: header).stream.format.hasIndex == isIndex, "\(text)")
        }
    }

    @Test("what columns hold, and the words for a missing value")
    func kinds() throws {
        let table = try read("a,b,c,d\n1,x,,x\nNaN,y,NA,y\n-2.5e3,x,?,x\n")
        #expect(table.stream.kinds == [.numbers, .texts, .missing, .texts])
        let names = "a,b\n" + (0..<30).map { "\($0 % 3),name\($0)\n" }.joined()
        #expect(try read(names).stream.kinds[1] == .names)
        for word in ["", " ", "nan", "NaN", "NA", "n/a", "N/A", "#N/A", "<NA>", "?", "NULL", "null", "None"] {
            #expect(MissingValue.isMissing(word), "\(word)")
        }
        for word in ["0", "x", "nano", "-", "no", "nan1"] { #expect(!MissingValue.isMissing(word), "\(word)") }
        var stream = try read("a,b\n-0,NaN\n-0.0,inf\n").stream
        #expect(try stream.next() && stream.number(0)?.sign == .plus && stream.number(1) == nil && stream.isMissing(1))
        #expect(try stream.next() && stream.number(0)?.sign == .plus && stream.number(1) == .infinity)
    }

    @Test(
        "what can be read in two ways, and what is no such table, is refused with its reason",
        arguments: [
            (
                "a;b\n1,5;2\n3.5;4\n",
                "line 2: '1,5', but line 3 has '3.5', expected one decimal sign, and none between thousands"
            ),
            (
                "a,b\n\"1,234\",2\n\"3,456\",4\n",
                "line 2: '1,234', which is a decimal number or has a comma between thousands, expected numbers without commas"
            ),
            (
                "a b\n1 2\n3 4\n",
                "line 1: fields that blanks seem to separate, expected commas, semicolons or tabs between fields"
            ),
            (
                "a|b\n1|2\n",
                "line 1: fields that “|” seem to separate, expected commas, semicolons or tabs between fields"
            ),
            ("PK\u{3}\u{4}xx", "a workbook or another zip archive, expected a table saved as CSV"),
            ("a,b\n1,\0\n", "bytes that are not text, expected a table saved as CSV, UTF-8"),
            ("", "line 1: the file is empty, expected a row of column names"),
            ("\n\n", "line 1: the file is empty, expected a row of column names"),
            ("a,a\n1,2\n", "line 1: column 'a' occurs twice"),
            ("a,b\n1,2\n1,2,3\n", "line 3: 3 fields, expected 2 as in the header"),
            ("a,b\n1,2\n1\n", "line 3: 1 field, expected 2 as in the header"),
        ])
    func refused(text: String, words: String) {
        #expect(problem(text) == words)
    }

    @Test("UTF-16 is named, and a gzipped table is read")
    func encodings() throws {
        try withTemporaryFolder { folder in
            let file = folder + "/t.csv"
            try AtomicFile.write([0xFF, 0xFE, 0x61, 0], to: file)
            #expect(message { try TableStream(file) }.contains("text in UTF-16, expected UTF-8"))
            try AtomicFile.write(Gzip.compress(Array("a,b\n1,2\n".utf8)), to: file)
            var stream = try TableStream(file)
            #expect(try stream.header == ["a", "b"] && stream.next() && stream.number(1) == 2)
            try AtomicFile.write(Array(Gzip.compress(Array("a,b\n1,2\n".utf8)).dropLast(6)), to: file)
            #expect(message { try TableStream(file) }.contains("the file ends within the compressed data"))
        }
    }

    @Test("random changes of tables never trap")
    func fuzz() throws {
        var random = RandomStream(seed: 9, name: StreamName("fuzz"))
        let samples = ["sep=;\na;b;c\n1,5;NA;x\n2;3;\"y\"\"z\"\n", "\u{FEFF},a,b\r\n0,1,2\r\n1,-0,?\r\n", "1,2\n3,4\n"]
        try withTemporaryFolder { folder in
            for number in 0..<1_500 {
                var bytes = Array(samples[number % 3].utf8)
                for _ in 0..<4 {
                    bytes[Int(random.below(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: random.next())
                }
                try AtomicFile.write(bytes, to: folder + "/t")
                guard var stream = try? TableStream(folder + "/t") else { continue }
                while (try? stream.next()) == true {
                    for column in stream.header.indices { _ = (stream.number(column), try? stream.text(column)) }
                }
            }
        }
    }
}
