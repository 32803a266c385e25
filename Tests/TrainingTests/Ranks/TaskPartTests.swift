import Testing

@testable import Training

@Suite("Parts of tasks") struct TaskPartTests {
    @Test("every task is in exactly one part", arguments: [1, 2, 3, 8])
    func partition(count: Int) throws {
        let parts = try (1...count).map { try #require(TaskPart("\($0)/\(count)")) }
        for task in 0..<20 { #expect(parts.count { $0.contains(task) } == 1) }
    }

    @Test("what is no part is refused", arguments: ["", "1", "0/2", "3/2", "1/0", "a/b", "1/2/3", "-1/2", "1/20000"])
    func refused(text: String) { #expect(TaskPart(text) == nil) }

    @Test("the file of each part is known again, and no other")
    func files() throws {
        for text in ["1/1", "2/3", "8/8"] { #expect(TaskPart.isFile(try #require(TaskPart(text)).fileName)) }
        #expect(TaskPart.whole.fileName == "series.json")
        for name in ["series-.json", "series-9-of-8.json", "seriesx.json", "series.json.part", "config.json"] {
            #expect(!TaskPart.isFile(name), "\(name)")
        }
    }
}
