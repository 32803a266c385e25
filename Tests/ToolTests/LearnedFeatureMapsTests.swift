import Core
import Foundation
import Testing
import VisionModels

@Suite("feature-maps --run") struct LearnedFeatureMapsTests {
    /// A place in which kmnist-train has trained a model.
    private func characters(_ model: String) throws -> Workplace {
        let place = try Workplace(tool: "feature-maps")
        try place.write(SmallSet(training: 20, test: 10), to: "kmnist")
        let arguments = ["--model", model, "--dataset", "./kmnist", "--epochs", "1", "--run", "first", "--quiet"]
        let outcome = try place.start(arguments, tool: "kmnist-train").outcome()
        try #require(outcome.code == 0, "\(outcome.messages)")
        return place
    }

    @Test("shows the maps of kmnist-train's convolutions, and what their strongest numbers see")
    func convolutions() throws {
        let place = try characters("conv")
        try place.write(SmallSet.pictures(1)[0].picture.png(for: ""), to: "picture.png")
        let object = try place.succeed("picture.png", "--run", "first", "--output", "a", "--json", "--quiet").json()
        #expect(object["model"] as? String == "conv" && object["dataset"] as? String == "kmnist")
        #expect(object["run"] as? String == "runs/kmnist-train/first/model.safetensors")
        #expect((object["top"] as? [[String: Any]])?.count == 3)
        let maps = try #require(object["maps"] as? [[String: Any]])
        #expect(maps.count == 3 * 16 + 3 * 32)
        let names = place.names(in: "a")
        #expect(names.count == 1 + 144 + 2 * 3)
        #expect(names.contains("1-convolution-01.png") && names.contains("6-pooling-32.png"))
        #expect(names.contains("strongest-conv1.png") && names.contains("strongest-conv2.svg"))
        #expect(try Picture.read(place.path("a/0-picture.png")).pixels == SmallSet.pictures(1)[0].picture.pixels)
        for map in maps {
            guard let region = map["region"] as? [String: Int], let row = region["row"], let column = region["column"]
            else { continue }
            #expect(row >= 0 && column >= 0)
            #expect(row + (region["height"] ?? 99) <= 28 && column + (region["width"] ?? 99) <= 28)
        }
        // The same prediction as the tool's own.
        let told = try place.start(["predict", "picture.png", "--json", "--quiet"], tool: "kmnist-train").outcome()
        let answers = try #require(try told.json()["predictions"] as? [[String: Any]])
        let own = try #require(answers[0]["top"] as? [[String: Any]])
        let ours = try #require(object["top"] as? [[String: Any]])
        #expect(own.compactMap { $0["class"] as? String } == ours.compactMap { $0["class"] as? String })
        #expect(own.compactMap { $0["probability"] as? Double } == ours.compactMap { $0["probability"] as? Double })

        // By folder and by file; with a picture of its own; the table shows the ends of stages.
        let words = try place.succeed("--run", "runs/kmnist-train/first", "--output", "b")
        #expect(words.output.split(separator: "\n").count == 1 + 16 + 32 + 1)
        #expect(try place.succeed("--run", "runs/kmnist-train/first/model.safetensors", "--dry-run").code == 0)
    }

    @Test("shows the maps of mri-train's convolutions")
    func slices() throws {
        let place = try Workplace(tool: "feature-maps")
        try place.writePhantoms(training: 8, test: 4)
        let arguments = ["--dataset", "set", "--epochs", "1", "--batch-size", "4", "--run", "first", "--quiet"]
        #expect(try place.start(arguments, tool: "mri-train").outcome().code == 0)
        let object = try place.succeed(
            "set/Testing/glioma/0.png", "--run", "first", "--json", "--quiet", "--dry-run"
        ).json()
        #expect(
            object["model"] as? String == "mri" && (object["maps"] as? [Any])?.count == 2 * 8 + 3 * 32 + 2 * 32 + 3 * 64
        )
        let stages = try #require(object["stages"] as? [[String: Any]])
        #expect(stages.compactMap { $0["name"] as? String } == ["conv1", "conv2", "conv3", "conv4"])
    }

    @Test("runs without convolutions, of other tools, or that are not there are told in a line")
    func others() throws {
        let place = try characters("lin")
        let text = String(repeating: "to be or not to be ", count: 20)
        try place.write(Array(text.utf8), to: "text.txt")
        let trained = try place.start(
            ["--text", "text.txt", "--epochs", "1", "--run", "words", "--quiet"], tool: "charrnn"
        ).outcome()
        try #require(trained.code == 0, "\(trained.messages)")
        try place.write([1, 2, 3], to: "damaged.safetensors")
        try place.write(place.bytes("runs/kmnist-train/first/config.json"), to: "runs/kmnist-train/early/config.json")
        try place.write(place.bytes("runs/kmnist-train/first/config.json"), to: "runs/mri-train/first/config.json")
        for (run, code, line) in [
            (
                "./runs/kmnist-train/first", 65,
                "./runs/kmnist-train/first/model.safetensors: model 'lin' has no convolutions, expected conv of "
                    + "kmnist-train or mri of mri-train"
            ),
            (
                "./runs/charrnn/words", 65,
                "./runs/charrnn/words/model.safetensors: was written by charrnn, expected a run"
            ),
            ("none", 66, "no run 'none' in runs/kmnist-train or runs/mri-train"),
            ("./none", 66, "./none: no such run"),
            ("early", 66, "runs/kmnist-train/early: no model has been saved yet"),
            ("first", 64, "--run first: there is runs/kmnist-train/first and runs/mri-train/first; name one"),
            ("damaged.safetensors", 65, "damaged.safetensors: "),
            ("none.safetensors", 66, "none.safetensors: No such file or directory"),
        ] {
            let outcome = try place.run("--run", run, "--output", "out")
            outcome.expectRefusal(Int32(code), line)
            #expect(!place.exists("out"))
        }
    }
}
