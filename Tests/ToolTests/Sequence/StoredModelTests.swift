import Core
import Testing

/// A tool, how a small run of it begins, in two kinds, and what uses a trained model.
struct StoredModelCase: CustomTestStringConvertible, Sendable {
    let tool: String
    let begin: [String]
    let kinds: [[String]]
    let use: [String]
    var testDescription: String { tool }

    static let all = [
        StoredModelCase(
            tool: "charrnn", begin: ["--text", "text.txt", "--hidden", "6", "--epochs", "1"],
            kinds: [["--cell", "rnn"], ["--cell", "lstm"]], use: ["sample", "--length", "5"]),
        StoredModelCase(
            tool: "anbn-train", begin: ["--max-n", "2", "--epochs", "1"],
            kinds: [["--cell", "srn"], ["--cell", "lstm"]],
            use: ["generalize", "--limit", "3"]),
        StoredModelCase(
            tool: "copy-transformer",
            begin: ["--bits", "2", "--training-sequences", "32", "--validation-sequences", "6", "--epochs", "1"],
            kinds: [["--preset", "exact"], ["--preset", "classic"]], use: ["copy", "01"]),
    ]

    /// Runs `./a` and `./b` of two kinds.
    func trained() throws -> Workplace {
        let place = try Workplace(tool: tool)
        try place.write(SmallText.bytes(), to: "text.txt")
        for (kind, run) in zip(kinds, ["./a", "./b"]) {
            let outcome = try place.start(begin + kind + ["--quiet", "--run", run]).outcome()
            try #require(outcome.code == 0, "\(outcome.messages)")
        }
        return place
    }

    func use(_ run: String, in place: Workplace) throws -> Outcome {
        try place.start(use + ["--quiet", "--run", run]).outcome()
    }
}

@Suite("Sequence tools: models that cannot be used") struct StoredModelTests {
    private static let last = "checkpoints/epoch-0001.safetensors"

    @Test("none at all, or a run that has none yet", arguments: StoredModelCase.all)
    func missing(_ tool: StoredModelCase) throws {
        let place = try Workplace(tool: tool.tool)
        for (run, line) in [("none", "runs/\(tool.tool)/none: no such run"), ("./none", "./none: no such run")] {
            let outcome = try tool.use(run, in: place)
            #expect(outcome.code == 66)
            #expect(outcome.errorLine == line)
        }
        let file = try tool.use("none.safetensors", in: place)
        #expect(file.code == 66)
        #expect(file.errorLine?.hasPrefix("none.safetensors: ") == true)
        try place.write(Array("{}".utf8), to: "runs/\(tool.tool)/early/config.json")
        let early = try tool.use("early", in: place)
        #expect(early.code == 66)
        #expect(early.errorLine == "runs/\(tool.tool)/early: no model has been saved yet")
        // charrnn learns a model of its own where there is none.
        guard tool.tool != "charrnn" else { return }
        let latest = try place.start(tool.use).outcome()
        #expect(latest.code == 66)
        #expect(latest.errorLine?.hasPrefix("no model has been saved yet in runs/\(tool.tool): train a model") == true)
    }

    @Test("truncated, absurd or empty files, used or continued from", arguments: StoredModelCase.all)
    func damaged(_ tool: StoredModelCase) throws {
        let place = try tool.trained()
        let whole = try place.bytes("a/" + Self.last)
        let absurd = [UInt8](repeating: 0xFF, count: 7) + [0x7F] + whole.dropFirst(8)
        for bytes in [Array(whole.dropLast(1)), Array(whole.prefix(100)), absurd, []] {
            try place.write(bytes, to: "a/" + Self.last)
            for outcome in [
                try tool.use("a/" + Self.last, in: place),
                try place.run("--resume", "--run", "./a", "--epochs", "2", "--quiet"),
            ] {
                #expect(outcome.code == 65)
                #expect(outcome.errorLine?.contains("a/\(Self.last): ") == true, "\(outcome.messages)")
            }
            try place.write(bytes, to: "a/model.safetensors")
            #expect(try tool.use("./a", in: place).code == 65)
            #expect(try place.bytes("a/" + Self.last) == bytes, "the evidence stays")
        }
    }

    @Test("a checkpoint of another kind of model, or under other settings", arguments: StoredModelCase.all)
    func otherKind(_ tool: StoredModelCase) throws {
        let place = try tool.trained()
        let (own, other) = (
            try Safetensors.read(place.path("a/" + Self.last)), try Safetensors.read(place.path("b/" + Self.last))
        )
        // A checkpoint says by itself what it is of, so that another kind is used as what it is …
        try place.write(place.bytes("b/" + Self.last), to: "a/model.safetensors")
        #expect(try tool.use("./a", in: place).code == 0)
        // … but not where its settings are another's, …
        let mixed = Safetensors(tensors: other.tensors, metadata: own.metadata)
        try place.write(mixed.serialized(), to: "mixed.safetensors")
        let used = try tool.use("mixed.safetensors", in: place)
        #expect(used.code == 65)
        #expect(used.errorLine?.hasPrefix("mixed.safetensors: ") == true, "\(used.messages)")
        // … and no run continues from another's.
        try place.write(place.bytes("b/" + Self.last), to: "a/" + Self.last)
        let resumed = try place.run("--resume", "--run", "./a", "--epochs", "2", "--quiet")
        #expect(resumed.code == 65)
        #expect(resumed.errorLine?.hasPrefix("./a/\(Self.last): ") == true, "\(resumed.messages)")
    }

    @Test("a file of another tool or program", arguments: StoredModelCase.all)
    func otherTool(_ tool: StoredModelCase) throws {
        let place = try Workplace(tool: tool.tool)
        for other in StoredModelCase.all where other.tool != tool.tool {
            let foreign = try other.trained()
            try place.write(foreign.bytes("a/" + Self.last), to: "foreign.safetensors")
            let outcome = try tool.use("foreign.safetensors", in: place)
            #expect(outcome.code == 65)
            #expect(outcome.errorLine == "foreign.safetensors: was not written by \(tool.tool)")
            try place.write(foreign.bytes("a/config.json"), to: "foreign/config.json")
            let resumed = try place.run("--resume", "--run", "./foreign")
            #expect(resumed.code == 65)
            #expect(resumed.errorLine == "./foreign/config.json: was not written by \(tool.tool)")
        }
        let weights = Safetensors(tensors: ["x": FileArray([Float(1)], shape: [1])])
        try place.write(weights.serialized(), to: "other.safetensors")
        let outcome = try tool.use("other.safetensors", in: place)
        #expect(outcome.code == 65)
        #expect(outcome.errorLine == "other.safetensors: was not written by \(tool.tool)")
    }

    @Test("settings that no model can have", arguments: StoredModelCase.all)
    func absurdSettings(_ tool: StoredModelCase) throws {
        let place = try tool.trained()
        for (name, number, setting) in [
            ("batchSize", "0", "recipe.batchSize"), ("epochs", "-3", "recipe.epochs"),
            ("threads", "999999999999", "threads"), ("threads", "-1", "threads"),
        ] {
            let config = try place.text("a/config.json").replacing(
                try Regex("\"\(name)\" : \\d+"), with: "\"\(name)\" : \(number)")
            try place.write(Array(config.utf8), to: "c/config.json")
            try place.run("--resume", "--run", "./c")
                .expectRefusal(65, "./c/config.json: \(setting) is \(number), expected ")
        }
    }
}
