import Core
import TestSupport
import Testing

@Suite("Which columns of a table are used, and for what") struct ColumnChoiceTests {
    private func roles(_ text: String, _ choice: ColumnChoice = ColumnChoice()) throws -> ColumnChoice.Roles {
        var result: ColumnChoice.Roles?
        try withTemporaryFolder { folder in
            try AtomicFile.write(Array(text.utf8), to: folder + "/t.csv")
            result = try choice.roles(in: TableStream(folder + "/t.csv", expecting: choice.names))
        }
        return try #require(result)
    }

    private func problem(_ text: String, _ choice: ColumnChoice) -> String {
        message { try roles(text, choice) }.split(separator: "t.csv: ").last.map(String.init) ?? ""
    }

    @Test("the target is named, called so, or the last column; the others are features, the index aside")
    func roles() throws {
        let text = ",Class,a,b\n0,x,1,2\n1,y,3,4\n"
        #expect(try roles(text).target == 1 && roles(text).features == [2, 3])
        #expect(try roles("a,b,c\n1,2,3\n4,5,6\n").target == 2)
        #expect(try roles("y,a,label\n1,2,3\n4,5,6\n").target == 2, "label before y")
        #expect(try roles("y,a,b\n1,2,3\n4,5,6\n").target == 0 && roles("x,y,kind\n1,2,3\n4,5,6\n").target == 2)
        let named = try roles(text, ColumnChoice(target: "B", features: ["a"]))
        #expect(named.target == 3 && named.features == [2])
        #expect(
            named.leftOut == [
                .init(1, "column that numbers the rows", first: "'column 1'"),
                .init(1, "column that --features does not name", first: "'Class'"),
            ])
        let ignoring = try roles(text, ColumnChoice(ignored: ["a"]))
        #expect(ignoring.features == [3] && ignoring.leftOut.last == .init(1, "column to ignore", first: "'a'"))
        // A column that counts is a feature where it is named.
        #expect(try roles("k,a,c\n0,1,x\n1,2,y\n2,1,x\n").features == [1])
        #expect(try roles("k,a,c\n0,1,x\n1,2,y\n2,1,x\n", ColumnChoice(features: ["k", "a"])).features == [0, 1])
    }

    @Test("columns that are missing or have two uses are refused")
    func refused() {
        let text = "a,b,class\n1,2,3\n4,5,6\n"
        #expect(
            problem(text, ColumnChoice(target: "d")) == "line 1: no column 'd', expected one of 'a', 'b', 'class'")
        #expect(
            problem(text, ColumnChoice(target: "a", features: ["a"])).hasPrefix(
                "column 'a': is the target and a feature"))
        #expect(
            problem(text, ColumnChoice(features: ["class"])).hasPrefix(
                "column 'class': is a feature and may be the target"))
        #expect(problem(text, ColumnChoice(target: "a", ignored: ["a"])).contains("is the target and to be ignored"))
    }

    @Test("facts of data differ where names, counts or content do, and both sides are named")
    func differences() {
        let facts = DataFacts(
            source: "t.csv", format: "CSV", examples: 3, noun: "row", features: ["a", "b"], target: "c",
            classes: [.init("x", 2), .init("y", 1)], digest: "1")
        func difference(_ change: (inout DataFacts) -> Void) -> String? {
            var other = facts
            change(&other)
            return other.difference(from: facts)
        }
        #expect(difference { $0.source = "moved.csv" } == nil)
        #expect(difference { $0.features = ["b", "a"] } == nil, "matched by name")
        #expect(difference { $0.features = ["a", "d"] } == "more features: 'd', without the features 'b'")
        #expect(difference { $0.target = nil } == "the target is none, not 'c'")
        #expect(difference { $0.classes[1].name = "z" } == "the classes are 'x', 'z', not 'x', 'y'")
        #expect(difference { $0.examples = 4 } == "4 rows, not 3")
        #expect(
            difference { $0.digest = "0" }?.hasPrefix("as many rows, but with other content (digest 0, not ") == true)
    }
}
