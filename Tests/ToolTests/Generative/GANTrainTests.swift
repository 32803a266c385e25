import Core
import Foundation
import TestSupport
import Testing

@Suite("gan-train") struct GANTrainTests {
    /// A folder of IDX files with a few drawn characters, and the options of a training of a second on it.
    private func place(_ count: Int = 60) throws -> Workplace {
        let place = try Workplace(tool: "gan-train")
        try place.write(SmallSet(training: count), to: "set")
        return place
    }

    /// The same with digits, which the judge knows.
    private func placeOfDigits() throws -> Workplace {
        let place = try Workplace(tool: "gan-train")
        for (part, count, seed) in [("train", 60, 1), ("t10k", 40, 2)] {
            let digits = DrawnDigits(count: count, seed: UInt64(seed))
            try place.write(
                FileArray(digits.pixels, shape: [count, 28, 28]).idx(), to: "digits/\(part)-images-idx3-ubyte")
            try place.write(FileArray(digits.labels, shape: [count]).idx(), to: "digits/\(part)-labels-idx1-ubyte")
        }
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
                "architecture.png", "film-strip.png", "grid-0000.png", "grid-0001.png", "grid-0002.png", "grids.png",
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

    @Test("an epoch's line and the results name both losses and the Fréchet distance")
    func words() throws {
        let place = try placeOfDigits()
        let outcome = try place.start([
            "--dataset", "digits", "--epochs", "1", "--score-every", "1", "--run", "./run", "--threads", "1",
        ]).outcome()
        let log = try CSVTable.read(place.path("run/metrics.csv"))
        func value(_ name: String, _ places: Int) throws -> String {
            String(format: "%.\(places)f", try log.numbers(name)[0])
        }
        let line = try #require(outcome.messages.split(separator: "\n").first { $0.hasPrefix("epoch 1/1") })
        #expect(
            try line.hasPrefix(
                "epoch 1/1  G loss \(value("loss_generator", 4))  D loss \(value("loss_discriminator", 2))  D(real) "),
            "\(line)")
        #expect(try line.contains("  Fréchet \(value("digits_frechet", 2)) (digits)  "), "\(line)")
        #expect(!line.contains("left"), "a training of a moment says nothing of the time left")
        #expect(
            try outcome.output.hasPrefix(
                "losses  \(value("loss_generator", 4)) generator, \(value("loss_discriminator", 4)) discriminator\n"),
            "\(outcome.output)")
    }

    @Test("--json prints one object")
    func json() throws {
        let place = try place()
        let outcome = try place.start(Self.quick + ["--json"]).outcome()
        let object = try outcome.trainingJSON(adding: Self.figures)
        #expect(object["model"] as? String == "gan" && object["epochs"] as? Int == 2)
        #expect(object["parameters"] as? Int == 2_946_577)
        let dry = try place.start(["--dataset", "set", "--dry-run", "--json"]).outcome().json()
        #expect(dry["dry_run"] as? Bool == true)
    }

    private static let figures: Set = ["data", "loss_discriminator", "loss_generator", "d_real", "d_fake"]
    private static let scores: Set = [
        "digits_frechet", "digits_confidence", "digits_classes", "digits_balance", "judge",
    ]

    @Test("with held-out digits the best epoch is kept, and test digits are read at its end alone")
    func validation() throws {
        let place = try placeOfDigits()
        let common = ["--dataset", "digits", "--batch-size", "20", "--score-every", "1", "--threads", "1"]
        let outcome = try place.start(common + ["--epochs", "4", "--validation", "0.3", "--json", "--run", "./run"])
            .outcome()
        let held = ["frechet", "confidence", "classes", "balance"].map { "validation_digits_\($0)" }
        let object = try outcome.trainingJSON(
            adding: Self.figures.union(Self.scores).union(held).union(["kept_value", "seconds_per_evaluation"]))
        let metrics = try CSVTable.read(place.path("run/metrics.csv"))
        let distances = try metrics.numbers("validation_digits_frechet")
        #expect(distances.count == 4 && !metrics.header.contains("digits_frechet"))
        let best = try #require(distances.min())
        #expect(object["kept_by"] as? String == "validation_digits_frechet")
        #expect(object["kept_value"] as? Double == best)
        let epoch = try #require(object["kept_epoch"] as? Int)
        #expect(epoch == (distances.firstIndex(of: best) ?? -1) + 1)
        let loss = try #require(object["loss_discriminator"] as? Double)
        #expect(try abs(metrics.numbers("loss_discriminator")[epoch - 1] - loss) < 1e-12)
        let words = try place.start(["--resume", "--run", "./run", "--quiet"]).outcome()
        #expect(words.output.contains("Fréchet distance to validation digits (not FID)"))
        #expect(words.output.contains("the lowest validation digits frechet"))
        // The grid of the best weights is drawn where no epoch is named.
        let grid = try place.start(["--run", "./run", "--plain", "--output", "best.png"], tool: "gan-grid").outcome()
        #expect(grid.code == 0, "\(grid.messages)")
        #expect(try place.bytes("best.png") == place.bytes("run/samples/epoch-000\(epoch).png"))
    }

    @Test("without, last weights are kept; several seeds have a mean and a deviation of each score")
    func seedRuns() throws {
        let place = try placeOfDigits()
        let outcome = try place.start([
            "--dataset", "digits", "--epochs", "1", "--runs", "2", "--json", "--run", "./run", "--threads", "1",
        ]).outcome()
        let means = Self.scores.subtracting(["judge"]).flatMap { ["\($0)_mean", "\($0)_deviation"] }
        let object = try outcome.trainingJSON(
            adding: Self.figures.union(Self.scores).union(means)
                .union(["runs", "seeds", "seconds_per_evaluation"]))
        let seeds = try #require(object["seeds"] as? [[String: Any]])
        let distances = seeds.compactMap { $0["digits_frechet"] as? Double }
        #expect(distances.count == 2 && distances[0] != distances[1])
        let mean = try #require(object["digits_frechet_mean"] as? Double)
        #expect(abs(mean - (distances[0] + distances[1]) / 2) < 1e-9 && object["kept_by"] as? String == "last epoch")
        #expect(place.exists("run/seeds/seed-1/model.safetensors"))
    }

    @Test("a training with held-out digits that is killed again and again ends byte for byte as if it never was")
    func killed() throws {
        let settings = [
            "--model", "dcgan", "--dataset", "digits", "--batch-size", "20", "--score-every", "2", "--validation",
            "0.3", "--schedule", "one-cycle", "--threads", "1", "--grid-epochs", "1,2,3,4,5,6,7,8",
        ]
        try StoppedTraining(place: placeOfDigits(), settings: settings)
            .endsAsIfNeverStopped(comparing: ["samples/epoch-0008.png"])
    }

    @Test(
        "--lr is the rate of both networks, and each may have one of its own",
        arguments: [
            ([], 0.002, 0.0005), (["--lr", "0.001"], 0.001, 0.001), (["--lr-generator", "0.001"], 0.001, 0.0005),
            (["--lr-discriminator", "0.001"], 0.002, 0.001), (["--lr", "0.1", "--lr-generator", "0.2"], 0.2, 0.1),
            (["--lr", "0.1", "--lr-discriminator", "0.2"], 0.1, 0.2),
        ])
    func rates(options: [String], generator: Double, discriminator: Double) throws {
        let place = try place(20)
        let outcome = try place.start(
            ["--dataset", "set", "--model", "dcgan", "--steps", "1", "--quiet", "--run", "./run"] + options
        ).outcome()
        // Rates such as 0.1 may explode; the settings are there all the same.
        #expect(outcome.code == 0 || outcome.code == 65)
        let settings = try place.text("run/config.json")
        #expect(settings.contains("\"learningRate\" : \(generator),"))
        #expect(settings.contains("\"lrDiscriminator\" : \(discriminator),"))
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

    @Test("folders of pictures of any size, with and without color, by class or not")
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
        let flat = try place.start(["--dataset", "flat", "--epochs", "1", "--run", "./gray"]).outcome()
        #expect(flat.code == 0, "\(flat.messages)")
        #expect(
            flat.messages.contains("warning: left out: 1 pictures that cannot be read (neither a PNG nor a JPEG file)"))
        #expect(flat.messages.contains("the first: flat/broken.png: "))
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
        try refuse(["--dataset", "nothing"], 65, "nothing: contains no data set")
        try refuse(["--dataset", "nowhere"], 66, "unknown data set 'nowhere'. Known: kmnist, mnist")
        try refuse(["--dataset", "mnits"], 66, "unknown data set 'mnits', did you mean 'mnist'?")
        try refuse(["--model", "wgan"], 64, "")
        try refuse(["--model", "dcgan", "--dropout", "0.2"], 64, "--dropout: the discriminator of dcgan has none")
        try refuse(["--optimizer", "sgd", "--beta1", "0.5"], 64, "--beta1: the optimizer sgd has none")
        try refuse(
            ["--dataset", "set", "--validation", "0.2"], 64,
            "--validation 0.2: 'Kumiki's digits, version 1' chooses the epoch; it knows gray digits of 28×28")
        try refuse(["--dataset", "set", "--patience", "3"], 64, "--patience: there are no validation examples")
        try refuse(["--resume", "--run", "./none"], 66, "./none: no run to continue")
        #expect(place.names().sorted() == ["flat", "nothing", "set"], "nothing was left behind")
    }

    @Test("a run that continues keeps its settings, and more epochs may be asked for")
    func resuming() throws {
        let place = try place()
        #expect(try place.start(Self.quick + ["--quiet"]).outcome().code == 0)
        try place.start(["--resume", "--run", "./run", "--label-smoothing", "0.1"]).outcome()
            .expectRefusal(
                64,
                "--resume continues with the run's own settings; --label-smoothing cannot be changed (0 in the run)")
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
        outcome.expectRefusal(65, "the training has diverged: the loss is")
    }
}
