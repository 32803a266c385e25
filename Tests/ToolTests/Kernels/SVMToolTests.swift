import Core
import Foundation
import Testing

@Suite("svm") struct SVMToolTests {
    private static let points = """
        x1,x2,class
        0.46,0.76,yes
        1.96,1.56,yes
        2.94,1.99,yes
        3.71,2.32,yes
        1.81,-0.50,no
        1.93,2.62,no
        2.95,2.80,no
        4.51,-1.13,no

        """

    private func place() throws -> Workplace {
        let place = try Workplace(tool: "svm")
        try place.write(Array(Self.points.utf8), to: "points.csv")
        return place
    }

    @Test("train on a table with φ, and predict from the model alone")
    func features() throws {
        let place = try place()
        let outcome = try place.succeed(
            "train", "--dataset", "points.csv", "--kernel", "linear", "--features", "x1, x2, x1*x2, x1^2, x2^2",
            "--run",
            "a", "--json", "--quiet")
        #expect(outcome.output.split(separator: "\n").count == 1)
        let object = try outcome.json()
        #expect(object["support_vectors_by_class"] as? [Int] == [2, 2] && object["train_accuracy"] as? Double == 1)
        let bias = try #require(object["b"] as? Double)
        #expect(abs(bias - 0.9109) < 5e-5)
        #expect(object["has_converged"] as? Bool == true && object["tool"] as? String == "svm")
        #expect(
            place.names(in: "runs/svm/a") == [
                "commands.json", "config.json", "emissions.csv", "energy.json", "figures", "model.svm",
                "series.json", "summary.json",
            ])
        #expect(place.names(in: "runs/svm/a/figures") == ["index.html", "regions.png", "regions.svg"])
        // Columns by name, in any order, and without the class.
        try place.write(Array("x2,x1\n0.76,0.46\n2.8,2.95\n".utf8), to: "new.csv")
        #expect(try place.succeed("predict", "new.csv", "--quiet").output == "yes\nno\n")
        try place.run("predict", "new.csv", "--confusion", "rows").expectRefusal(
            65, "new.csv: has no classes, but --confusion compares predictions with them")
        try place.succeed("predict", "points.csv", "--run", "a", "--output", "out.txt")
        #expect(try place.text("out.txt") == "yes\nyes\nyes\nyes\nno\nno\nno\nno\n")
        let decisions = try place.succeed("predict", "new.csv", "--decisions", "--model", "runs/svm/a/model.svm").output
        #expect(decisions.hasPrefix("class no/yes\nyes -1"))
    }

    @Test("a feature called y is no class, and the model knows which column was")
    func columns() throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array("x,y,species\n0,1,oak\n0,2,oak\n3,1,elm\n3,2,elm\n".utf8), to: "trees.csv")
        try place.write(Array("x,y\n0,1\n3,2\n".utf8), to: "new.csv")
        let train = ["train", "--dataset", "trees.csv", "--target", "species", "--json", "--quiet"]
        #expect(try place.start(train).outcome().json()["train_accuracy"] as? Double == 1)
        let new = try place.succeed("predict", "new.csv")
        #expect(new.output == "oak\nelm\n" && !new.messages.contains("classified correctly"))
        #expect(try place.succeed("predict", "trees.csv").messages.contains("100.00 % classified correctly"))
    }

    @Test("test examples without a class, or of unknown ones, have no loss")
    func unlabeled() throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array("a,b\n0,1\n3,2\n".utf8), to: "new.csv")
        try place.write(Array("a,b,class\n0,1,fir\n3,2,fir\n".utf8), to: "firs.csv")
        let rows = (0..<40).map { "\($0 % 2 * 3),\($0 % 5),\(["oak", "elm"][$0 % 2])\n" }
        try place.write(Array(("a,b,class\n" + rows.joined()).utf8), to: "trees.csv")
        for (file, accuracy) in [("new.csv", nil), ("firs.csv", 0.0)] {
            let trained = try place.succeed(
                "train", "--dataset", "trees.csv", "--probability", "--test", file, "--json")
            #expect(!trained.messages.contains("nan"))
            let object = try trained.json()
            #expect(object["test_loss"] as? Double == nil && object["test_accuracy"] as? Double == accuracy)
            let predicted = try place.succeed("predict", file, "--json", "--quiet").json()
            #expect(predicted["test_loss"] as? Double == nil && predicted["test_accuracy"] as? Double == accuracy)
            #expect(try !place.succeed("train", "--dataset", "trees.csv", "--test", file).output.contains("nan"))
        }
    }

    @Test("the first of given kernel values")
    func firstKernelValues() throws {
        let place = try Workplace(tool: "svm")
        let rows = (1...4).map { row in
            "\(row % 2) 0:\(row) " + (1...4).map { "\($0):\(row == $0 ? 1 : 0.1)" }.joined(separator: " ")
        }
        try place.write(Array(rows.joined(separator: "\n").utf8), to: "k.txt")
        let object = try place.succeed(
            "train", "--dataset", "k.txt", "--kernel", "precomputed", "--examples", "2", "--json", "--quiet"
        ).json()
        #expect(object["examples"] as? Int == 2 && object["train_accuracy"] as? Double == 1)
        #expect(try place.succeed("predict", "k.txt", "--examples", "2", "--quiet").output == "1\n0\n")
    }

    @Test("the same command gives the same model, byte for byte")
    func determinism() throws {
        let place = try place()
        for run in ["a", "b"] { try place.succeed("train", "--dataset", "xor", "-C", "10", "--run", run) }
        #expect(try place.bytes("runs/svm/a/model.svm") == place.bytes("runs/svm/b/model.svm"))
    }

    @Test("LIBSVM text with a test set, scaling kept in the model, probabilities on examples set aside")
    func text() throws {
        let place = try Workplace(tool: "svm")
        var random = RandomStream(seed: 3, name: StreamName("text"))
        func lines(_ count: Int) -> [UInt8] {
            let rows = (0..<count).map { number -> String in
                let label = number % 3
                return "\(label) 1:\(1000 * Double(label) + 300 * random.uniform()) 3:\(random.uniform())"
            }
            return Array((rows.joined(separator: "\n") + "\n").utf8)
        }
        try place.write(lines(90), to: "train.txt")
        try place.write(lines(30), to: "test.txt")
        let object = try place.succeed(
            "--dataset", "train.txt", "--test", "test.txt", "--scale", "range", "--probability", "--run", "a", "--json",
            "--quiet"
        ).json()
        #expect(object["test_accuracy"] as? Double == 1 && object["examples"] as? Int == 72)
        let loss = try #require(object["test_loss"] as? Double)
        #expect(loss < 0.4)
        #expect(place.exists("runs/svm/a/scaling.range") && place.exists("runs/svm/a/figures/confusion.png"))
        let predicted = try place.succeed("predict", "test.txt", "--probability", "--json", "--quiet").json()
        #expect(predicted["test_accuracy"] as? Double == 1)
        let rows = try #require(predicted["probabilities"] as? [[Double]])
        #expect(rows.count == 30 && rows.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
        // The confusion matrix beside the predictions, as counts and as shares; never without classes to compare with.
        let counted = try place.succeed("predict", "test.txt", "--confusion", "counts", "--json")
        let counts = try #require(counted.json()["confusion"] as? [[Int]])
        #expect(counts == [[10, 0, 0], [0, 10, 0], [0, 0, 10]])
        #expect(counted.messages.contains("true\\predicted   0   1   2\n0               10   0   0\n"))
        let shares = try place.succeed("predict", "test.txt", "--confusion", "rows", "--output", "out.txt").output
        #expect(shares.contains("\n1                 0.0 %  100.0 %    0.0 %        10\n"), "\(shares)")
    }

    @Test("pictures of IDX files, and the first of them")
    func pictures() throws {
        let place = try Workplace(tool: "svm")
        try place.write(SmallSet(), to: "set")
        let object = try place.succeed(
            "train", "--dataset", "set", "--gamma", "0.02", "-C", "5", "--examples", "50", "--test-examples", "20",
            "--run", "a", "--json", "--quiet"
        ).json()
        #expect(object["examples"] as? Int == 50 && object["test_examples"] as? Int == 20)
        #expect(object["features"] as? Int == 784)
    }

    @Test("known sets where torchvision keeps them, folders of NumPy archives, and an archive itself")
    func layouts() throws {
        let place = try Workplace(tool: "svm")
        try place.write(SmallSet(), to: "torch/FashionMNIST/raw")
        try place.write(SmallSet.archive(), to: "keras")
        let archive = try #require(place.names(in: "keras").first)
        let accuracies = try [["fashion-mnist", "--data", "torch"], ["keras"], ["keras/\(archive)"]].map { dataset in
            let arguments = ["train", "--gamma", "0.02", "--json", "--quiet", "--dataset"] + dataset
            let object = try place.start(arguments).outcome().json()
            #expect(object["examples"] as? Int == 60 && object["test_examples"] as? Int == 30)
            return try #require(object["test_accuracy"] as? Double)
        }
        #expect(Set(accuracies).count == 1)
    }

    @Test("an example may have the greatest index: it costs no memory")
    func wide() throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array("1 1:0.5 2:0.5\n".utf8), to: "narrow.txt")
        let row = "1 1:0.5 2:0.5 2147483647:0.001\n"
        try place.write(Array(String(repeating: row, count: 400).utf8), to: "wide.txt")
        for scale in ["none", "range", "magnitude"] {
            try place.succeed("train", "--dataset", "moons", "--scale", scale, "--run", scale, "--quiet")
            let narrow = try place.succeed("predict", "narrow.txt", "--run", scale, "--quiet").output
            let wide = try place.succeed("predict", "wide.txt", "--run", scale, "--quiet").output
            #expect(wide == String(repeating: narrow, count: 400))
        }
    }

    @Test("lessons from nothing, and on points of one's own")
    func explore() throws {
        let place = try place()
        let object = try place.succeed("explore", "--lesson", "phi,rbf", "--json", "--quiet").json()
        let lessons = try #require(object["lessons"] as? [[String: Any]])
        #expect(lessons.map { $0["lesson"] as? String } == ["phi", "rbf"])
        #expect(
            place.names(in: "svm-explore") == ["phi-8", "phi-9", "rbf-9"].flatMap { [$0 + ".png", $0 + ".svg"] })
        let own = try place.succeed("explore", "points.csv", "--output", "own", "--quiet").output
        #expect(own.contains("Four kernels on points.csv") && place.names(in: "own").count == 6)
    }

    @Test("one step says so and writes nothing")
    func dryRun() throws {
        let place = try place()
        let outcome = try place.succeed("train", "--dataset", "points.csv", "--dry-run")
        #expect(outcome.output == "dry run: 8 examples of 2 classes, 1 pair, one step each; nothing was written\n")
        #expect(place.names() == ["points.csv"])
    }

    @Test("a kernel that is no inner product is told, a limit of steps too")
    func warnings() throws {
        let place = try Workplace(tool: "svm")
        let sigmoid = try place.succeed(
            "train", "--dataset", "circles", "--kernel", "sigmoid", "--gamma", "2", "--coef0", "-1", "--quiet")
        #expect(sigmoid.messages.hasPrefix("warning: the kernel is not positive semi-definite on these examples"))
        let limited = try place.succeed("train", "--dataset", "heaps", "--max-iterations", "2", "--quiet")
        #expect(limited.messages.hasPrefix("warning: 1 of 1 pairs of classes stopped before they converged"))
    }

    private static let svmPredict = "/usr/bin/svm-predict"

    @Test(
        "LIBSVM's own program predicts the same from our models",
        .enabled(if: FileManager.default.isExecutableFile(atPath: svmPredict)))
    func libsvm() throws {
        let place = try Workplace(tool: "svm")
        var random = RandomStream(seed: 4, name: StreamName("libsvm"))
        let rows = (0..<120).map { number in
            "\(number % 4 * 3 - 2) "
                + (1...5).map { "\($0):\(random.normal() + Double(number % 4))" }.joined(separator: " ")
        }
        try place.write(Array((rows.joined(separator: "\n") + "\n").utf8), to: "a.txt")
        for options in [
            ["--kernel", "rbf"], ["--kernel", "polynomial", "--coef0", "1", "--degree", "2"], ["--kernel", "linear"],
            ["--kernel", "sigmoid", "--gamma", "0.01"],
        ] {
            let run = options[1]
            let trained = try place.start(["train", "--dataset", "a.txt", "--run", run] + options).outcome()
            #expect(trained.code == 0)
            try place.succeed("predict", "a.txt", "--run", run, "--output", "ours.txt")
            let theirs = Process()
            theirs.executableURL = URL(filePath: Self.svmPredict)
            theirs.arguments = ["-q", "a.txt", "runs/svm/\(run)/model.svm", "theirs.txt"]
            theirs.currentDirectoryURL = place.folder
            try theirs.run()
            theirs.waitUntilExit()
            #expect(try place.text("ours.txt") == place.text("theirs.txt"), "\(run)")
        }
    }
}
