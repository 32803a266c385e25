import Foundation
import Testing

/// The real binary, each test in a folder of its own.
@Suite("charrnn") struct CharrnnTests {
    private struct Outcome {
        let code: Int32
        let output, errors: String
    }

    private let folder = FileManager.default.temporaryDirectory.appending(component: "kumiki-\(UUID())")

    /// Runs charrnn in the test's folder, where it keeps its runs.
    private func charrnn(_ arguments: String...) throws -> Outcome { try run(arguments) }

    private func run(_ arguments: [String]) throws -> Outcome {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let process = Process()
        let products = try #require(Bundle.main.executableURL).deletingLastPathComponent()
        process.executableURL = products.appending(component: "charrnn")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // Files, for a pipe that nobody reads would fill.
        let streams = ["out", "err"].map { folder.appending(component: "\(UUID()).\($0)") }
        for stream in streams { try Data().write(to: stream) }
        process.standardOutput = try FileHandle(forWritingTo: streams[0])
        process.standardError = try FileHandle(forWritingTo: streams[1])
        try process.run()
        process.waitUntilExit()
        let texts = try streams.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Outcome(code: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    private func write(_ text: [UInt8], to name: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text).write(to: folder.appending(component: name))
    }

    private func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: path))
    }

    private func clean() { try? FileManager.default.removeItem(at: folder) }

    /// A text with some structure.
    private let text = Array(String(repeating: "the cat sat on the mat, and the dog sat on the log. ", count: 12).utf8)

    @Test("a run that was stopped and resumed ends in the same bytes", arguments: ["rnn", "lstm", "gru"])
    func resume(_ cell: String) throws {
        defer { clean() }
        try write(text, to: "text.txt")
        let options = ["--text", "text.txt", "--cell", cell, "--hidden", "12", "--layers", "2", "--epochs", "4"]
        func train(_ more: [String]) throws -> Outcome { try run(options + more) }
        #expect(try train(["--run", "whole", "--sample-every", "30"]).code == 0)
        #expect(try train(["--run", "parts", "--sample-every", "30", "--steps", "35"]).code == 0)
        #expect(try run(["--resume", "--run", "parts", "--sample-every", "30"]).code == 0)
        for file in ["model.safetensors", "samples.txt", "loss.csv", "checkpoints/epoch-0004.safetensors"] {
            #expect(try bytes("runs/charrnn/whole/\(file)") == bytes("runs/charrnn/parts/\(file)"), "\(file)")
        }
    }

    @Test("with no run anywhere, sample learns the soliloquy first, and says so")
    func firstSample() throws {
        defer { clean() }
        let sample = try charrnn("sample", "--greedy", "--length", "40", "--prompt", "to be, or not")
        #expect(sample.code == 0)
        #expect(sample.errors.contains("learning Hamlet's soliloquy first"))
        #expect(sample.output == "to be, or not to be, that is the question: whether 't\n")
        let again = try charrnn("sample", "--greedy", "--length", "40", "--prompt", "to be, or not")
        #expect(again.errors.isEmpty)
        #expect(again.output == sample.output)
        let counted = try charrnn("sample", "--count", "the,zebra", "--samples", "4", "--length", "300")
        #expect(counted.output.contains("zebra      0"))
    }

    @Test("what cannot be used is told in one line")
    func badInput() throws {
        defer { clean() }
        try write([], to: "empty.txt")
        try write([0x61], to: "one.txt")
        try write(Array("hello".utf8), to: "short.txt")
        try write([0x61, 0x62, 0xFF], to: "bad.txt")
        try write(text, to: "text.txt")
        #expect(try charrnn("--text", "text.txt", "--epochs", "1", "--hidden", "4", "--run", "r").code == 0)
        let cases: [([String], Int32, String)] = [
            (["--text", "empty.txt"], 65, "the text is empty"), (["--text", "one.txt"], 65, "a single character"),
            (["--text", "short.txt", "--preset", "windows"], 65, "expected 31 or more"),
            (["--text", "bad.txt"], 65, "byte 2: is not UTF-8"), (["--text", "none.txt"], 66, "No such file"),
            (["--text", "text.txt", "--lr", "1e30", "--clip", "0", "--optimizer", "sgd"], 70, "have exploded"),
            (["--cell", "lst"], 64, "did you mean 'lstm'"), (["--resume", "--cell", "gru"], 64, "cannot be changed"),
            (["sample", "--run", "r", "--prompt", "ZÄ"], 64, "'Z' (U+005A) is none that the model knows"),
            (["sample", "--temp", "0"], 64, "a number above 0"), (["sample", "--temp", "-1"], 64, "a number above 0"),
            (["sample", "--run", "none"], 66, "no such run"), (["sample", "--run", "text.safetensors"], 66, "No such"),
        ]
        for (arguments, code, message) in cases {
            let outcome = try run(arguments)
            #expect(outcome.code == code, "\(arguments)")
            #expect(outcome.errors.contains(message), "\(arguments): \(outcome.errors)")
            #expect(outcome.output.isEmpty, "\(arguments)")
        }
    }

    @Test("check-gradients ends with 1 above the tolerance")
    func checkGradients() throws {
        defer { clean() }
        let good = try charrnn("check-gradients", "--cell", "rnn")
        #expect(good.code == 0)
        #expect(good.output.contains("✓") && !good.output.contains("✗"))
        let bad = try charrnn("check-gradients", "--cell", "rnn", "--tolerance", "1e-15")
        #expect(bad.code == 1)
        #expect(bad.output.contains("✗"))
    }
}
