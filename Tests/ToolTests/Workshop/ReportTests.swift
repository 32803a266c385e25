import Core
import Foundation
import Testing

@Suite("kumiki report") struct ReportTests {
    private let place: Workplace

    init() throws { place = try Workplace(tool: "kumiki") }

    private func writeRun(_ name: String, lr: Double = 0.1) throws {
        let text =
            #"{"format":2,"tool":"a","version":"9","experiment":{"model":"lin","dataset":"strokes","recipe":{"learningRate":\#(lr)}}}"#
        try place.write(Array(text.utf8), to: "\(name)/config.json")
        try place.write(Array("epoch,train_loss\n1,2\n2,1\n".utf8), to: "\(name)/metrics.csv")
        try place.write(Array(#"{"tool":"a","train_loss":1}"#.utf8), to: "\(name)/summary.json")
    }

    @Test("runs by folder, by name and by the folder above them become one page")
    func choices() throws {
        try writeRun("runs/a/first")
        try writeRun("runs/a/second", lr: 0.2)
        let all = try place.succeed("report", "runs/a/", "--json")
        let object = try all.json()
        #expect(object["runs"] as? [String] == ["runs/a/first", "runs/a/second"])
        let page = try place.text("report.html")
        #expect(
            page.hasPrefix("<!doctype html>") && page.contains("2 runs of a")
                && object["bytes"] as? Int == page.utf8.count)
        try place.succeed("report", "second", "runs/a/first", "second", "-o", "own.html", "--title", "Mine & yours")
        #expect(try place.text("own.html").contains("<h1>Mine &amp; yours</h1>"))
        // A page is replaced by a page.
        try place.succeed("report", "first", "-o", "own.html")
        #expect(try place.text("own.html").contains("<h1>lin on strokes</h1>"))
    }

    @Test("what cannot be written or read is refused in one line")
    func refusals() throws {
        try writeRun("runs/a/first")
        try place.write(Array("weights".utf8), to: "model.safetensors")
        try place.run("report", "first", "-o", "none/report.html").expectRefusal(73, "none/report.html")
        try place.run("report", "first", "-o", "runs").expectRefusal(73, "runs: is a folder")
        try place.run("report", "first", "-o", "model.safetensors")
            .expectRefusal(73, "model.safetensors: is there already and is no page")
        #expect(try place.text("model.safetensors") == "weights")
        try place.run("report", "third").expectRefusal(66, "third: no such run")
        try place.run("report", "runs/none").expectRefusal(66, "runs/none: no such run")
        try place.write([1], to: "notes/readme.txt")
        try place.run("report", "notes").expectRefusal(66, "notes: contains no run")
        try place.run("report").expectRefusal(64, "")
        try place.run("report", "first", "-o", "").expectRefusal(64, "")
        try writeRun("runs/b/first")
        try place.run("report", "first").expectRefusal(64, "first: several runs have this name")
        #expect(!place.exists("report.html"))
    }

    @Test("a folder of more runs than a page shows is refused, however many there are")
    func manyRuns() throws {
        for number in 0..<300 { try place.write(Array("{}".utf8), to: "runs/a/\(number)/config.json") }
        try place.run("report", "runs").expectRefusal(64, "runs: has 300 runs, and a page shows at most 50")
    }

    @Test("runs that cannot be read become warnings, and the others a page")
    func badRuns() throws {
        try writeRun("runs/a/good")
        try place.write(Array(#"{"tool":"a","fo"#.utf8), to: "runs/a/cut/config.json")
        try place.write(Array("{}".utf8), to: "runs/a/foreign/config.json")
        try place.write(Array(#"{"tool":"a","format":7}"#.utf8), to: "runs/a/newer/config.json")
        let outcome = try place.succeed("report", "runs/a")
        #expect(outcome.messageLines.count == 3 && outcome.messageLines.allSatisfy { $0.hasPrefix("warning: runs/a/") })
        #expect(outcome.output.hasPrefix("report.html: 4 runs, "))
        #expect(try place.text("report.html").contains("later version of Kumiki"))
    }

    @Test("every training leaves a page, unless --no-page is given")
    func trainings() throws {
        let tool = try Workplace(tool: "plane-train")
        let outcome = try tool.succeed("--epochs", "20", "--run", "./one", "--threads", "1")
        #expect(outcome.messages.contains("page: ./one/figures/index.html"))
        let page = try tool.text("one/figures/index.html")
        #expect(page.contains("plane-train --epochs 20 --run ./one --threads 1"))
        #expect(page.contains("data-live=\"/output\"") && page.contains("\"kind\":\"frames\""))
        try tool.succeed("--epochs", "20", "--run", "./two", "--no-page")
        #expect(!tool.exists("two/figures/index.html") && tool.exists("two/commands.json"))
        // A longer training has a longer page, and both commands.
        try tool.succeed("--resume", "--run", "./one", "--epochs", "30")
        #expect(try tool.text("one/figures/index.html").contains("plane-train --resume --run ./one --epochs 30"))
    }
}
