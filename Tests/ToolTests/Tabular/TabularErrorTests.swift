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
            (["--given", "--task", "xor"], 64, "--given was made for the grid, which --task contradicts"),
            (["--from-given", "--data", "a.csv"], 64, "--from-given was made for the grid, which --data contradicts"),
            (["--given", "--from-given"], 64, "--given and --from-given exclude one another"),
            (["--given", "--lr", "0.1"], 64, "--given trains nothing, so that --lr says nothing"),
            (["--given", "--resume"], 64, "--given trains nothing, so that --resume says nothing"),
            (
                ["--from-given", "--activation", "tanh"], 64,
                "--from-given has sigmoids, which --activation contradicts"
            ),
            (["--scale", "3"], 64, "--scale: only --from-given scales weights"),
            (["--points", "100"], 64, "--points: the points of 'grid' are what they are"),
            (["--test-share", "0.5"], 64, "--test-share: all points of 'grid' are to be learnt"),
            (["--task", "xor", "--data", "a.csv"], 64, "--task and --data both name the points; expected one of them"),
            (["--lr", "inf"], 64, "--lr inf: expected a number above 0"),
            (["--enough", "0.2"], 64, "--enough 0.2: expected a number from 0.5 to 1"),
            (["--task", "none.csv"], 66, "none.csv: No such file or directory"),
            (
                ["--resume", "--hidden", "4"], 64,
                "--resume goes on with the run's own settings; --hidden cannot be changed"
            ),
            (["--resume"], 66, "no run in runs/plane-train to go on with"),
        ])
    func options(arguments: [String], code: Int32, message: String) throws {
        let place = try Workplace(tool: "plane-train")
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == code)
        #expect(outcome.errorLine == message, "\(outcome.messages)")
        #expect(outcome.output.isEmpty && place.names().isEmpty)
    }

    @Test(
        "plane-train: files",
        arguments: [
            ("", "line 1: the file is empty, expected a row of column names"),
            ("x,y,class\n", "holds no points, expected a line for each below the header"),
            ("x,y,class\n0,1,a\n0,1\n", "line 3: 2 fields, expected 3 as in the header"),
            ("x,y,class\r\n0,1,a\r\n0,one,b\r\n", "line 3, column 'y': 'one', expected a number"),
            ("x,y,class\n0,1,a\ninf,1,b\n", "line 3, column 'x': 'inf', expected a number"),
            ("x,y,class\n0,1,a\n1,1,a\n", "column 'class' holds one class alone, 'a', expected two classes"),
            ("x,y,class\n0,1,a\n1,1,b\n2,2,c\n", "column 'class' holds 3 classes, 'a', 'b', 'c', expected two classes"),
            ("5,1,0\n1,1,1\n", "line 1: columns 5,1,0, expected a header such as x,y,class"),
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
        #expect(other.errorLine == "./other/config.json: is no configuration of this tool")
        try place.succeed("--run", "./mine", "--epochs", "1", "--quiet")
        let damaged = try place.text("mine/config.json").replacing(
            "\"hidden\" : [\n      5\n    ]", with: "\"hidden\" : []")
        try place.write(Array(damaged.utf8), to: "damaged/config.json")
        let unsound = try place.run("--resume", "--run", "./damaged")
        #expect(unsound.code == 65)
        #expect(unsound.errorLine == "./damaged/config.json: holds settings that no model can have")
        let taken = try place.run("--run", "./mine")
        #expect(taken.code == 73 && taken.errorLine?.contains("a run stands here already") == true)
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
                "unknown activation 'sigmid', did you mean 'sigmoid'? Known: sigmoid, hard-limit, gaussian"
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
