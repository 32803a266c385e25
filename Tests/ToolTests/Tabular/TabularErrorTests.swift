import Foundation
import Testing

@Suite("plane-train and perceptron-surface: what cannot be used") struct TabularErrorTests {
    @Test(
        "plane-train: options",
        arguments: [
            (
                ["--task", "grdi"], 64,
                "unknown task 'grdi', did you mean 'grid'? Known: grid, xor, moons, spirals, circles"
            ),
            (["--hidden", "0"], 64, "--hidden 0: expected whole numbers from 1 to 1,000, separated by commas"),
            (["--hidden", "4,x"], 64, "--hidden 4,x: expected whole numbers from 1 to 1,000, separated by commas"),
            (["--hidden", "1,1,1,1,1,1,1,1,1"], 64, "--hidden 1,1,1,1,1,1,1,1,1: expected 8 layers at most"),
            (["--activation", "step"], 64, "unknown activation 'step'. Known: sigmoid, tanh, relu"),
            (["--given", "--hidden", "5"], 64, "--given has 4 hidden units, which --hidden 5 contradicts"),
            (["--given", "--task", "xor"], 64, "--given is made for the grid, which --task contradicts"),
            (["--from-given", "--data", "a.csv"], 64, "--from-given is made for the grid, which --data contradicts"),
            (["--given", "--from-given"], 64, "--given and --from-given exclude each other"),
            (["--given", "--lr", "0.2"], 64, "--given does no training, so --lr has no effect"),
            (["--given", "--epochs", "3"], 64, "--given does no training, so --epochs has no effect"),
            (["--given", "--clip", "1"], 64, "--given does no training, so --clip has no effect"),
            (["--given", "--stop-at", "0.8"], 64, "--given does no training, so --stop-at has no effect"),
            (["--given", "--optimizer", "sgd"], 64, "--given does no training, so --optimizer has no effect"),
            (["--given", "--beta1", "0.5"], 64, "--given does no training, so --beta1 has no effect"),
            (["--given", "--patience", "3"], 64, "--given does no training, so --patience has no effect"),
            (["--given", "--log-every", "3"], 64, "--given does no training, so --log-every has no effect"),
            (["--given", "--runs", "2"], 64, "--given does no training, so --runs has no effect"),
            (["--given", "--animate"], 64, "--given does no training, so --animate has no effect"),
            (["--given", "--dry-run"], 64, "--given does no training, so --dry-run has no effect"),
            (["--given", "--resume"], 64, "--given does no training, so --resume has no effect"),
            (
                ["--from-given", "--restart-after", "9"], 64,
                "--from-given sets the initial weights, so --restart-after has no effect"
            ),
            (
                ["--from-given", "--activation", "tanh"], 64,
                "--from-given has sigmoids, which --activation contradicts"
            ),
            (["--scale", "3"], 64, "--scale: only --from-given scales weights"),
            (["--points", "100"], 64, "--points: the points of 'grid' are fixed"),
            (["--noise", "1", "--data", "a.csv"], 64, "--noise: the points of 'a.csv' are fixed"),
            (["--test-share", "0.5"], 64, "--test-share: all points of 'grid' are training points"),
            (["--task", "xor", "--data", "a.csv"], 64, "--task and --data both name the points; expected one of them"),
            (["--data", ""], 64, "--data '': expected either a file or a task"),
            (["--lr", "inf"], 64, "--lr inf: expected a number above 0, at most 1e38"),
            (["--stop-at", "0.2"], 64, "--stop-at 0.2: expected a number from 0.5 to 1"),
            (["--momentum", "0.5"], 64, "--momentum: the optimizer adam has none"),
            (
                ["--task", "xor", "--validation", "0.9"], 64,
                "--validation 0.9 of 4 points: expected at least one for training and one for validation"
            ),
            (
                ["--patience", "3"], 64,
                "--patience: there are no validation examples to compare epochs; --validation sets some aside"
            ),
            (["--task", "none.csv"], 66, "none.csv: No such file or directory"),
            (["--resume"], 66, "no run in runs/plane-train to continue"),
        ])
    func options(arguments: [String], code: Int32, message: String) throws {
        let place = try Workplace(tool: "plane-train")
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == code)
        #expect(outcome.errorLine == message, "\(outcome.messages)")
        #expect(outcome.output.isEmpty && place.names().isEmpty)
    }

    @Test("plane-train: what a run that continues keeps")
    func continuation() throws {
        let place = try Workplace(tool: "plane-train")
        try place.succeed("--task", "moons", "--points", "40", "--epochs", "1", "--run", "./m", "--quiet")
        let before = place.names(in: "m/checkpoints")
        for (arguments, setting) in [
            (["--hidden", "4"], "--hidden cannot be changed ([8] in the run)"),
            (["--lr", "0.5"], "--lr cannot be changed (0.03 in the run)"),
            (["--task", "grid"], "--task cannot be changed (moons in the run)"),
            (["--points", "50"], "--points cannot be changed (40 in the run)"),
            (["--stop-at", "0.9"], "--stop-at cannot be changed (1 in the run)"),
            (["--restart-after", "4"], "--restart-after cannot be changed (0 in the run)"),
            (["--validation", "0.2"], "--validation cannot be changed (none in the run)"),
        ] {
            let outcome = try place.start(["--resume", "--run", "./m"] + arguments).outcome()
            #expect(outcome.code == 64)
            #expect(
                outcome.errorLine == "--resume continues with the run's own settings; " + setting,
                "\(outcome.messages)")
        }
        #expect(place.names(in: "m/checkpoints") == before)
        try place.succeed("--epochs", "1", "--run", "./g", "--quiet")
        let given = try place.run("--resume", "--run", "./g", "--from-given")
        #expect(
            given.errorLine
                == "--resume continues with the run's own settings; --from-given cannot be changed (none in the run)")
        try place.succeed("--resume", "--run", "./m", "--task", "moons", "--epochs", "2", "--quiet")
    }

    @Test(
        "plane-train: files",
        arguments: [
            ("", "line 1: the file is empty, expected a row of column names"),
            ("x,y,class\n", "contains no points, expected a line for each"),
            ("x,y,class\n0,1,a\n0,1\n", "line 3: 2 fields, expected 3 as in the header"),
            ("x,y,class\r\n0,1,a\r\n0,one,b\r\n", "line 3, column 'y': 'one', expected a number"),
            ("x,y,class\n0,1,a\ninf,1,b\n", "line 3, column 'x': 'inf', expected a number"),
            ("x,y,class\n0,1,a\n1,1,a\n", "column 'class' has only one class, 'a', expected two classes"),
            ("x,y,class\n0,1,a\n1,1,b\n2,2,c\n", "column 'class' has 3 classes, 'a', 'b', 'c', expected two classes"),
            ("5,1\n1,1\n", "line 1: columns x1,x2, expected x, y and class; --features and --target name others"),
        ])
    func files(text: String, message: String) throws {
        let place = try Workplace(tool: "plane-train")
        try place.write(Array(text.utf8), to: "p.csv")
        let outcome = try place.run("--data", "p.csv")
        #expect(outcome.code == 65)
        #expect(outcome.errorLine == "p.csv: " + message, "\(outcome.messages)")
        #expect(place.names() == ["p.csv"])
    }

    @Test("plane-train: a run that is another tool's, damaged, taken, or in a place that cannot be written")
    func runs() throws {
        let place = try Workplace(tool: "plane-train")
        try place.write(Array(#"{"tool":"kmnist-train"}"#.utf8), to: "other/config.json")
        let other = try place.run("--resume", "--run", "./other")
        #expect(other.code == 65)
        #expect(other.errorLine == "./other/config.json: was not written by plane-train")
        try place.succeed("--run", "./mine", "--epochs", "1", "--quiet")
        let damaged = try place.text("mine/config.json").replacing(
            "\"hidden\" : [\n      5\n    ]", with: "\"hidden\" : [\n    ]")
        try place.write(Array(damaged.utf8), to: "damaged/config.json")
        let unsound = try place.run("--resume", "--run", "./damaged")
        #expect(unsound.code == 65)
        #expect(unsound.errorLine == "./damaged/config.json: hidden is [], expected 1 to 8 layers")
        let taken = try place.run("--run", "./mine")
        #expect(taken.code == 73 && taken.errorLine?.contains("a run already exists here") == true)
        try place.write([1], to: "file")
        let blocked = try place.run("--run", "./file/run")
        #expect(blocked.code == 73 && blocked.errorLine?.hasPrefix("./file") == true, "\(blocked.messages)")
    }

    @Test(
        "perceptron-surface: options",
        arguments: [
            (["--weights", "1"], "--weights 1: expected two numbers, w1,w2"),
            (["--weights", "nan,1"], "--weights nan,1: expected numbers separated by commas"),
            (["--bias", "inf"], "--bias inf: expected a finite number"),
            (["--domain", "2,-2"], "--domain 2,-2: expected min below max"),
            (["--domain", "1,1"], "--domain 1,1: expected min below max"),
            (["--domain", "0,1,3,2"], "--domain 0,1,3,2: expected min below max"),
            (["--domain", "1"], "--domain 1: expected min,max for both inputs, or min,max,min,max"),
            (
                ["--activation", "sigmid"],
                "unknown activation 'sigmid', did you mean 'sigmoid'? Known: sigmoid, hard-limit, step, gaussian, rbf, radial-basis"
            ),
            (["--points", "3"], "--points 3: expected whole numbers from 4 to 250,000, separated by commas"),
            (["--elevation", "90"], "--elevation 90: expected a number from 1 to 89"),
            (["--output", ""], "--output '': expected a folder"),
        ])
    func surfaces(arguments: [String], message: String) throws {
        let place = try Workplace(tool: "perceptron-surface")
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == 64)
        #expect(outcome.errorLine == message, "\(outcome.messages)")
        #expect(outcome.output.isEmpty && place.names().isEmpty)
    }

    @Test("perceptron-surface: a folder that cannot be made")
    func folder() throws {
        let place = try Workplace(tool: "perceptron-surface")
        try place.write([1], to: "file")
        let outcome = try place.run("--output", "file", "--points", "16")
        #expect(outcome.code == 73 && outcome.errorLine == "file: is a file, expected a folder")
    }
}
