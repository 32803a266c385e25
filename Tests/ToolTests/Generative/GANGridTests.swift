import Core
import Foundation
import Testing

@Suite("gan-grid") struct GANGridTests {
    /// A run of four epochs of a model on a few drawn characters, of which the first, the second and the last are kept.
    private func place(_ model: String = "dcgan") throws -> Workplace {
        let place = try Workplace(tool: "gan-grid")
        try place.write(SmallSet(training: 40), to: "set")
        let outcome = try place.start(
            [
                "--dataset", "set", "--model", model, "--epochs", "4", "--batch-size", "20", "--grid-epochs", "0,2",
                "--quiet", "--run", "./run",
            ], tool: "gan-train"
        ).outcome()
        try #require(outcome.code == 0, "\(outcome.messages)")
        return place
    }

    @Test("kept epochs, and one between them that comes from the run's samples, without training")
    func epochs() throws {
        let place = try place()
        #expect(place.names(in: "run/checkpoints") == ["epoch-0002.safetensors", "epoch-0004.safetensors"])
        for epoch in [0, 2, 3, 4] {
            let outcome = try place.start([
                "--run", "./run", "--epoch", "\(epoch)", "--plain", "--output", "\(epoch).png",
            ]).outcome()
            #expect(outcome.code == 0 && outcome.output == "\(epoch).png\n", "\(outcome.messages)")
            #expect(!outcome.messages.contains("does not exist yet"))
            let drawn = try Picture.readPNG(place.path("\(epoch).png"))
            let kept = try Picture.readPNG(place.path("run/samples/epoch-000\(epoch).png"))
            #expect(drawn == kept, "epoch \(epoch)")
        }
        #expect(
            !place.exists("run/checkpoints/epoch-0003.safetensors"), "nothing was trained for a picture that is there")
    }

    @Test("an epoch without its picture is trained again to the same one, and the note says how long that takes")
    func retrained() throws {
        let place = try place()
        let kept = try place.bytes("run/samples/epoch-0003.png")
        try FileManager.default.removeItem(atPath: place.path("run/samples/epoch-0003.png"))
        // 400 seconds for four epochs: the one from epoch 2 to 3 takes a hundred.
        try place.write(Array("epoch,train_loss,seconds\n1,1,100\n4,1,400\n".utf8), to: "run/metrics.csv")
        let arguments = ["--run", "./run", "--epoch", "3", "--plain", "--output", "3.png"]
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == 0, "\(outcome.messages)")
        #expect(
            outcome.messages.contains("epoch 3 does not exist yet: training from epoch 2, about 1 min 40 s"),
            "\(outcome.messages)")
        try place.write(kept, to: "kept.png")
        #expect(try Picture.readPNG(place.path("3.png")) == Picture.readPNG(place.path("kept.png")))
        #expect(place.exists("run/checkpoints/epoch-0003.safetensors"))
    }

    @Test("pictures that the run does not keep are trained to, though the epoch's usual ones are there")
    func otherPictures() throws {
        let place = try place("gan")
        let outcome = try place.start([
            "--run", "./run", "--epoch", "3", "--rows", "2", "--plain", "--output", "3.png",
        ]).outcome()
        #expect(
            outcome.code == 0 && outcome.messages.contains("epoch 3 does not exist yet: training from epoch 2, about "))
        #expect(try Picture.readPNG(place.path("3.png")).height == 56)
    }

    @Test("without --epoch it draws the latest that was kept, though training was stopped in the middle of a later one")
    func latest() throws {
        let place = try place("gan")
        try place.write(
            try place.bytes("run/checkpoints/epoch-0004.safetensors"),
            to: "run/checkpoints/epoch-0003-step-000001.safetensors")
        try FileManager.default.removeItem(atPath: place.path("run/checkpoints/epoch-0004.safetensors"))
        let outcome = try place.start(["--run", "./run", "--plain", "--output", "2.png"]).outcome()
        #expect(outcome.code == 0 && !outcome.messages.contains("does not exist yet"), "\(outcome.messages)")
        #expect(
            try Picture.readPNG(place.path("2.png")) == Picture.readPNG(place.path("run/samples/epoch-0002.png")))
    }

    @Test("an epoch beyond the plan asks for --train, and is then the same as in a longer training")
    func beyond() throws {
        let place = try place("gan")
        try place.start(["--run", "./run", "--epoch", "6"]).outcome()
            .expectRefusal(64, "epoch 6: ./run was begun for 4 epochs; --train goes beyond")
        let outcome = try place.start(["--run", "./run", "--epoch", "6", "--train", "--output", "a.png"]).outcome()
        #expect(outcome.code == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("training from epoch 4"))
        let longer = try place.start(
            [
                "--dataset", "set", "--model", "gan", "--epochs", "6", "--batch-size", "20", "--quiet", "--run",
                "./longer",
            ], tool: "gan-train"
        ).outcome()
        #expect(longer.code == 0)
        #expect(try place.bytes("run/samples/epoch-0006.png") == place.bytes("longer/samples/epoch-0006.png"))
        #expect(try CSVTable.read(place.path("run/metrics.csv")).rows.count == 6)
    }

    @Test("several epochs side by side, SVG, a single sample, and --json")
    func drawings() throws {
        let place = try place()
        #expect(
            try place.start(["--run", "./run", "--epochs", "0,2,4"]).outcome().output
                == "./run/figures/gan-grid-0-2-4.png\n")
        #expect(place.exists("run/figures/gan-grid-0-2-4.png"))
        let svg = try place.start(["--run", "./run", "--output", "x.svg"]).outcome()
        #expect(svg.code == 0)
        #expect(try place.text("x.svg").contains("dcgan on set, epoch 4"))
        let one = try place.start([
            "--run", "./run", "--rows", "1", "--columns", "1", "--seed", "7", "--scale", "3", "--output", "1.png",
            "--json",
        ]).outcome()
        let object = try one.json()
        #expect(object["tool"] as? String == "gan-grid" && object["file"] as? String == "1.png")
        #expect(object["grid_epochs"] as? [Int] == [4] && object["seed"] as? Int == 7)
        let picture = try Picture.readPNG(place.path("1.png"))
        #expect(picture.width == 84 && picture.height == 84)
        let weights = try place.start(["--run", "run/model.safetensors", "--plain", "--output", "w.png"]).outcome()
        #expect(weights.code == 0, "\(weights.messages)")
        #expect(
            try Picture.readPNG(place.path("w.png")) == Picture.readPNG(place.path("run/samples/epoch-0004.png")))
    }

    @Test("interpolation, and classes of a model that knows them")
    func classes() throws {
        let place = try place("cgan")
        func plain(_ file: String, _ more: String...) throws -> Picture {
            let outcome = try place.start(["--run", "./run", "--plain", "--output", file] + more).outcome()
            try #require(outcome.code == 0, "\(outcome.messages)")
            return try Picture.readPNG(place.path(file))
        }
        let path = try plain("i.png", "--interpolate", "--rows", "2", "--columns", "5", "--class", "7")
        #expect(path.width == 140 && path.height == 56)
        let (seven, eight) = (try plain("7.png", "--class", "7"), try plain("8.png", "--class", "8"))
        #expect(seven != eight)
        try place.start(["--run", "./run", "--class", "17"]).outcome().expectRefusal(64, "--class 17: expected one of")
    }

    @Test("what cannot be drawn is refused in a line")
    func refusals() throws {
        let place = try place("gan")
        func refuse(_ arguments: [String], _ code: Int32, _ line: String) throws {
            try place.start(arguments).outcome().expectRefusal(code, line)
        }
        try refuse(["--run", "./run", "--class", "3"], 64, "--class 3: gan does not know classes")
        #expect(try place.start(["--run", "./run", "--epochs", "0,3", "--plain"]).outcome().code == 64)
        #expect(!place.exists("run/checkpoints/epoch-0003.safetensors"), "nothing was trained for what is refused")
        try refuse(
            ["--run", "./run", "--rows", "100", "--columns", "100", "--scale", "64"], 64,
            "100 × 100 pictures with --scale 64 are about 359880 × 359880 pixels, expected at most 32767 per side")
        try refuse(
            ["--run", "./run", "--epochs", "0,1,2,3", "--scale", "40"], 64,
            "4 × 4 pictures of 4 epochs with --scale 40 are about 37640 × 9560 pixels")
        #expect(!place.exists("run/checkpoints/epoch-0003.safetensors"), "nothing was trained for what is refused")
        try refuse(["--run", "./run", "--output", "nowhere/x.png"], 73, "nowhere")
        try refuse(["--run", "run/model.safetensors", "--epoch", "2"], 64, "run/model.safetensors contains one model")
        try refuse(["--run", "./none"], 66, "./none: no such run")
        #expect(try place.start(["--run", "./run", "--epoch", "1", "--epochs", "2"]).outcome().code == 64)
        #expect(try place.start(["--run", "./run", "--output", "x.jpg"]).outcome().code == 64)
        // A checkpoint of another architecture under the name of this one's.
        let other = try place.start(
            ["--dataset", "set", "--model", "dcgan", "--epochs", "2", "--quiet", "--run", "./other"], tool: "gan-train"
        ).outcome()
        #expect(other.code == 0)
        try place.write(
            try place.bytes("other/checkpoints/epoch-0002.safetensors"), to: "run/checkpoints/epoch-0002.safetensors")
        try refuse(
            ["--run", "./run", "--epoch", "2"], 65,
            "./run/checkpoints/epoch-0002.safetensors: contains no 'generator.fc1.weight'")
        try place.write(
            Array(try place.bytes("run/checkpoints/epoch-0004.safetensors").prefix(5_000)),
            to: "run/checkpoints/epoch-0004.safetensors")
        try refuse(["--run", "./run", "--epoch", "4"], 65, "./run/checkpoints/epoch-0004.safetensors")
    }
}
