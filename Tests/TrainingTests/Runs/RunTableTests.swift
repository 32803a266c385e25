import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import Training

private let text = "epoch,step,loss\n1,10,0.5\n2,20,0.25\n3,30,0.125\n"

@Suite("Tables that a run keeps of itself") struct RunTableTests {
    /// What is recovered from a text, what is said of it, and the names in the folder afterward.
    private func recovered(
        _ text: String, _ columns: [String] = ["epoch"]
    ) throws -> (rows: [[Double]], words: [String], names: [String], file: String?, kept: String?) {
        var (rows, words): ([[Double]], [String]) = ([], [])
        var (names, file, kept): ([String], String?, String?) = ([], nil, nil)
        try withTemporaryFolder { folder in
            let place = folder + "/t.csv"
            try Data(text.utf8).write(to: URL(filePath: place))
            rows = try RunTable.recovered(place, columns: columns) {
                words.append($0.replacing(folder + "/", with: ""))
            }
            .rows
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            file = try? String(contentsOfFile: place, encoding: .utf8)
            kept = try? String(decoding: WholeFile.read(place + ".damaged"), as: UTF8.self)
        }
        return (rows, words, names, file, kept)
    }

    @Test("a whole table is read without a word")
    func whole() throws {
        let (rows, words, names, file, _) = try recovered(text, ["epoch", "loss"])
        #expect(rows == [[1, 10, 0.5], [2, 20, 0.25], [3, 30, 0.125]])
        #expect(words.isEmpty && names == ["t.csv"] && file == text)
    }

    @Test(
        "of a damaged one, the rows that can be read stay, and the file as it was is kept",
        arguments: [
            // A stray comma; a row cut; a number cut; a line of other text; a word; a column of numbers too many.
            (text.replacing("2,20,0.25", with: "2,20,0.25,"), [1, 2, 3], "line 3: 4 fields, expected 3"),
            (text.replacing("3,30,0.125\n", with: "3,30"), [1, 2], "line 4: 2 fields, expected 3"),
            (text.replacing("0.125\n", with: "0.1"), [1, 2], "ends within a row"),
            (text + "<<<<<<< HEAD\n", [1, 2, 3], "line 5: 1 field, expected 3"),
            (text.replacing("0.25", with: "#REF!"), [1, 3], "row 2 contains '#REF!', expected a number"),
            (text.replacing("2,20,0.25", with: "2,20,0.25,7"), [1, 3], "line 3: 4 fields, expected 3"),
            // As spreadsheets save: semicolons and decimal commas, tabs, quotes, a mark and a line on the separator.
            (
                "\u{FEFF}sep=;\r\nepoch;step;loss;\r\n1;10;0,5;\r\n2;20;0,25;\r\n3;30;0,125;\r\n", [1, 2, 3],
                "line 3: 2 fields, expected 1"
            ),
            (text.replacing(",", with: "\t"), [1, 2, 3], "row 1 contains"),
            ("\"epoch\";\"loss\"\n\"1\";\"0,5\"\n", [1], "line 1: text after a closing quote"),
            // Rows twice, and out of their order.
            (text + "2,20,0.25\n4,40,0.5\n", [1, 2, 3, 4], "'epoch' is 2.0 out of order"),
            (text.replacing("2,20", with: "1.5,20"), [1, 3], "'epoch' is 1.5 out of order"),
            // Nothing that could be a table.
            ("", [], "the file is empty"), ("\u{0}\u{1}\u{2}", [], "row"), ("a,b\n1,2\n", [], "has no column 'epoch'"),
            ("step,epoch\n1,2\n", [], "does not begin with column 'epoch'"),
        ] as [(String, [Double], String)])
    func damaged(text: String, epochs: [Double], problem: String) throws {
        let (rows, words, names, file, kept) = try recovered(text)
        #expect(rows.map { $0[0] } == epochs)
        #expect(words.count == 1 && words[0].hasPrefix("t.csv: ") && words[0].contains(problem), "\(words)")
        #expect(words.first?.hasSuffix("the damaged file is kept as t.csv.damaged") == true)
        #expect(names == (epochs.isEmpty ? [] : ["t.csv"]) + ["t.csv.damaged"] && kept == text)
        // What replaces it is whole.
        guard let file else { return }
        let again = try recovered(file)
        #expect(again.words.isEmpty && again.rows == rows)
    }

    @Test("numbers keep their values through a spreadsheet that writes decimal commas")
    func decimals() throws {
        #expect(try recovered("epoch;loss\r\n1;0,5\r\n2;1,5E-03\r\n").rows == [[1, 0.5], [2, 0.0015]])
    }

    @Test("a damaged file never replaces an earlier one")
    func several() throws {
        try withTemporaryFolder { folder in
            let file = folder + "/t.csv"
            for text in ["epoch,x\n1,a\n", "epoch,x\n1,b\n", "epoch,x\n1,c\n"] {
                try Data(text.utf8).write(to: URL(filePath: file))
                _ = try RunTable.recovered(file, columns: ["epoch"]) { _ in }
            }
            let kept = try ["", "-2", "-3"].map { try String(contentsOfFile: "\(file).damaged\($0)", encoding: .utf8) }
            #expect(kept == ["epoch,x\n1,a\n", "epoch,x\n1,b\n", "epoch,x\n1,c\n"])
        }
    }

    @Test("any bytes give a table that counts upwards")
    func fuzz() throws {
        try withTemporaryFolder { folder in
            let (file, whole) = (folder + "/t.csv", Array(text.utf8))
            var random = RandomStream(seed: 5, name: StreamName("run table"))
            for _ in 0..<300 {
                var bytes = whole
                for _ in 0..<(1 + Int(random.uniform() * 4)) {
                    let place = Int(random.uniform() * Double(bytes.count))
                    guard place < bytes.count else { break }
                    if random.uniform() < 0.2 {
                        bytes.removeLast(bytes.count - place)
                    } else {
                        bytes[place] = UInt8(random.uniform() * 256)
                    }
                }
                try Data(bytes).write(to: URL(filePath: file))
                let table = try RunTable.recovered(file, columns: ["epoch"]) { _ in }
                #expect(table.rows.allSatisfy { $0.count == table.header.count && Int(exactly: $0[0]) != nil })
                #expect(zip(table.rows, table.rows.dropFirst()).allSatisfy { $0[0] < $1[0] })
            }
        }
    }
}
