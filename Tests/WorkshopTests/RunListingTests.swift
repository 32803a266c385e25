import Core
import Foundation
import TestSupport
import Testing
import Workshop

@Suite("Runs below a folder") struct RunListingTests {
    private let folder = TemporaryFolder()

    private func write(_ text: String, to name: String) throws { try folder.write(Array(text.utf8), to: name) }

    private func settings(_ tool: String, format: Int = 2, dataset: String = "strokes") -> String {
        #"{"format":\#(format),"tool":"\#(tool)","version":"9","experiment":{"model":"lin","dataset":"\#(dataset)"}}"#
    }

    private func listing(metric: String? = nil) throws -> RunListing { try RunListing(folder.path, metric: metric) }

    @Test("finished, unfinished, damaged, newer and foreign runs are told apart")
    func states() throws {
        try write(settings("a"), to: "a/finished/config.json")
        try write(#"{"model":"conv","dataset":"mnist","epochs":3,"test_accuracy":0.9}"#, to: "a/finished/summary.json")
        try write(settings("a"), to: "a/unfinished/config.json")
        try write("epoch,train_loss\n1,2.5\n2,1.5\n", to: "a/unfinished/metrics.csv")
        try write(#"{"format":2,"to"#, to: "a/cut/config.json")
        try write(settings("a"), to: "a/halved/config.json")
        try write("", to: "a/halved/summary.json")
        try write(settings("a", format: 3), to: "a/newer/config.json")
        try write("[]", to: "a/newer/summary.json")
        try write("{}", to: "a/other/config.json")
        try write("hello", to: "a/notes/readme.txt")
        try FileManager.default.createDirectory(atPath: "\(folder.path)/a/empty", withIntermediateDirectories: true)
        let runs = try listing().runs
        let states = Dictionary(uniqueKeysWithValues: runs.map { ($0.name, $0.state) })
        #expect(
            states == [
                "finished": .finished, "unfinished": .unfinished, "cut": .damaged, "halved": .damaged, "newer": .newer,
                "other": .foreign, "notes": .foreign, "empty": .unfinished,
            ])
        let finished = try #require(runs.first { $0.name == "finished" })
        #expect(finished.tool == "a" && finished.model == "conv" && finished.dataset == "mnist" && finished.epochs == 3)
        #expect(finished.metric == .accuracy(.test) && finished.value == 0.9)
        let unfinished = try #require(runs.first { $0.name == "unfinished" })
        #expect(unfinished.model == "lin" && unfinished.epochs == 2 && unfinished.value == 1.5)
        #expect(
            runs.first { $0.name == "halved" }?.problem == "\(folder.path)/a/halved/summary.json: is empty")
    }

    @Test("a locked run is training")
    func locked() throws {
        let (run, lock) = try RunFolder.begin("\(folder.path)/a/one", tool: "a")
        withExtendedLifetime(lock) { #expect(run.isLocked) }
        try withExtendedLifetime(lock) {
            #expect(try listing().runs.map(\.state) == [.training])
            try write(settings("a"), to: "a/one/config.json")
            #expect(try listing().runs.map(\.state) == [.training])
        }
    }

    @Test("orders, with runs without a value last both ways")
    func orders() throws {
        for (name, dataset, figures) in [
            ("a", "mnist", #""test_accuracy":0.5,"epochs":3"#), ("b", "mnist", #""test_accuracy":0.75,"epochs":2"#),
            ("c", "kmnist", #""test_accuracy":null"#),
        ] {
            try write(settings("t", dataset: dataset), to: "t/\(name)/config.json")
            try write("{\(figures)}", to: "t/\(name)/summary.json")
        }
        func names(_ order: RunListing.Order, reversed: Bool = false) throws -> String {
            var runs = try listing()
            runs.sort(by: order, reversed: reversed)
            return runs.runs.map(\.name).joined()
        }
        #expect(try names(.metric) == "bac")
        #expect(try names(.metric, reversed: true) == "abc")
        #expect(try names(.epochs) == "bac")
        #expect(try names(.name, reversed: true) == "cba")
        #expect(try names(.dataset) == "cab")
        var runs = try listing()
        runs.keep(tool: "t", dataset: "mnist")
        #expect(runs.runs.map(\.name) == ["a", "b"])
        #expect(try listing(metric: "epochs").runs.map(\.value) == [3, 2, nil])
    }

    @Test("a folder of runs, and one run, are read as well as a folder of tools")
    func depths() throws {
        try write(settings("t"), to: "t/a/config.json")
        try write(settings("t"), to: "t/a/figures/x.json")
        #expect(try RunListing("\(folder.path)/t").runs.map(\.name) == ["a"])
        #expect(try RunListing("\(folder.path)/t/a").runs.map(\.name) == ["a"])
        #expect(throws: FileError.self) { try RunListing("\(folder.path)/none") }
    }

    @Test("mutated files of a run are never an error")
    func fuzz() throws {
        let config = Array(settings("a").utf8)
        let summary = Array(#"{"model":"conv","epochs":3,"test_accuracy":0.9}"#.utf8)
        try folder.write(Array("epoch,train_loss\n1,2\n".utf8), to: "a/x/metrics.csv")
        var random = RandomStream(seed: 3, name: StreamName("runs"))
        for _ in 0..<300 {
            func mutated(_ bytes: [UInt8]) -> [UInt8] {
                var bytes = bytes
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                return Array(bytes.prefix(Int.random(in: 0...2 * bytes.count, using: &random)))
            }
            try folder.write(mutated(config), to: "a/x/config.json")
            try folder.write(mutated(summary), to: "a/x/summary.json")
            #expect(try listing().runs.count == 1)
        }
    }
}
