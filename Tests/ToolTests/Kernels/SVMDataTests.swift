import Core
import Foundation
import Testing

@Suite("svm: what it says of examples") struct SVMDataTests {
    /// Two classes that lie apart, with indices from `first` on.
    private func lines(_ count: Int, first: Int = 1, labels: [String] = ["-1", "+1"]) -> String {
        var random = RandomStream(seed: 3, name: StreamName("lines"))
        return (0..<count).map { number in
            let features = (0..<3).map { column in
                "\(first + column):\(random.normal() + 3 * Double(number % 2))"
            }
            return "\(labels[number % labels.count]) \(features.joined(separator: " "))\n"
        }.joined()
    }

    @Test(
        "LIBSVM text is known by its first line that is no remark",
        arguments: [
            "# my data, scaled to unit length\n", "# a;b\tc\n\n# d, e\n", "", "+1 1:3 2:3 # no, not 5\n",
        ])
    func remarks(start: String) throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array((start + lines(60)).utf8), to: "a.txt")
        try place.write(Array(lines(60).utf8), to: "plain.txt")
        let outcome = try place.succeed("train", "--dataset", "a.txt", "--test", "plain.txt", "--json")
        #expect(outcome.messages.contains("a.txt: LIBSVM text, 3 features"))
        #expect(try #require(try outcome.json()["test_accuracy"] as? Double) > 0.9)
    }

    @Test("a table whose names have colons is a table, and archives are named")
    func forms() throws {
        let place = try Workplace(tool: "svm")
        let rows = (0..<20).map { "\($0 % 2 * 3),2026-11-29 12:30,\(["no", "yes"][$0 % 2])\n" }.joined()
        try place.write(Array(("at:x,time,class\n" + rows).utf8), to: "a.data")
        #expect(try place.succeed("train", "--dataset", "a.data", "--json").json()["features"] as? Int == 1)
        for (name, start) in [("a.bz2", Array("BZh91AY".utf8)), ("a.xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0])] {
            try place.write(start + [UInt8](repeating: 9, count: 40), to: name)
            let outcome = try place.run("train", "--dataset", name)
            #expect(outcome.code == 65 && outcome.errorLine?.hasPrefix("\(name): is compressed by ") == true)
        }
    }

    @Test("indices from 0: said, kept with the model, and refused where a model knows others")
    func zero() throws {
        let place = try Workplace(tool: "svm")
        for (name, first) in [("zero.txt", 0), ("one.txt", 1)] {
            try place.write(Array(lines(60, first: first).utf8), to: name)
            let outcome = try place.succeed(
                "train", "--dataset", name, "--test", name, "--model", name + ".svm", "--json")
            #expect(try #require(try outcome.json()["test_accuracy"] as? Double) > 0.9)
            #expect(outcome.messages.contains("indices from 0") == (first == 0))
        }
        let zero = try place.succeed("predict", "zero.txt", "--model", "zero.txt.svm", "--quiet").output
        #expect(try zero == place.succeed("predict", "one.txt", "--model", "one.txt.svm", "--quiet").output)
        for (name, model) in [("zero.txt", "one.txt.svm"), ("one.txt", "zero.txt.svm")] {
            let refused = try place.run("predict", name, "--model", model)
            #expect(refused.code == 65 && refused.errorLine?.contains("dump_svmlight_file") == true)
        }
    }

    @Test("+1 and 1.0 are class 1 in weights, as in files", arguments: ["+1=5", "1.0=5", "1=5"])
    func weights(_ weight: String) throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array(lines(60).utf8), to: "a.txt")
        for (option, name) in [(weight, "a"), ("1=5", "b")] {
            try place.succeed("train", "--dataset", "a.txt", "--class-weight", option, "-C", "0.01", "--run", name)
        }
        #expect(try place.bytes("runs/svm/a/model.svm") == place.bytes("runs/svm/b/model.svm"))
    }

    @Test("meters in tables and in LIBSVM text, with and without a scale")
    func meters() throws {
        let place = try Workplace(tool: "svm")
        var random = RandomStream(seed: 7, name: StreamName("meters"))
        for (name, count) in [("train", 700), ("test", 300)] {
            let points = (0..<count).map { _ in
                let (x, y) = (Int(4_000 * random.uniform()), Int(4_000 * random.uniform()))
                func meters(_ whole: Int, _ part: Int) -> String {
                    "\(whole + part / 1_000).\(String(part % 1_000 + 1_000).dropFirst())"
                }
                return (meters(412_345, x), meters(5_512_345, y), y / 500 % 2 * 2 - 1)
            }
            let table = "easting,northing,class\n" + points.map { "\($0.0),\($0.1),\($0.2)\n" }.joined()
            try place.write(Array(table.utf8), to: name + ".csv")
            let text = points.map { "\($0.2) 1:\($0.0) 2:\($0.1)\n" }.joined()
            try place.write(Array(text.utf8), to: name + ".txt")
        }
        for ending in ["csv", "txt"] {
            for scale in ["none", "range", "standard"] {
                let outcome = try place.succeed(
                    "train", "--dataset", "train.\(ending)", "--test", "test.\(ending)", "--gamma", "8", "-C", "10",
                    "--scale", scale, "--run", ending + scale, "--json")
                let accuracy = try #require(try outcome.json()["test_accuracy"] as? Double)
                #expect(accuracy > 0.85, "\(ending), \(scale)")
                let again = try place.succeed("predict", "test.\(ending)", "--run", ending + scale, "--json")
                #expect(try again.json()["test_accuracy"] as? Double == accuracy)
            }
        }
    }

    @Test("a gap that is large is a warning with advice")
    func gap() throws {
        let place = try Workplace(tool: "svm")
        var random = RandomStream(seed: 4, name: StreamName("gap"))
        let rows = (0..<200).map { number in
            let features = [1.0, 4_000, 0.01].map { $0 * (3 + random.normal() + 0.5 * Double(number % 2)) }
            return "\(features[0]),\(features[1]),\(features[2]),\(number % 2)\n"
        }
        try place.write(Array(("a,b,c,class\n" + rows.joined()).utf8), to: "a.csv")
        let train = ["train", "--dataset", "a.csv", "--kernel", "linear", "--max-iterations", "2000", "-C", "100"]
        let raw = try place.start(train).outcome()
        #expect(raw.code == 0 && raw.messages.contains("the duality gap is "), "\(raw.messages)")
        #expect(raw.messages.contains("--scale standard or range"))
        let scaled = try place.succeed("train", "--dataset", "a.csv", "--kernel", "linear", "--scale", "standard")
        #expect(!scaled.messages.contains("duality gap is"))
    }

    @Test("kernel values that are no inner products are told by their smallest eigenvalue", arguments: [4, 260])
    func indefinite(count: Int) throws {
        let place = try Workplace(tool: "svm")
        for (name, corner) in [("good.txt", 1.0), ("bad.txt", -1)] {
            let rows = (1...count).map { row in
                let values = (1...count).map { column in "\(column):\(row == column ? row == 1 ? corner : 1 : 0)" }
                return "\(row % 2) 0:\(row) \(values.joined(separator: " "))\n"
            }
            try place.write(Array(rows.joined().utf8), to: name)
            let outcome = try place.succeed("train", "--dataset", name, "--kernel", "precomputed")
            let isTold = outcome.messages.contains("not positive semidefinite: their smallest eigenvalue is -1")
            #expect(isTold == (corner < 0), "\(outcome.messages)")
        }
    }

    @Test("classes that the model lacks, and probabilities that contradict the class, are counted")
    func classes() throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array(lines(90).utf8), to: "a.txt")
        try place.write(Array(lines(90, labels: ["-1", "1", "7", "1"]).utf8), to: "b.txt")
        try place.succeed("train", "--dataset", "a.txt", "--run", "a")
        let outcome = try place.succeed("predict", "b.txt", "--run", "a")
        #expect(outcome.messages.contains("22 examples of classes that the model does not know: '7' (22)"))
        // One class is so much rarer where probabilities are calibrated that it is never the more probable one.
        let rare = lines(40, labels: ["-1", "-1", "-1", "-1", "-1", "-1", "-1", "-1", "-1", "1"])
        try place.write(Array(rare.utf8), to: "rare.txt")
        let trained = try place.succeed(
            "train", "--dataset", "a.txt", "--probability", "--calibrate", "rare.txt", "--test", "a.txt", "--run", "b")
        #expect(trained.messages.contains("test examples whose most probable class is not the predicted one"))
        let predicted = try place.succeed("predict", "a.txt", "--run", "b", "--probability")
        #expect(predicted.messages.contains("examples whose most probable class is not"))
    }
}
