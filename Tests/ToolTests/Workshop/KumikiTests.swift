import Foundation
import Testing

@testable import Workshop

@Suite("kumiki: tools and machine") struct KumikiTests {
    @Test("list shows the tools beside it, with the first line of their help")
    func list() throws {
        let outcome = try Workplace(tool: "kumiki").run("list")
        #expect(outcome.code == 0)
        for tool in KnownTool.all {
            let first = try HelpTests.page(tool.name).split(separator: "\n\n")[0].replacing("\n", with: " ")
            #expect(first == "OVERVIEW: \(tool.purpose)")
            #expect(outcome.output.contains("\(tool.name)\n    \(tool.purpose)\n"))
        }
        let object = try Workplace(tool: "kumiki").run("list", "--json").json()
        let tools = try #require(object["tools"] as? [[String: Any]])
        #expect(tools.compactMap { $0["name"] as? String }.starts(with: KnownTool.all.map(\.name)))
    }

    @Test("a tool's name starts that tool with its arguments and its exit code")
    func start() throws {
        let place = try Workplace(tool: "kumiki")
        let outcome = try place.run("kmnist-train", "--version")
        #expect(outcome.code == 0 && outcome.output.hasPrefix("kmnist-train "))
        let refused = try place.run("svm", "train", "--cost", "no")
        #expect(refused.code == 64 && refused.messages.hasPrefix("svm: error: --cost no: "))
    }

    @Test("other people's tools on the PATH")
    func others() throws {
        let place = try Workplace(tool: "kumiki")
        try place.write(Array("#!/bin/sh\necho mine \"$@\"; exit 3\n".utf8), to: "bin/kumiki-mine")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path("bin/kumiki-mine"))
        let outcome = try place.run(
            "mine", "--help", "a b", environment: ["PATH": place.path("bin") + ":/bin:/usr/bin"])
        #expect(outcome.code == 3 && outcome.output == "mine --help a b\n")
    }

    @Test("a word that is neither")
    func unknown() throws {
        let place = try Workplace(tool: "kumiki")
        try place.run("lsit").expectRefusal(64, "unknown command or tool 'lsit', did you mean 'list'? Known: list, ")
        try place.run("charrn", "--json").expectRefusal(
            64, "unknown command or tool 'charrn', did you mean 'charrnn'? Known: ")
    }

    @Test("doctor says what is here and what to do about the rest")
    func doctor() throws {
        let place = try Workplace(tool: "kumiki")
        let outcome = try place.run("doctor")
        #expect(outcome.code == 0 && outcome.messages.isEmpty)
        #expect(outcome.output.contains("engine              ok       oneDNN "))
        #expect(outcome.output.contains("→ kumiki fetch kmnist\n"))
        let findings = try #require(try place.run("doctor", "--json").json()["findings"] as? [[String: Any]])
        #expect(
            findings.prefix(8).compactMap { $0["subject"] as? String } == [
                "engine", "loops", "threads", "memory", "energy", "fonts", "cache", "certificates",
            ])
        for finding in findings where finding["state"] as? String != "ok" { #expect(finding["remedy"] is String) }
    }
}

@Suite("kumiki: runs") struct KumikiRunsTests {
    @Test("a run that was trained, one that was not finished, and what is no run")
    func table() throws {
        let place = try Workplace()
        try place.succeed(
            "--model", "lin", "--dataset", "strokes", "--epochs", "1", "--run", "one", "--batch-size", "1000")
        try place.write(try place.bytes("runs/kmnist-train/one/config.json"), to: "runs/kmnist-train/two/config.json")
        try place.write([1], to: "runs/kmnist-train/three/x")
        let outcome = try place.start(["runs", "--sort", "name"], tool: "kumiki").outcome()
        #expect(outcome.code == 0)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 4 && lines[0].hasPrefix("run    tool          model  data set  epochs  metric"))
        #expect(lines[1].hasPrefix("one    kmnist-train  lin    strokes        1  test accuracy"))
        #expect(lines[1].hasSuffix("finished") && lines[2].hasPrefix("three") && lines[2].hasSuffix("foreign"))
        #expect(lines[3].hasPrefix("two    kmnist-train  lin    strokes") && lines[3].hasSuffix("unfinished"))
        let chosen = try place.start(["runs", "--json", "--dataset", "strokes"], tool: "kumiki").outcome().json()
        let runs = try #require(chosen["runs"] as? [[String: Any]])
        #expect(Set(runs.compactMap { $0["path"] as? String }) == ["runs/kmnist-train/one", "runs/kmnist-train/two"])
    }

    @Test("nothing to list")
    func none() throws {
        let place = try Workplace(tool: "kumiki")
        try place.run("runs").expectRefusal(66, "there is no folder runs here: train a model first, or name a folder")
        try place.run("runs", "elsewhere").expectRefusal(66, "elsewhere: no such folder")
        try place.run("runs", "--sort", "dat").expectRefusal(64, "unknown column 'dat', did you mean 'date'?")
        try FileManager.default.createDirectory(atPath: place.path("runs"), withIntermediateDirectories: true)
        let outcome = try place.run("runs")
        #expect(outcome.code == 0 && outcome.output.isEmpty && outcome.messages == "no runs in runs\n")
    }
}
