import Core
import Foundation
import Testing

@Suite("Runs that continue from damaged files") struct DamagedRunTests {
    private let place: Workplace

    init() throws {
        place = try Workplace(tool: "curve-train")
        try place.succeed("--epochs", "4", "--schedule", "constant", "--log-every", "5", "--quiet", "--run", "./a")
    }

    private func resume(_ more: String...) throws -> Outcome {
        try place.start(["--resume", "--run", "./a", "--epochs", "6", "--quiet"] + more).outcome()
    }

    /// The first column of a table, below its name.
    private func counts(_ file: String) throws -> [Int] {
        try place.text(file).split(separator: "\n").dropFirst().compactMap { Int($0.prefix { $0 != "," }) }
    }

    @Test("a newest checkpoint that is cut falls back to the one before, and ends in the same weights")
    func checkpoint() throws {
        try place.succeed("--epochs", "6", "--schedule", "constant", "--quiet", "--run", "./whole")
        let file = "a/checkpoints/epoch-0004.safetensors"
        let cut = Array(try place.bytes(file).prefix(1_000))
        try place.write(cut, to: file)
        let outcome = try resume()
        #expect(outcome.code == 0)
        let warnings = outcome.messageLines.filter { $0.hasPrefix("warning: ") }
        #expect(warnings.count == 1 && warnings[0].hasPrefix("warning: ./\(file): "), "\(outcome.messages)")
        #expect(
            warnings[0].hasSuffix(
                "training continues from epoch-0003.safetensors, and the damaged file is kept as ./\(file).damaged"))
        #expect(try place.bytes(file + ".damaged") == cut)
        #expect(try counts("a/metrics.csv") == [1, 2, 3, 4, 5, 6])
        for name in ["model.safetensors", "checkpoints/epoch-0004.safetensors", "checkpoints/epoch-0006.safetensors"] {
            let (own, whole) = (
                try Safetensors.read(place.path("a/" + name)), try Safetensors.read(place.path("whole/" + name))
            )
            #expect(own.tensors == whole.tensors, "\(name)")
        }
    }

    @Test("where no checkpoint can be read, one line says so and nothing changes")
    func checkpoints() throws {
        for epoch in 1...4 { try place.write([1, 2, 3], to: "a/checkpoints/epoch-000\(epoch).safetensors") }
        let outcome = try resume()
        outcome.expectRefusal(65, "./a/checkpoints/epoch-0004.safetensors: ")
        #expect(place.names(in: "a/checkpoints").count == 4)
    }

    @Test(
        "a damaged table is set aside with a word, and what can be read of it stays",
        arguments: [
            ("metrics.csv", { @Sendable in $0.replacing("\n3,", with: ",\n3,") }, 4),
            ("metrics.csv", { @Sendable in String($0.dropLast(9)) }, 3),
            (
                "metrics.csv",
                { @Sendable in $0.replacing(".", with: "§").replacing(",", with: ";").replacing("§", with: ",") }, 4
            ),
            ("steps.csv", { @Sendable in $0.replacing("\n10,", with: "\n10,x,") }, 7),
            ("steps.csv", { @Sendable in $0 + "\u{0}" }, 8),
        ] as [(String, @Sendable (String) -> String, Int)])
    func tables(name: String, change: @Sendable (String) -> String, count: Int) throws {
        let (file, whole) = ("a/\(name)", try place.text("a/\(name)"))
        let known = try counts(file)
        let damaged = change(whole)
        try place.write(Array(damaged.utf8), to: file)
        let outcome = try resume()
        #expect(outcome.code == 0)
        let warnings = outcome.messageLines.filter { $0.hasPrefix("warning: ") }
        #expect(warnings.count == 1 && warnings[0].hasPrefix("warning: ./\(file): "), "\(outcome.messages)")
        #expect(warnings.first?.contains("; \(count) of ") == true, "\(outcome.messages)")
        #expect(try place.text(file + ".damaged") == damaged)
        let rows = try counts(file)
        #expect(rows.count == count + known.count / 2 && Set(rows.prefix(count)).isSubset(of: known), "\(rows)")
        #expect(try place.text(file).split(separator: "\n").first == whole.split(separator: "\n").first)
    }

    @Test("a table that is missing is said to be")
    func missing() throws {
        try FileManager.default.removeItem(atPath: place.path("a/metrics.csv"))
        let outcome = try resume()
        #expect(outcome.messages.contains("warning: ./a/metrics.csv is missing; the new one begins after epoch 4"))
        #expect(try counts("a/metrics.csv") == [5, 6])
    }

    @Test("charrnn: its curve and its samples")
    func characters() throws {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(), to: "text.txt")
        try place.succeed("--text", "text.txt", "--epochs", "2", "--hidden", "4", "--run", "./a", "--quiet")
        try place.write(Array(try place.text("a/loss.csv").replacing(",", with: ";").utf8), to: "a/loss.csv")
        try place.write(Array(try place.bytes("a/samples.txt").prefix(50)), to: "a/samples.txt")
        let outcome = try place.run("--resume", "--run", "./a", "--epochs", "3", "--quiet")
        #expect(outcome.code == 0)
        #expect(outcome.messages.contains("warning: ./a/loss.csv: "), "\(outcome.messages)")
        #expect(outcome.messages.contains("warning: ./a/samples.txt: 50 bytes, expected "))
        #expect(place.exists("a/loss.csv.damaged"))
        #expect(try place.text("a/loss.csv").hasPrefix("step,nats_a_character\n1,"))
        let damaged = "a/checkpoints/epoch-0003.safetensors"
        try place.write(Array(try place.bytes(damaged).dropLast(3)), to: damaged)
        let later = try place.run("--resume", "--run", "./a", "--epochs", "4", "--quiet")
        #expect(later.code == 0 && later.messages.contains("training continues from epoch-0002.safetensors"))
    }
}
