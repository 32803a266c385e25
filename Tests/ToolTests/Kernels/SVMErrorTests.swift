import Core
import Foundation
import Testing

@Suite("svm: what it refuses") struct SVMErrorTests {
    @Test(
        "bad lines of examples",
        arguments: [
            ("1 2:1 1:1", "line 1: index 1 after 2, expected rising indices"),
            ("1 1:1 1:1", "line 1: index 1 occurs twice, expected rising indices"),
            ("1 1:1\n1:2", "line 2: no label before '1:2', expected a line such as '1 1:0.5 3:2'"),
            ("1 1:nan", "line 1: value 'nan' of index 1, expected a finite number"),
            ("1 2147483648:1", "line 1: index '2147483648', expected a whole number from 1 to 2147483647"),
            ("", "contains no examples, expected lines such as '1 1:0.5 3:2'"),
            ("1 1:1\n1 1:2", "all examples are of one class, '1', expected two classes or more"),
        ])
    func lines(text: String, message: String) throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array(text.utf8), to: "a.txt")
        for command in ["train", "grid"] {
            try place.run(command, "--dataset", "a.txt").expectRefusal(65, "a.txt: \(message)")
        }
        #expect(place.names() == ["a.txt"])
    }

    @Test(
        "kernel values that cannot be meant",
        arguments: [
            ("1 0:1 1:1 2:0 3:0\n-1 0:2 1:0 2:1 3:0", "2 examples with 3 kernel values each"),
            ("1 0:1 1:1 2:0.5\n-1 0:2 1:0.4 2:1", "line 2: k(2, 1) is 0.4, but line 1 says k(1, 2) = 0.5"),
            ("1 1:1 2:0.5", "line 1: no 0:n before the kernel values"),
            ("1 0:1 2147483647:1", "1 examples with 2147483647 kernel values each"),
            ("1 0:2147483648 2147483647:1", "1 examples with 2147483647 kernel values each"),
        ])
    func precomputed(text: String, message: String) throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array(text.utf8), to: "k.txt")
        try place.run("train", "--dataset", "k.txt", "--kernel", "precomputed").expectRefusal(65, "k.txt: \(message)")
    }

    @Test("kernel values that are too few, or none")
    func precomputedOthers() throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array("1 0:1 1:1 2:0.5\n-1 0:2 1:0.5 2:1\n".utf8), to: "k.txt")
        try place.write(Array("1 0:1 1:1\n".utf8), to: "few.txt")
        try place.write(Array("1 0:1 1:1 2:0.5 2147483647:1\n".utf8), to: "wide.txt")
        try place.write(Array("a,class\n1,2\n".utf8), to: "a.csv")
        let few = "few.txt: kernel values with 1 examples, expected 2 or more, as the machine knows them"
        let train = ["train", "--kernel", "precomputed", "--run", "a", "--dataset"]
        try place.start(train + ["k.txt", "--test", "few.txt"]).outcome().expectRefusal(65, few)
        for name in ["moons", "a.csv"] {
            try place.start(train + [name]).outcome().expectRefusal(
                65, "\(name): contains features, expected kernel values in LIBSVM's text format")
        }
        try place.succeed("train", "--kernel", "precomputed", "--dataset", "k.txt", "--run", "a")
        try place.run("predict", "few.txt").expectRefusal(65, few)
        #expect(try place.succeed("predict", "wide.txt", "--quiet").output == "1\n")
    }

    @Test(
        "options",
        arguments: [
            (["-C", "0"], "-C 0: expected a number above 0"),
            (["--cost", "-1"], "--cost -1: expected a number above 0"),
            (["--gamma", "0"], "--gamma 0: expected a number above 0"),
            (["--kernel", "rbv"], "unknown kernel 'rbv', did you mean 'rbf'?"),
            (["--kernel", "linear", "--gamma", "1"], "--gamma: the linear kernel has none"),
            (["--degree", "2"], "--degree: the rbf kernel has none"),
            (
                ["--features", "x1*"],
                "--features 'x1*': expected a number, a feature such as x1, or '(' at character 4"
            ),
            (["--features", "x3"], "--features 'x3': expected x1 to x2 at character 1"),
            (["--target", ""], "--target '': expected the name of a column"),
            (["--test", ""], "--test '': expected the name of a file or folder"),
            (["--validation", "1"], "--validation 1: expected a number from 0 to 0.9"),
            (["--runs", "0"], "--runs 0: expected a whole number from 1 to 10,000"),
            (["--class-weight", "a"], "--class-weight a: expected classes with numbers above 0"),
            (["--class-weight", "2=3"], "unknown class '2'"), (["--cache", "0"], "--cache 0: expected a whole number"),
            (["--calibrate", "x"], "--calibrate: only --probability calibrates"),
        ])
    func options(arguments: [String], message: String) throws {
        let place = try Workplace(tool: "svm")
        try place.start(["train", "--dataset", "moons"] + arguments).outcome().expectRefusal(64, message)
        #expect(place.names().isEmpty)
    }

    @Test("models that are missing, truncated, or of another kind")
    func models() throws {
        let place = try Workplace(tool: "svm")
        try place.run("predict", "a.txt").expectRefusal(66, "no run in runs/svm has a model")
        try place.succeed("train", "--dataset", "moons", "--run", "a")
        try place.run("predict", "a.txt").expectRefusal(66, "a.txt: No such file or directory")
        try place.write(Array("1 1:0 2:0\n".utf8), to: "a.txt")
        let lines = try place.text("runs/svm/a/model.svm").split(separator: "\n")
        try place.write(Array(lines.prefix(20).joined(separator: "\n").utf8), to: "cut.svm")
        let outcome = try place.run("predict", "a.txt", "--model", "cut.svm")
        #expect(outcome.code == 65)
        #expect(outcome.errorLine?.hasPrefix("cut.svm: line 20: ends after ") == true, "\(outcome.messages)")
        try place.write(Array("garbage\n".utf8), to: "bad.svm")
        try place.run("predict", "a.txt", "--model", "bad.svm").expectRefusal(65, "bad.svm: line 1: 'garbage'")
        try place.run("predict", "a.txt", "--probability").expectRefusal(
            65, "runs/svm/a/model.svm: has no probabilities")
    }

    @Test("runs that are there already, folders that cannot be made, files that cannot be drawn")
    func output() throws {
        let place = try Workplace(tool: "svm")
        try place.succeed("train", "--dataset", "moons", "--run", "a")
        try place.run("train", "--dataset", "moons", "--run", "a")
            .expectRefusal(73, "runs/svm/a: a run already exists here, expected another name")
        try place.write([1], to: "file")
        try place.run("explore", "--output", "file").expectRefusal(73, "file: is a file, expected a folder")
        try place.write(Array("a,b,c,class\n1,2,3,x\n4,5,6,y\n".utf8), to: "three.csv")
        try place.run("explore", "three.csv").expectRefusal(65, "three.csv: 3 features, expected two features")
        try place.run("train", "--dataset", "mnist").expectRefusal(66, "mnist is not here. Looked for train-images")
        try place.run("train", "--dataset", "nothing.txt").expectRefusal(66, "nothing.txt: No such file or directory")
    }

    @Test("features that φ makes infinite")
    func infinite() throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array("a,class\n0,x\n1,y\n".utf8), to: "a.csv")
        try place.run("train", "--dataset", "a.csv", "--kernel", "linear", "--features", "1/x1")
            .expectRefusal(65, "a.csv: feature '1/x1' of example 1 is inf, expected a finite number")
    }

    @Test("Ctrl-C ends a long fit with 130 and no model")
    func interruption() throws {
        let place = try Workplace(tool: "svm")
        var random = RandomStream(seed: 1, name: StreamName("noise"))
        var text = ""
        for number in 0..<6000 {
            text += "\(number % 2) 1:\(random.uniform()) 2:\(random.uniform()) 3:\(random.uniform())\n"
        }
        try place.write(Array(text.utf8), to: "noise.txt")
        let tool = try place.start(["train", "--dataset", "noise.txt", "-C", "1e6", "--gamma", "5", "--run", "a"])
        #expect(tool.reaches { tool.messagesSoFar.contains("6,000 examples") })
        tool.signal(SIGINT)
        let outcome = try tool.outcome()
        #expect(outcome.code == 130 && outcome.messages.contains("interrupted before the machine was fitted"))
        #expect(outcome.messages.contains("nothing was written") && place.names() == ["noise.txt"])
    }

    @Test("a fit that fails leaves no run, so that the same command may be given again")
    func failure() throws {
        let place = try Workplace(tool: "svm")
        try place.write(Array("1 1:1e30\n-1 1:-1e30\n".utf8), to: "a.txt")
        for _ in 0..<2 {
            try place.run("train", "--dataset", "a.txt", "--kernel", "polynomial", "--gamma", "1", "--run", "a")
                .expectRefusal(65, "a.txt: a kernel value")
        }
        #expect(place.names() == ["a.txt"])
    }

    @Test("help of every command")
    func help() throws {
        try expectHelp("svm", says: ["Support vector machines", "train", "predict", "explore", "grid"])
        try expectHelp(
            "svm", "train",
            says: [
                "--dataset <file|name>", "-C, --cost <C>", "--gamma <γ>", "--kernel <name>", "--features <column,…|φ>",
                "--scale <name>", "--class-weight <class=w,…>", "--cache <MB>", "--probability", "--calibrate <file>",
                "--validation <share>",
                "--runs <n>", "--dry-run", "--seed <n>", "--threads <n>", "--run <name>", "--json", "--quiet",
            ])
        try expectHelp("svm", "predict", says: ["--model <file>", "--output <file>", "--decisions", "--probability"])
        try expectHelp(
            "svm", "explore", says: ["--lesson <name,…>", "--output <folder>", "features (One feature instead of two"])
        try expectHelp("svm", "grid", says: ["--costs <C,…>", "--gammas <γ,…>", "--folds <n>", "--resume"])
    }
}
