import Foundation
import Testing

@testable import Files
@testable import Training

/// What tools understand of sets of pictures, and what they say of it.
@Suite("Sets of pictures") struct PictureReadingTests {
    /// Stripes that lie, stand or slant, one kind a class.
    private func stripes(_ kind: Int, _ number: Int, side: Int = 28) -> Picture {
        let pixels = (0..<side * side).map { place -> UInt8 in
            let (x, y) = (place % side, place / side)
            let along = [x, y, x + y, x + side - y][kind % 4]
            return UInt8((along + number) % 6 < 3 ? 200 - number : 20 + number)
        }
        return Picture(width: side, height: side, channels: 1, pixels: pixels)
    }

    private let names = ["glioma", "meningioma", "notumor", "pituitary"]

    /// Writes pictures of four classes into parts.
    private func write(
        _ place: Workplace, _ folder: String, classes: [String]? = nil, offset: Int = 0,
        counts: [(part: String, count: Int)] = [("Training", 10), ("Testing", 4)]
    ) throws {
        for (kind, name) in (classes ?? names).enumerated() {
            for (part, count) in counts {
                for number in 0..<count {
                    let file = "\(folder)/\(part)/\(name)/\(number).png"
                    try place.write(stripes(kind, number + offset).png(for: file), to: file)
                }
            }
        }
    }

    @Test("evaluate finds classes by name whatever their capitals, and refuses one that the model does not know")
    func classes() throws {
        let place = try Workplace()
        try write(place, "base")
        try place.succeed(
            "--dataset", "base", "--model", "lin", "--epochs", "3", "--lr", "0.1", "--run", "./r", "--quiet")
        let own = try place.succeed("evaluate", "--run", "./r", "--json").json()
        // In the order of the alphabet a capital comes first.
        try write(place, "capital", classes: ["glioma", "meningioma", "notumor", "Pituitary"])
        let other = try place.succeed("evaluate", "--run", "./r", "--dataset", "capital", "--json").json()
        #expect(other["test_accuracy"] as? Double == own["test_accuracy"] as? Double)
        #expect(other["test_loss"] as? Double == own["test_loss"] as? Double)

        try write(place, "healthy", classes: ["glioma", "meningioma", "healthy", "pituitary"])
        let healthy = try place.run("evaluate", "--run", "./r", "--dataset", "healthy")
        #expect(healthy.code == 65)
        #expect(
            healthy.errorLine
                == "healthy has a class 'healthy' that the model does not know; it knows 'glioma', 'meningioma', "
                + "'notumor', 'pituitary'")
        try write(place, "fewer", classes: ["glioma", "meningioma"])
        let fewer = try place.succeed("evaluate", "--run", "./r", "--dataset", "fewer")
        #expect(fewer.messages.contains("no test pictures of 'notumor', 'pituitary', which the model knows"))
    }

    @Test("a run goes on where a class is spelled with a capital since, as if nothing had happened")
    func resumedCapitals() throws {
        let place = try Workplace()
        try write(place, "set")
        let options = ["--model", "lin", "--batch-size", "5", "--quiet"]
        for run in ["whole", "renamed"] {
            #expect(
                try place.start(options + ["--dataset", "set", "--epochs", "1", "--run", "./\(run)"]).outcome().code
                    == 0)
        }
        try place.succeed("--resume", "--run", "./whole", "--epochs", "2", "--quiet")
        for part in ["Training", "Testing"] {
            try FileManager.default.moveItem(
                atPath: place.path("set/\(part)/pituitary"), toPath: place.path("set/\(part)/Pituitary"))
        }
        try place.succeed("--resume", "--run", "./renamed", "--epochs", "2", "--quiet")
        #expect(try place.bytes("renamed/model.safetensors") == place.bytes("whole/model.safetensors"))
    }

    @Test("a limit on examples takes all classes, of a classifier and of a generator")
    func limits() throws {
        let place = try Workplace()
        try write(place, "set", classes: ["0", "1", "2", "3"], counts: [("training", 12), ("testing", 4)])
        let outcome = try place.succeed(
            "--dataset", "set", "--training-examples", "10", "--model", "lin", "--epochs", "1", "--run", "./r", "--json"
        )
        #expect(outcome.messages.contains("set: 10 training and 16 test examples"))
        let data = try #require(try outcome.json()["data"] as? [String: Any])
        let classes = try #require(data["classes"] as? [[String: Any]])
        #expect(classes.map { $0["name"] as? String } == ["0", "1", "2", "3"])
        #expect(classes.allSatisfy { $0["count"] as? Int == 12 })
        #expect((data["digest"] as? String)?.count == 32 && data["source"] as? String == place.path("set"))
        let dry = try place.start(
            ["--dataset", "set", "--training-examples", "10", "--dry-run"], tool: "gan-train"
        ).outcome()
        #expect(dry.output.contains("one step of 10 examples"))
    }

    @Test("a generator learns from all pictures that it is given")
    func generator() throws {
        let place = try Workplace(tool: "gan-train")
        for number in 0..<10 {
            for folder in ["classes/a", "classes/b/inner", "flat"] {
                let file = "\(folder)/\(number).png"
                try place.write(stripes(0, number).png(for: file), to: file)
            }
            try place.write(stripes(1, number).png(for: ""), to: "mixed/\(number).png")
            try place.write(stripes(2, number).png(for: ""), to: "mixed/more/\(number).png")
        }
        for (folder, count) in [("classes", 20), ("flat", 10), ("mixed", 20)] {
            let outcome = try place.succeed("--dataset", folder, "--dry-run")
            #expect(outcome.output.contains("one step of \(count) examples"), "\(folder)")
        }
    }

    @Test("pictures below a class's folder count, and what is left out is counted, with the first by name")
    func leftOut() throws {
        let place = try Workplace()
        try write(place, "set", counts: [("Training", 2), ("Testing", 2)])
        for name in names { try place.write(stripes(0, 9).png(for: ""), to: "set/Training/\(name)/p/q/1.png") }
        for name in ["a.bmp", "b.bmp", "c.webp"] { try place.write([1, 2], to: "set/Training/glioma/\(name)") }
        let outcome = try place.succeed("--dataset", "set", "--model", "lin", "--dry-run")
        #expect(
            outcome.messages.contains("set: pictures in class folders of 28×28 pixels; 12 training pictures; digest "))
        #expect(outcome.messages.contains("4 classes of 3: ") && outcome.messages.contains("besides: 8 test pictures"))
        #expect(outcome.messages.contains("; left out: 2 BMP pictures (.bmp)"))
        let warnings = outcome.messageLines.filter { $0.hasPrefix("warning: ") }
        #expect(warnings.count == 2)
        #expect(
            warnings[0].hasPrefix("warning: left out: 2 BMP pictures (.bmp), which are not read; convert it to PNG")
                && warnings[0].hasSuffix("; the first: set/Training/glioma/a.bmp"))
        for name in names {
            try place.write(Array("BM".utf8), to: "bitmaps/\(name)/1.bmp")
        }
        let none = try place.run("--dataset", "bitmaps")
        #expect(none.code == 65 && none.errorLine?.contains("but 1 BMP pictures (.bmp), which are not read") == true)
    }

    @Test("sets in archives, of arrays and of Kaggle's layout are read where --dataset names them")
    func archives() throws {
        let place = try Workplace()
        var zip = ZipWriter()
        for (kind, name) in names.enumerated() {
            for part in ["train", "test"] {
                zip.add("set/\(part)/\(name)/1.png", try stripes(kind, 1).png(for: ""))
            }
        }
        try place.write(zip.finished(), to: "set.zip")
        let pictures = try place.succeed("--dataset", "set.zip", "--model", "lin", "--dry-run")
        #expect(pictures.messages.contains("set.zip: pictures in class folders of 28×28 pixels; 4 training pictures"))
        try place.write(SmallSet.archive(named: "mnist.npz"), to: ".")
        let arrays = try place.succeed("--dataset", "mnist.npz", "--model", "lin", "--dry-run")
        #expect(arrays.messages.contains("mnist.npz: arrays of a NumPy archive of 28×28 pixels; 60 training"))
        for (name, bytes) in SmallSet().files {
            try place.write(bytes, to: "kaggle/\(name)/\(name)")
            try place.write(bytes, to: "kaggle/\(name.replacing("-idx", with: ".idx"))")
        }
        let kaggle = try place.succeed("--dataset", "kaggle", "--model", "lin", "--dry-run")
        #expect(kaggle.messages.contains("kaggle: IDX files of 28×28 pixels; 60 training pictures"))
        try place.write(Array("PK\u{3}\u{4} and no more".utf8), to: "cut.zip")
        let cut = try place.run("--dataset", "cut.zip")
        #expect(cut.code == 65 && cut.errorLine?.hasPrefix("cut.zip: not a complete ZIP archive") == true)
    }

    @Test("data that moved are found from elsewhere, pointed to, or asked for; other pixels are noticed")
    func moved() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "mydata")
        let options = ["--dataset", "mydata", "--model", "lin", "--epochs", "1", "--quiet", "--run", "./r"]
        #expect(try place.start(options).outcome().code == 0)
        let elsewhere = try Workplace()
        try elsewhere.succeed("evaluate", "--run", place.path("r"), "--quiet")

        try FileManager.default.moveItem(atPath: place.path("mydata"), toPath: place.path("moved"))
        let lost = try place.run("--resume", "--run", "./r", "--epochs", "2")
        #expect(lost.code == 66)
        #expect(lost.errorLine?.hasPrefix("mydata: the folder or file of the run's data is not here. ") == true)
        #expect(lost.errorLine?.hasSuffix("--dataset or --data names its new place") == true)
        try place.succeed("evaluate", "--run", "./r", "--data", "moved", "--quiet")
        try place.succeed("--resume", "--run", "./r", "--epochs", "2", "--quiet", "--dataset", "moved")
        try FileManager.default.moveItem(atPath: place.path("moved"), toPath: place.path("there"))
        try place.succeed("--resume", "--run", "./r", "--epochs", "3", "--quiet", "--data", "there")
        try place.succeed("--resume", "--run", "./r", "--epochs", "4", "--quiet")

        var images = try place.bytes("there/train-images-idx3-ubyte")
        images[500] ^= 0x40
        try place.write(images, to: "there/train-images-idx3-ubyte")
        for arguments in [["--resume", "--epochs", "5"], ["evaluate"]] {
            let changed = try place.start(arguments + ["--run", "./r"]).outcome()
            #expect(changed.code == 65)
            #expect(changed.errorLine?.contains(" has changed since ") == true, "\(changed.messages)")
        }
        try place.succeed("evaluate", "--run", "./r", "--dataset", "there", "--quiet")
    }

    @Test("strokes on a transparent ground are seen, whether they are white or black")
    func transparent() throws {
        let place = try Workplace()
        try place.write(SmallSet(training: 200, test: 60), to: "kmnist")
        let options = ["--dataset", "./kmnist", "--model", "full", "--epochs", "4", "--quiet", "--run", "./r"]
        #expect(try place.start(options).outcome().code == 0)
        let picture = SmallSet.pictures(1)[0].picture
        try place.write(picture.png(for: ""), to: "plain.png")
        let inverted = Picture(width: 28, height: 28, channels: 1, pixels: picture.pixels.map { 255 - $0 })
        try place.write(inverted.png(for: ""), to: "scan.png")
        for (name, value) in [("white", UInt8(255)), ("black", 0)] {
            try place.write(RawPNG.strokes(of: value, opacity: picture), to: "\(name).png")
        }
        let files = ["plain.png", "scan.png", "white.png", "black.png"]
        let outcome = try place.start(["predict", "--run", "./r", "--json"] + files).outcome()
        let answers = try #require(try outcome.json()["predictions"] as? [[String: Any]])
        let likely = answers.compactMap { $0["probability"] as? Double }
        #expect(likely.count == 4 && likely.allSatisfy { abs($0 - likely[0]) < 0.01 })
        #expect(answers.map { $0["inverted"] as? Bool } == [nil, true, nil, true])
        #expect(
            outcome.messages.contains("white.png: light strokes on a transparent background: put on black")
                && outcome.messages.contains("2 pictures: inverted, so that light and dark are as in the pictures"))
    }
}
