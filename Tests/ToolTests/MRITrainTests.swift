import Core
import Foundation
import Testing
import VisionModels

@Suite("mri-train") struct MRITrainTests {
    /// Folders of phantoms: sixteen to train with, eight to test, two of which repeat training pictures.
    private func place() throws -> Workplace {
        let place = try Workplace(tool: "mri-train")
        try place.writePhantoms(training: 16, test: 8)
        return place
    }

    private func train(_ place: Workplace, _ more: String...) throws -> Outcome {
        try place.start(["--dataset", "set", "--epochs", "2", "--batch-size", "4", "--run", "first"] + more).outcome()
    }

    @Test("--help and its subcommands' say what there is and what the defaults are")
    func help() throws {
        try expectHelp(
            "mri-train",
            says: [
                "train (default) Train the network", "evaluate Test a trained network", "predict Predict the classes",
            ])
        try expectHelp(
            "mri-train", "train",
            says: trainingOptions + [
                "Passes over the training data. (default: 7; best 30)", "Examples in a step. (default: 32)",
                "(default: adamax; best adamw)", "Data set: brain-tumor-mri, phantoms, or a folder.",
                "--rotation <degrees>",
                "--preset <name>", "--no-cache",
            ])
        try expectHelp("mri-train", "evaluate", says: ["--deduplicated"])
    }

    @Test("trains on class folders, keeps everything, and starts from the cache the second time")
    func training() throws {
        let place = try place()
        let outcome = try train(place, "--json")
        #expect(outcome.code == 0)
        #expect(outcome.messages.contains("24 pictures in ") && outcome.messages.contains(", 24 of them decoded"))
        #expect(outcome.messages.contains("mri in total"))
        let object = try outcome.json()
        #expect(object["tool"] as? String == "mri-train" && object["dataset"] as? String == "set")
        #expect(object["parameters"] as? Int == 866_644 && object["epochs"] as? Int == 2)
        let classes = try #require(object["classes"] as? [[String: Any]])
        #expect(classes.compactMap { $0["class"] as? String } == Phantoms.classNames)
        #expect(classes.allSatisfy { $0["examples"] as? Int == 2 && $0["recall"] != nil })
        let run = "runs/mri-train/first"
        for name in ["samples", "augmentation", "confusion", "learning-curves", "weights"] {
            #expect(place.exists("\(run)/figures/\(name).png"), "\(name)")
        }
        #expect(try place.bytes("\(run)/summary.json").count > 100)
        #expect(place.exists("\(run)/checkpoints/epoch-0002.safetensors"))
        let again = try place.succeed("--dataset", "set", "--dry-run")
        #expect(again.messages.contains(", from the cache"))
        #expect(again.output.hasPrefix("dry run: mri on set, one step of 16 examples, loss "))
        let anew = try place.succeed("--dataset", "set", "--dry-run", "--no-cache")
        #expect(anew.messages.contains(", 24 of them decoded"))
    }

    @Test("evaluate repeats what training ended with; --deduplicated leaves repeats out")
    func evaluating() throws {
        let place = try place()
        let trained = try train(place, "--json", "--quiet").json()
        let tested = try place.succeed("evaluate", "--json", "--quiet").json()
        #expect(tested["test_accuracy"] as? Double == trained["test_accuracy"] as? Double)
        #expect(tested["test_loss"] as? Double == trained["test_loss"] as? Double)
        let words = try place.succeed("evaluate")
        #expect(words.output.contains("true\\predicted") && words.output.contains("precision"))

        // One copy byte for byte; one of which only the pixels are the same.
        try place.write(place.bytes("set/Training/glioma/0.png"), to: "set/Testing/glioma/copy.png")
        let pixels = try Picture.read(place.path("set/Training/pituitary/3.png")).pixels
        let color = Picture(width: 84, height: 84, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] })
        try place.write(color.png(for: ""), to: "set/Testing/pituitary/copy.png")
        let changed = try place.run("evaluate")
        #expect(changed.code == 65)
        #expect(
            changed.errorLine?.hasPrefix("set has changed since ") == true
                && changed.errorLine?.contains("its pictures have digest ") == true)
        #expect(try place.succeed("evaluate", "--dataset", "set", "--json").json()["test_examples"] as? Int == 10)
        let rest = try place.succeed("evaluate", "--dataset", "set", "--deduplicated", "--json").json()
        #expect(rest["test_examples"] as? Int == 8)
        #expect(rest["same_files"] as? Int == 1 && rest["same_pixels"] as? Int == 1)
        #expect(rest["test_accuracy"] as? Double == trained["test_accuracy"] as? Double)
        #expect(
            try place.succeed("evaluate", "--dataset", "set", "--deduplicated").output.hasPrefix(
                "left out of 10 test pictures: 1 that are byte for byte in the training set, 1 more after resizing\n")
        )
    }

    @Test("predict names pictures of any kind, and tells of bad ones in a line")
    func predicting() throws {
        let place = try place()
        _ = try train(place, "--quiet")
        let picture = try Picture.read(place.path("set/Testing/notumor/2.png"))
        try place.write(picture.resized(width: 300, height: 200).png(for: ""), to: "large.dat")
        let object = try place.succeed("predict", "--json", "set/Testing/notumor/2.png", "large.dat").json()
        let answers = try #require(object["predictions"] as? [[String: Any]])
        #expect(answers.count == 2)
        for answer in answers {
            let top = try #require(answer["top"] as? [[String: Any]])
            #expect(top.count == 4)
            #expect(abs(top.compactMap { $0["probability"] as? Double }.reduce(0, +) - 1) < 1e-5)
        }
        try place.write([], to: "empty.jpg")
        try place.write([0xFF, 0xD8, 0xFF, 0xE0, 0], to: "cut.jpg")
        for (file, code, line) in [
            ("empty.jpg", 65, "empty.jpg: an empty file, expected a PNG or JPEG picture"),
            ("cut.jpg", 65, "cut.jpg: damaged JPEG file ("), ("none.jpg", 66, "none.jpg: No such file or directory"),
        ] {
            let outcome = try place.run("predict", "large.dat", file)
            #expect(outcome.code == Int32(code) && outcome.output.isEmpty)
            #expect(outcome.errorLine?.hasPrefix(line) == true, "\(outcome.messages)")
        }
    }

    @Test("a run that is killed and resumed ends byte for byte as if never stopped, changes of pictures included")
    func resuming() throws {
        let place = try place()
        let options = ["--dataset", "set", "--epochs", "4", "--batch-size", "3", "--quiet", "--rotation", "30"]
        #expect(try place.start(options + ["--run", "./whole"]).outcome().code == 0)
        let tool = try place.start(options + ["--run", "./killed"])
        #expect(tool.reaches { place.exists("killed/checkpoints/epoch-0002.safetensors") })
        tool.signal(SIGKILL)
        _ = try tool.outcome()
        #expect(!place.exists("killed/model.safetensors"), "it was killed before its end, or this shows nothing")
        let refused = try place.run("--resume", "--run", "./killed", "--rotation", "10")
        #expect(
            refused.errorLine
                == "--resume continues with the run's own settings; --rotation cannot be changed (30 in the run)")
        #expect(try place.run("--resume", "--run", "./killed", "--quiet").code == 0)
        for file in ["model.safetensors", "checkpoints/epoch-0004.safetensors"] {
            #expect(try place.bytes("killed/" + file) == place.bytes("whole/" + file), "\(file)")
        }
    }

    @Test("--validation keeps the epoch that is best on pictures set aside of every class, with --runs for every seed")
    func validation() throws {
        let place = try place()
        let outcome = try train(place, "--validation", "0.5", "--runs", "2", "--json")
        #expect(outcome.messages.contains("set: 8 training, 8 validation and 8 test examples"))
        let object = try outcome.json()
        let metrics = try CSVTable.read(place.path("runs/mri-train/first/metrics.csv"))
        let (accuracies, losses) = (
            try metrics.numbers("validation_accuracy"), try metrics.numbers("validation_loss")
        )
        let best = try #require(
            accuracies.indices.min { (-accuracies[$0], losses[$0]) < (-accuracies[$1], losses[$1]) })
        #expect(object["kept_epoch"] as? Int == best + 1)
        #expect(metrics.header.allSatisfy { !$0.hasPrefix("test_") }, "the test pictures are read at the end only")
        #expect(object["test_accuracy_mean"] != nil && (object["seeds"] as? [Any])?.count == 2)
        #expect((object["classes"] as? [[String: Any]])?.allSatisfy { $0["examples"] as? Int == 2 } == true)
    }

    @Test("nonsense changes of pictures are refused by name, in options and in files")
    func changes() throws {
        let place = try place()
        for (option, value, range) in [
            ("--flip", "1.5", "0 to 1"), ("--rotation", "181", "0 to 180"), ("--shift", "nan", "0 to 0.5"),
            ("--zoom", "-0.1", "0 to 0.5"),
        ] {
            try place.run(option, value).expectRefusal(64, "\(option) \(value): expected a number from \(range)")
        }
        _ = try train(place, "--quiet")
        let file = "runs/mri-train/first/config.json"
        let text = try place.text(file)
        try place.write(Array(text.replacing("\"flip\" : 0.5", with: "\"flip\" : 2147483648").utf8), to: file)
        try place.run("--resume").expectRefusal(
            65, "\(file): augmentation.flip is 2147483648.0, expected 0.0 to 1.0")
    }

    @Test("interrupted in the middle of an epoch, it says how to continue, and continues exactly")
    func interrupted() throws {
        let place = try place()
        let options = ["--dataset", "set", "--epochs", "3", "--batch-size", "1"]
        #expect(try place.start(options + ["--run", "./whole", "--quiet"]).outcome().code == 0)
        let tool = try place.start(options + ["--run", "./cut"])
        #expect(tool.reaches { place.exists("cut/checkpoints/epoch-0001.safetensors") })
        tool.signal(SIGINT)
        let outcome = try tool.outcome()
        #expect(outcome.code == 130, "\(outcome.messages)")
        #expect(outcome.messages.contains("continue with: mri-train --resume --run ./cut"))
        #expect(try place.run("--resume", "--run", "./cut", "--quiet").code == 0)
        #expect(try place.bytes("cut/model.safetensors") == place.bytes("whole/model.safetensors"))
    }

    @Test("files that cannot be read are left out and told; sets that cannot be used are told in a line")
    func badInput() throws {
        let place = try place()
        try place.write([0xFF, 0xD8, 0xFF], to: "set/Training/glioma/a.jpg")
        try place.write([], to: "set/Testing/glioma/b.png")
        let outcome = try place.succeed("--dataset", "set", "--dry-run")
        let warnings = outcome.messageLines.filter { $0.hasPrefix("warning: ") }
        #expect(warnings.count == 2)
        #expect(
            warnings[0].hasPrefix(
                "warning: left out: 1 pictures that cannot be read (damaged JPEG file); the first: "
                    + "set/Training/glioma/a.jpg: damaged JPEG file ("))
        #expect(
            warnings[1]
                == "warning: left out: 1 pictures that cannot be read (an empty file); the first: "
                + "set/Testing/glioma/b.png: an empty file, expected a PNG or JPEG picture")

        try place.write(place.bytes("set/Training/glioma/0.png"), to: "set/Testing/other/0.png")
        for (arguments, code, line) in [
            (["--dataset", "set"], 65, "set/Testing: has a class 'other' that the training folder does not have"),
            (["--dataset", "phantom"], 66, "unknown data set 'phantom', did you mean 'phantoms'?"),
            (["--dataset", "./none"], 66, "no data set or folder './none'"),
            (["--dataset", "brain-tumor-mri"], 66, "brain-tumor-mri is not here. Looked for a folder Training "),
            (["--dataset", "set/Testing/glioma"], 65, "set/Testing/glioma: contains no data set, expected "),
            (["evaluate", "--run", "none"], 66, "runs/mri-train/none: no such run"),
        ] {
            let outcome = try place.start(arguments).outcome()
            #expect(outcome.code == Int32(code))
            #expect(outcome.errorLine?.hasPrefix(line) == true, "\(outcome.messages)")
        }
        try FileManager.default.createDirectory(
            atPath: place.path("set/Training/empty"), withIntermediateDirectories: true)
        try FileManager.default.removeItem(atPath: place.path("set/Testing/other"))
        #expect(
            try place.run("--dataset", "set").errorLine
                == "set/Training/empty: contains no pictures, expected PNG or JPEG files")
    }

    @Test("with no data at all it says that it draws its own")
    func builtIn() throws {
        let outcome = try Workplace(tool: "mri-train").succeed("--dry-run")
        #expect(
            outcome.messages.contains(
                "warning: no --dataset, and brain-tumor-mri is not on this machine: using the built-in 'phantoms'"))
        #expect(outcome.output.hasPrefix("dry run: mri on phantoms, one step of 32 examples"))
    }
}
