import Core
import Testing

@Suite("kmnist-train: where data sets are found, and how") struct DatasetLayoutTests {
    /// Takes a step on a data set and gives the summary.
    private func dryRun(_ place: Workplace, _ arguments: String..., environment: [String: String] = [:]) throws
        -> [String: Any]
    {
        let all = ["--model", "lin", "--dry-run", "--json", "--quiet"] + arguments
        let outcome = try place.start(all, environment: environment).outcome()
        try #require(outcome.code == 0, "\(outcome.messages)")
        return try outcome.json()
    }

    @Test("the same pictures give the same loss from IDX files, gzipped ones and archives")
    func formats() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "plain")
        try place.write(SmallSet().compressed, to: "gzipped")
        try place.write(SmallSet.archive(), to: "keras")
        var apart = SmallSet()
        apart.files = [:]
        for (part, name) in [("train", "train"), ("t10k", "test")] {
            for (kind, stem, rank) in [("images", "imgs", 3), ("labels", "labels", 1)] {
                let bytes = try #require(SmallSet().files["\(part)-\(kind)-idx\(rank)-ubyte"])
                let array = try FileArray(idx: bytes, file: "")
                apart.files["kmnist-\(name)-\(stem).npz"] = NumPyArchive.serialized([(name: "arr_0", array: array)])
            }
        }
        try place.write(apart, to: "kmnist-npz")
        let losses = try ["plain", "gzipped", "keras", "kmnist-npz"].map { folder in
            try #require(dryRun(place, "--dataset", folder)["train_loss"] as? Double)
        }
        #expect(losses.allSatisfy { $0 == losses[0] })
    }

    @Test("torchvision's layout under --data and $KUMIKI_DATA, and the cache folder's own")
    func layouts() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "torch/KMNIST/raw")
        try place.write(SmallSet().compressed, to: "flat/mnist")
        try place.write(SmallSet(), to: "cache/kumiki/fashion-mnist")
        #expect(try dryRun(place, "--dataset", "kmnist", "--data", "torch")["dataset"] as? String == "kmnist")
        #expect(try dryRun(place, "--data", "torch")["dataset"] as? String == "kmnist", "KMNIST is the default")
        let data = ["KUMIKI_DATA": place.path("flat")]
        #expect(try dryRun(place, "--dataset", "mnist", environment: data)["dataset"] as? String == "mnist")
        let cache = ["XDG_CACHE_HOME": place.path("cache")]
        #expect(
            try dryRun(place, "--dataset", "fashion-mnist", environment: cache)["dataset"] as? String
                == "fashion-mnist")
    }

    /// Writes pictures into a folder for each class.
    private func writeClasses(_ count: Int, to folder: String, in place: Workplace) throws {
        for (index, (picture, label)) in SmallSet.pictures(count).enumerated() {
            let name = "\(folder)/\(["a", "b", "c"][label % 3])/\(index).png"
            try place.write(picture.png(for: name), to: name)
        }
    }

    @Test("a folder of pictures for each class, divided by the tool or by its owner")
    func classFolders() throws {
        let place = try Workplace()
        try writeClasses(60, to: "undivided", in: place)
        let outcome = try place.succeed("--model", "lin", "--epochs", "2", "--dataset", "undivided", "--run", "./r")
        #expect(outcome.messages.contains("undivided: 50 training and 10 test examples"))
        #expect(outcome.output.contains("model     lin, 2,355 parameters"))
        try writeClasses(60, to: "divided/Training", in: place)
        try writeClasses(30, to: "divided/Testing", in: place)
        let other = try place.succeed("--model", "lin", "--epochs", "1", "--dataset", "divided", "--run", "./d")
        #expect(other.messages.contains("divided: 60 training and 30 test examples"))
        let evaluated = try place.succeed("evaluate", "--run", "./r", "--dataset", "divided", "--json").json()
        #expect((evaluated["test_accuracy"] as? Double).map { (0...1).contains($0) } == true)
    }

    @Test("class folders that do not fit, and damaged pictures, are told in a line")
    func badFolders() throws {
        let place = try Workplace()
        try writeClasses(30, to: "set/train", in: place)
        try writeClasses(30, to: "set/test", in: place)
        try place.write(place.bytes("set/train/a/0.png"), to: "set/test/z/0.png")
        let stranger = try place.run("--dataset", "set")
        #expect(stranger.code == 65)
        #expect(
            stranger.errorLine
                == "set/test: has a class 'z' that the training folder does not have, expected 'a', 'b', 'c'")
        try writeClasses(30, to: "damaged", in: place)
        let name = try #require(place.names(in: "damaged/b").first)
        try place.write(Array(place.bytes("damaged/b/\(name)").prefix(60)), to: "damaged/b/\(name)")
        let damaged = try place.succeed("--dataset", "damaged", "--model", "lin", "--dry-run", "--quiet")
        #expect(
            damaged.messages.hasPrefix(
                "warning: left out: 1 pictures that cannot be read (damaged PNG file); the first: damaged/b/\(name): "))
        try place.write(place.bytes("set/train/a/0.png"), to: "single/only/0.png")
        let single = try place.run("--dataset", "single")
        #expect(single.code == 65)
        #expect(
            single.errorLine == "single/only: contains a single picture, expected one for training and one for testing")
    }
}
