import Core
import Testing

@Suite("kmnist-train: damaged checkpoints") struct CheckpointErrorTests {
    private func trained() throws -> Workplace {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        for model in ["lin", "full"] {
            try place.succeed(
                "--model", model, "--dataset", "set", "--epochs", "1", "--run", "./" + model, "--quiet")
        }
        return place
    }

    @Test("a truncated file, an absurd header length, an empty file", arguments: ["evaluate", "resume"])
    func damaged(use: String) throws {
        let place = try trained()
        let file = "lin/checkpoints/epoch-0001.safetensors"
        let whole = try place.bytes(file)
        let absurd = [UInt8](repeating: 0xFF, count: 7) + [0x7F] + whole.dropFirst(8)
        for bytes in [Array(whole.dropLast(1)), Array(whole.prefix(100)), absurd, [], Array("hello, world".utf8)] {
            try place.write(bytes, to: file)
            let outcome =
                use == "evaluate"
                ? try place.run("evaluate", "--run", file)
                : try place.run("--resume", "--run", "./lin", "--epochs", "2", "--quiet")
            #expect(outcome.code == 65)
            #expect(outcome.errorLine?.contains("\(file): ") == true, "\(outcome.messages)")
            #expect(try place.bytes(file) == bytes, "the evidence stays")
        }
    }

    @Test("a checkpoint of another model, another training, or another program")
    func foreign() throws {
        let place = try trained()
        let file = "lin/checkpoints/epoch-0001.safetensors"
        try place.write(place.bytes("full/checkpoints/epoch-0001.safetensors"), to: file)
        let resumed = try place.run("--resume", "--run", "./lin", "--epochs", "2", "--quiet")
        #expect(resumed.code == 65)
        #expect(
            resumed.errorLine?.hasPrefix("./\(file): was written by a training with other settings: model") == true)
        try place.write(place.bytes("lin/model.safetensors"), to: file)
        let weights = try place.run("--resume", "--run", "./lin", "--epochs", "2", "--quiet")
        #expect(weights.code == 65)
        #expect(weights.errorLine == "./\(file): contains only weights, expected a checkpoint to continue from")
        try place.write(
            Safetensors(tensors: ["x": FileArray([Float(1)], shape: [1])]).serialized(), to: "other.safetensors")
        let other = try place.run("evaluate", "--run", "other.safetensors")
        #expect(other.code == 65)
        #expect(other.errorLine == "other.safetensors: was not written by kmnist-train")
        let absent = try place.run("evaluate", "--run", "absent.safetensors")
        #expect(absent.code == 66)
        #expect(absent.errorLine?.hasPrefix("absent.safetensors: ") == true)
    }

    @Test("a model is not tested on pictures of another shape or with other classes")
    func otherData() throws {
        let place = try trained()
        var set = SmallSet()
        let pixels = [UInt8](repeating: 7, count: 60 * 64)
        set.files["train-images-idx3-ubyte"] = FileArray(pixels, shape: [60, 8, 8]).idx()
        set.files["t10k-images-idx3-ubyte"] = FileArray(Array(pixels.prefix(30 * 64)), shape: [30, 8, 8]).idx()
        try place.write(set, to: "small")
        let outcome = try place.run("evaluate", "--run", "./lin", "--dataset", "small")
        #expect(outcome.code == 65)
        #expect(
            outcome.errorLine
                == "small has pictures of 8×8 pixels, but the model was trained on pictures of 28×28 pixels")
    }

    @Test("a damaged configuration ends --resume with 65")
    func configuration() throws {
        let place = try trained()
        try place.write(Array("{\"model\": 7}".utf8), to: "lin/config.json")
        let outcome = try place.run("--resume", "--run", "./lin")
        #expect(outcome.code == 65)
        #expect(outcome.errorLine == "./lin/config.json: was not written by kmnist-train")
    }

    @Test(
        "nonsense in a configuration is refused by name and value",
        arguments: [
            ("\"model\" : \"full\"", "\"model\" : \"ful\"", "model is 'ful', expected conv, full, lin, dnn"),
            ("\"hidden\" : 95", "\"hidden\" : 0", "hidden is 0, expected 1 to 100000"),
            ("\"name\" : \"sgd\"", "\"name\" : \"adan\"", "recipe.optimizer is 'adan', expected sgd, "),
            ("\"learningRate\" : 0.01", "\"learningRate\" : -1", "recipe.learningRate is -1"),
            ("\"dataset\" : \"set\"", "\"dataset\" : \"\"", "dataset is '', expected a name or a folder"),
        ])
    func nonsense(good: String, bad: String, reason: String) throws {
        let place = try trained()
        let text = try place.text("full/config.json")
        #expect(text.contains(good))
        try place.write(Array(text.replacing(good, with: bad).utf8), to: "full/config.json")
        try place.run("--resume", "--run", "./full").expectRefusal(65, "./full/config.json: \(reason)")
    }
}
