import Core
import Testing

@Suite("charrnn") struct CharrnnTests {
    private func place() throws -> Workplace {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(), to: "text.txt")
        return place
    }

    @Test("a run that was stopped and resumed ends in the same bytes", arguments: ["rnn", "lstm", "gru"])
    func resume(_ cell: String) throws {
        let place = try place()
        let options = [
            "--text", "text.txt", "--cell", cell, "--hidden", "12", "--layers", "2", "--epochs", "4", "--sample-every",
            "30",
        ]
        #expect(try place.start(options + ["--run", "whole"]).outcome().code == 0)
        #expect(try place.start(options + ["--run", "parts", "--steps", "35"]).outcome().code == 0)
        try place.succeed("--resume", "--run", "parts", "--epochs", "4")
        for file in ["model.safetensors", "samples.txt", "loss.csv", "checkpoints/epoch-0004.safetensors"] {
            #expect(
                try place.bytes("runs/charrnn/whole/\(file)") == place.bytes("runs/charrnn/parts/\(file)"), "\(file)")
        }
    }

    @Test("a run remembers --steps and --sample-every, until going on with it says otherwise")
    func remembers() throws {
        let place = try place()
        try place.succeed(
            "--text", "text.txt", "--hidden", "8", "--epochs", "4", "--steps", "40", "--sample-every", "15", "--run",
            "r", "--quiet")
        func samples() throws -> [Substring] {
            try place.text("runs/charrnn/r/samples.txt").split(separator: "\n").filter { $0.hasPrefix("step ") }
        }
        #expect(try samples() == ["step 15:", "step 30:"])
        let again = try place.succeed("--resume", "--run", "r")
        #expect(again.messages.contains("nothing left to train: 40 steps are done"))
        #expect(again.output.contains("\n40 steps; smoothed loss "), "no speed of nothing")
        let further = try place.succeed("--resume", "--run", "r", "--steps", "50", "--json", "--quiet").json()
        #expect(further["steps"] as? Int == 50)
        #expect(try samples() == ["step 15:", "step 30:", "step 45:"])
        #expect(try place.text("runs/charrnn/r/config.json").contains("\"steps\" : 50"))
        let all = try place.succeed(
            "--resume", "--run", "r", "--epochs", "4", "--sample-every", "40", "--json", "--quiet"
        ).json()
        // 624 characters are 24 stretches of up to 26.
        #expect(all["steps"] as? Int == 96)
        #expect(try samples() == ["step 15:", "step 30:", "step 45:", "step 80:"])
    }

    @Test("--json ends with one object of the contract's members, which summary.json keeps")
    func json() throws {
        let place = try place()
        let outcome = try place.succeed(
            "--text", "text.txt", "--hidden", "8", "--epochs", "2", "--validation", "0.2", "--seed", "7", "--run",
            "./here", "--json")
        let object = try outcome.trainingJSON(adding: [
            "test_loss", "test_accuracy", "steps", "steps_per_second", "smoothed_loss", "bits_per_character",
            "best_validation_loss", "next_character_accuracy", "measured_on",
        ])
        #expect(object["model"] as? String == "rnn")
        #expect(object["dataset"] as? String == "text.txt" && object["run"] as? String == "./here")
        #expect(object["epochs"] as? Int == 2 && object["seed"] as? Int == 7)
        // 15 symbols: 8·15 + 8·8 + 2·8 of the cell, 15·8 + 15 of the output.
        #expect(object["parameters"] as? Int == 335)
        let loss = try #require(object["test_loss"] as? Double)
        #expect((0.1...2).contains(loss))
        #expect(abs((object["bits_per_character"] as? Double ?? 0) * 0.693_147_18 - loss) < 1e-6)
        #expect(try place.text("here/summary.json") == outcome.output)
        #expect(outcome.messages.contains("bits a character"), "the words move to standard error")
        let dry = try place.succeed("--text", "text.txt", "--dry-run", "--json").json()
        #expect(dry["dry_run"] as? Bool == true && dry["run"] == nil)
    }

    @Test("with no run anywhere, sample learns the soliloquy first, and says so")
    func firstSample() throws {
        let place = try Workplace(tool: "charrnn")
        let line = ["sample", "--greedy", "--length", "40", "--prompt", "to be, or not"]
        let sample = try place.start(line).outcome()
        #expect(sample.code == 0)
        #expect(sample.messages.contains("learning Hamlet's soliloquy first"))
        #expect(sample.output == "to be, or not to be, that is the question: whether 't\n")
        // A run that was killed before it had a model is passed over.
        try place.write(
            place.bytes("runs/charrnn/\(place.names(in: "runs/charrnn")[0])/config.json"), to: "config.json")
        try place.write(place.bytes("config.json"), to: "runs/charrnn/zzz/config.json")
        let again = try place.start(line).outcome()
        #expect(again.messages.isEmpty)
        #expect(again.output == sample.output)
        let counted = try place.succeed("sample", "--count", "the,zebra", "--samples", "4", "--length", "300")
        #expect(counted.output.contains("zebra      0"))
        let object = try place.succeed("sample", "--json", "--samples", "2", "--length", "10").json()
        #expect((object["samples"] as? [String])?.map(\.count) == [11, 11])
    }

    @Test("check-gradients ends with 1 above the tolerance")
    func checkGradients() throws {
        let place = try Workplace(tool: "charrnn")
        let good = try place.succeed("check-gradients", "--cell", "rnn")
        #expect(good.output.contains("✓") && !good.output.contains("✗"))
        let bad = try place.run("check-gradients", "--cell", "rnn", "--tolerance", "1e-15")
        #expect(bad.code == 1)
        #expect(bad.output.contains("✗"))
    }
}
