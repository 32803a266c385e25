import Core
import Foundation
import Testing

@testable import TabularModels

@Suite("Tables read by column") struct TableReaderTests {
    private func read(_ text: String, _ reader: TableReader) throws -> Table {
        let file = FileManager.default.temporaryDirectory.appending(path: "kumiki-\(UUID().uuidString).csv").path
        try Data(text.utf8).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        return try reader.read(file).table
    }

    /// What is said of the table, without its path.
    private func failure(_ text: String, _ reader: TableReader) -> String {
        do {
            _ = try read(text, reader)
            return "no error"
        } catch {
            return String(describing: error).split(separator: ".csv: ").last.map(String.init) ?? ""
        }
    }

    private let reader = TableReader(numbers: ["age", "rooms"], optionalNumbers: ["value"], optionalTexts: ["sea"])

    @Test("columns by name in any order, others left alone, empty fields not a number")
    func columns() throws {
        let table = try read("sea,rooms,name,age\n\"A, B\",4.5,x,1\nC,,y,2\n,7,z, 3 \nC,8,,4\n", reader)
        #expect(table.rowCount == 4)
        #expect(table["age"] == [1, 2, 3, 4])
        #expect(table["rooms"].map { $0.isNaN ? -1 : $0 } == [4.5, -1, 7, 8])
        #expect(table.missing("rooms") == 1)
        #expect(table.numbers["value"] == nil)
        #expect(table.texts["sea"] == Table.Categories(names: ["A, B", "C"], codes: [0, 1, -1, 1]))
    }

    @Test("a byte-order mark, CRLF and blocks smaller than a row change nothing")
    func shapes() throws {
        let plain = try read("age,rooms\n1,2\n3,4\n", reader)
        var tiny = reader
        tiny.blockSize = 3
        for (text, reader) in [("\u{FEFF}age,rooms\r\n1,2\r\n3,4\r\n", reader), ("age,rooms\n1,2\n3,4", tiny)] {
            let table = try read(text, reader)
            #expect(table["age"] == plain["age"] && table["rooms"] == plain["rooms"])
        }
    }

    @Test(
        "what is wrong is named by line and column",
        arguments: [
            ("age,rooms\n1,2\n3\n", "line 3: 1 field, expected 2 as in the header"),
            (
                "age,rooms\n1,many\n",
                "line 2, column 'rooms': 'many', expected a finite number, or an empty field"
            ),
            (
                "age,rooms\n1,inf\n",
                "line 2, column 'rooms': 'inf', expected a finite number, or an empty field"
            ),
            (
                "age,rooms\n1,2\n1e99,2\n",
                "line 3, column 'age': '1e99', expected a finite number, or an empty field"
            ),
            ("age,rooms\n", "contains no rows"),
            ("", "line 1: the file is empty, expected a row of column names"),
            ("age,room\n1,2\n", "line 1: no column 'rooms'; is it 'room'?, expected the columns age, rooms"),
            ("zzzz,rooms\n1,2\n", "line 1: no column 'age', expected the columns age, rooms"),
            ("age,rooms,age\n1,2,3\n", "line 1: column 'age' occurs twice"),
        ])
    func errors(text: String, line: String) {
        #expect(failure(text, reader) == line)
    }

    @Test("texts that are no categories are refused")
    func categories() {
        let rows = (0...TableReader.mostCategories).map { "1,2,t\($0)\n" }.joined()
        #expect(
            failure("age,rooms,sea\n" + rows, reader)
                == "line 1002, column 'sea': more than 1000 different texts, expected a few categories")
    }

    @Test("the size of a table is told before it is read, within a few rows in a hundred")
    func estimate() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "kumiki-\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        for count in [1, 100, 60_000] {
            let rows = (0..<count).map { "\($0 % 97),\(Float($0 % 1_000) / 4)\n" }.joined()
            try Data("age,rooms\n\(rows)".utf8).write(to: URL(filePath: file))
            let estimate = try #require(TableEstimate(file))
            #expect(abs(estimate.rows - count) <= count / 50)
            #expect(estimate.memory(columns: 2, features: 3) == estimate.rows * 56)
        }
        #expect(TableEstimate("/dev/null") == nil)
    }
}
