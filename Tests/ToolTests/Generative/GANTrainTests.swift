import Core
import Testing

@Suite("gan-train") struct GANTrainTests {
    /// A folder of IDX files with a few drawn characters, and the options of a training of a second on it.
    private func place(_ count: Int = 60) throws -> Workplace {
        let place = try Workplace(tool: "gan-train")
        try place.write(SmallSet(training: count), to: "set")
        return place
    }

    private static let quick = ["--dataset", "set", "--batch-size", "30", "--epochs", "2", "--run", "./run"]

    @Test("a run keeps grids, a strip, curves, samples, checkpoints and weights", arguments: ["gan", "dcgan", "cgan"])
    func run(_ model: String) throws {
        let place = try place()
        let outcome = try place.start(Self.quick + ["--model", model, "--grid-epochs", "0,1"]).outcome()
        #expect(outcome.code == 0, "\(outcome.messages)")
        #expect(place.names(in: "run/samples") == ["epoch-0000.png", "epoch-0001.png", "epoch-0002.png"])
        #expect(place.names(in: "run/checkpoints") == ["epoch-0001.safetensors", "epoch-0002.safetensors"])
        let figures = place.names(in: "run/figures").filter { $0.hasSuffix(".png") }
        #expect(
            figures == [
                "film-strip.png", "grid-0000.png", "grid-0001.png", "grid-0002.png", "grids.png",
                "learning-curves.png",
            ])
        let sheet = try Picture.readPNG(place.path("run/samples/epoch-0002.png"))
        #expect(sheet.width == 112 && sheet.height == 112 && sheet.channels == 1)
        let metrics = try CSVTable.read(place.path("run/metrics.csv"))
        #expect(
            metrics.header == [
                "epoch", "step", "learning_rate", "train_loss", "loss_discriminator", "loss_generator", "d_real",
                "d_fake", "seconds",
            ])
        let weights = try Safetensors.read(place.path("run/model.safetensors"))
        let names = weights.tensors.keys
        let parts = Set(names.compactMap { $0.split(separator: ".").first })
        #expect(parts.subtracting(model == "gan" ? [] : ["average"]) == ["generator", "discriminator"])
        #expect((model == "gan") != names.contains("generator.bn1.running_var"))
    }

    @Test("--json prints one object")
    func json() throws {
        let place = try place()
        let outcome = try place.start(Self.quick + ["--json"]).outcome()
        let object = try outcome.trainingJSON(adding: ["loss_discriminator", "loss_generator", "d_real", "d_fake"])
        #expect(object["model"] as? String == "gan" && object["epochs"] as? Int == 2)
        #expect(object["parameters"] as? Int == 2_946_577)
        let dry = try place.start(["--dataset", "set", "--dry-run", "--json"]).outcome().json()
        #expect(dry["dry_run"] as? Bool == true)
    }

    @Test("the same seed gives the same bytes, another one others; both learning rates matter")
    func seeds() throws {
        let place = try place()
        for (name, more) in [
            ("a", []), ("b", []), ("c", ["--seed", "1"]), ("d", ["--lr-discriminator", "0.001"]),
            ("e", ["--lr-generator", "0.001"]), ("f", ["--label-smoothing", "0.1"]),
        ] {
            let outcome = try place.start(
                ["--dataset", "set", "--epochs", "1", "--quiet", "--run", "./\(name)"] + more
            ).outcome()
            #expect(outcome.code == 0, "\(outcome.messages)")
        }
        let models = try ["a", "b", "c", "d", "e", "f"].map { try place.bytes("\($0)/model.safetensors") }
        // The configuration stands in the file's head, so that only equal runs may be equal; numbers are at the end.
        #expect(models[0] == models[1])
        let tails = models.map { $0.suffix(100_000) }
        for other in 2..<6 { #expect(tails[other] != tails[0], "run \(other)") }
    }

    @Test("without data it says so and learns from the built-in characters")
    func builtIn() throws {
        let outcome = try place().start(["--dry-run", "--model", "dcgan"]).outcome()
        #expect(outcome.code == 0 && outcome.output.contains("dcgan on strokes"))
        #expect(outcome.messages.contains("warning: no --dataset"))
    }

    @Test("folders of pictures of any size, with and without colour, by class or not")
    func folders() throws {
        let place = try Workplace(tool: "gan-train")
        for index in 0..<4 {
            let size = 9 + index
            let pixels = (0..<size * 7 * 3).map { UInt8(truncatingIfNeeded: $0 * 13 * (index + 1)) }
            let picture = Picture(width: 7, height: size, channels: 3, pixels: pixels)
            try place.write(picture.png(for: ""), to: "flat/\(index).png")
            try place.write(picture.png(for: ""), to: "classes/\(index % 2 == 0 ? "a" : "b")/\(index).png")
        }
        try place.write([1, 2, 3], to: "flat/broken.png")
        let flat = try place.start(["--dataset", "flat", "--epochs", "1", "--run", "./grey"]).outcome()
        #expect(flat.code == 0, "\(flat.messages)")
        #expect(flat.messages.contains("warning: 1 file was left out") && flat.messages.contains("flat/broken.png"))
        let color = try place.start([
            "--dataset", "flat", "--model", "dcgan", "--size", "32", "--color", "--epochs", "1", "--quiet", "--run",
            "./color",
        ]).outcome()
        #expect(color.code == 0, "\(color.messages)")
        #expect(try Picture.readPNG(place.path("color/samples/epoch-0001.png")).channels == 3)
        let classes = try place.start([
            "--dataset", "classes", "--model", "cgan", "--epochs", "1", "--quiet", "--run", "./classes-run",
        ]).outcome()
        #expect(classes.code == 0, "\(classes.messages)")
    }

    @Test("what it cannot make or read is refused in a line")
    func refusals() throws {
        let place = try place()
        func refuse(_ arguments: [String], _ code: Int32, _ line: String) throws {
            try place.start(arguments).outcome().expectRefusal(code, line)
        }
        let picture = Picture(width: 9, height: 9, channels: 1, pixels: [UInt8](repeating: 9, count: 81))
        try place.write(picture.png(for: ""), to: "flat/1.png")
        try place.write([], to: "nothing/x.txt")
        try refuse(
            ["--dataset", "flat", "--model", "dcgan", "--size", "29"], 65,
            "flat: pictures of 29×29 pixels; dcgan builds squares by doubling")
        try refuse(["--dataset", "set", "--size", "64"], 64, "--size and --color prepare picture files")
        try refuse(["--dataset", "nothing"], 65, "nothing: holds no data set")
        try refuse(["--dataset", "nowhere"], 66, "unknown data set 'nowhere'. Known: kmnist, mnist")
        try refuse(["--dataset", "mnits"], 66, "unknown data set 'mnits', did you mean 'mnist'?")
        try refuse(["--model", "wgan"], 64, "")
        try refuse(["--model", "dcgan", "--dropout", "0.2"], 64, "--dropout: the discriminator of dcgan has none")
        try refuse(["--resume", "--run", "./none"], 66, "./none: no run to go on with")
        #expect(place.names().sorted() == ["flat", "nothing", "set"], "nothing was left behind")
    }

    @Test("going on keeps the settings, and more epochs may be asked for")
    func resuming() throws {
        let place = try place()
        #expect(try place.start(Self.quick + ["--quiet"]).outcome().code == 0)
        try place.start(["--resume", "--run", "./run", "--label-smoothing", "0.1"]).outcome()
            .expectRefusal(64, "--resume goes on with the run's own settings; --label-smoothing cannot be changed")
        let more = try place.start(["--resume", "--run", "./run", "--epochs", "4", "--quiet"]).outcome()
        #expect(more.code == 0, "\(more.messages)")
        let whole = try place.start([
            "--dataset", "set", "--batch-size", "30", "--epochs", "4", "--quiet", "--run", "./whole",
        ]).outcome()
        #expect(whole.code == 0)
        #expect(
            try place.bytes("run/samples/epoch-0004.png") == place.bytes("whole/samples/epoch-0004.png"),
            "as if four had been asked for at first")
    }

    @Test("an exploding training ends in one line", .timeLimit(.minutes(2)))
    func exploding() throws {
        let place = try place()
        let outcome = try place.start(Self.quick + ["--optimizer", "sgd", "--lr", "1e30", "--quiet"]).outcome()
        outcome.expectRefusal(70, "the loss is")
    }
}
