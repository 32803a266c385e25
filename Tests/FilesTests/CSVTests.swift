import Core
import TestSupport
import Testing

@Suite("CSV files")
struct CSVTests {
    private func read(_ text: String) throws -> CSVTable {
        try CSVTable(bytes: Array(text.utf8), file: "f.csv")
    }

    @Test("Quotes, line ends, byte-order mark, empty fields")
    func parsing() throws {
        let table = try read("\u{FEFF}a,\"b, c\",d\r\n1,\"say \"\"hi\"\"\",\r\n\r\n\"two\nlines\",,x\n4,5,6")
        #expect(table.header == ["a", "b, c", "d"])
        #expect(table.rows == [["1", "say \"hi\"", ""], ["two\nlines", "", "x"], ["4", "5", "6"]])
        #expect(try read("a\n\n1\n").rows == [[""], ["1"]])
        #expect(try read("a,b").rows == [])
        #expect(try CSVTable(bytes: Array("a;b\n1;2".utf8), file: "f", separator: ";").column("b") == ["2"])
    }

    @Test("Numbers by column")
    func numbers() throws {
        let table = try read("a,b\n1.5,x\n-2e3,\nnan,7\n")
        #expect(try table.column("b") == ["x", "", "7"])
        #expect(try table.numbers("a", allowsNonFinite: true).prefix(2) == [1.5, -2000])
        #expect(message { try table.numbers("a") } == "f.csv: line 4, column 'a': 'nan', expected a number")
        #expect(message { try table.numbers("b") } == "f.csv: line 2, column 'b': 'x', expected a number")
        #expect(message { try table.numbers("c") } == "f.csv: line 1: no column 'c', expected one of 'a', 'b'")
        #expect(
            message { try read("a,b\n\"x\ny\",1\n1,\n").numbers("b") }
                == "f.csv: line 4, column 'b': empty, expected a number")
    }

    @Test("Every error names its line")
    func errors() {
        #expect(message { try read("") } == "f.csv: line 1: the file is empty, expected a row of column names")
        #expect(message { try read("a,a\n") } == "f.csv: line 1: column 'a' occurs twice")
        #expect(message { try read("a,b\n1,2\n3\n") } == "f.csv: line 3: 1 field, expected 2 as in the header")
        #expect(
            message { try read("a,b\n\"1\n\",2\n1,2,3\n") } == "f.csv: line 4: 3 fields, expected 2 as in the header")
        #expect(
            message { try read("a,b\n1,\"2\n") }
                == "f.csv: line 2: a quoted field does not end, expected a closing quote")
        #expect(message { try read("a,b\n1,\"2\"3\n") } == "f.csv: line 2: text after a closing quote")
        #expect(
            message { try read("a,b\n1,2\"3\n") }
                == "f.csv: line 2: a quote within a field that does not begin with one")
        #expect(
            message { try CSVTable(bytes: [0x61, 0x0A, 0xFF], file: "f.csv") }
                == "f.csv: line 2: text that is not UTF-8")
    }

    @Test("Lines are quoted where they must be")
    func writing() throws {
        let rows = [["epoch", "loss, test", "say \"hi\""], ["1", "0.25", "two\nlines"], ["", "\r", "ö"]]
        #expect(CSVTable.line(rows[0]) == "epoch,\"loss, test\",\"say \"\"hi\"\"\"\n")
        let table = try read(rows.map { CSVTable.line($0) }.joined())
        #expect([table.header] + table.rows == rows)
    }
}
