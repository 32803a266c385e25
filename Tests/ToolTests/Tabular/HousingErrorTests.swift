import Core
import Testing

@Suite("housing-train: bad tables, bad options, bad runs") struct HousingErrorTests {
    /// Expects one line, exit code 65, and nothing written.
    private func expectRefused(_ table: [UInt8], _ line: String) throws {
        let place = try Workplace(tool: "housing-train")
        try place.write(table, to: "t.csv")
        let outcome = try place.run("--dataset", "t.csv", "--steps", "1", "--quiet")
        #expect(outcome.code == 65)
        #expect(outcome.errorLine == line)
        #expect(outcome.output.isEmpty)
        #expect(place.names() == ["t.csv"])
    }

    @Test("fields that are no numbers name their line and column")
    func fields() throws {
        let table = SmallTable()
        for text in ["many", "inf", "1e400"] {
            try expectRefused(
                table.replacing(column: 5, ofLine: 7, with: text).bytes,
                "t.csv: line 7, column 'population': '\(text)', expected a finite number, or an empty field")
        }
    }

    @Test("a ragged row, no rows, an empty file, a quote without end")
    func shapes() throws {
        var table = SmallTable()
        table.lines[4] += ",1"
        try expectRefused(table.bytes, "t.csv: line 5: 11 fields, expected 10 as in the header")
        try expectRefused(SmallTable(rows: 0).bytes, "t.csv: contains no rows")
        try expectRefused([], "t.csv: line 1: the file is empty, expected a row of column names")
        try expectRefused(
            SmallTable().bytes + Array("\"1,2\n".utf8),
            "t.csv: line 122: a quoted field does not end, expected a closing quote")
        try expectRefused(SmallTable(rows: 4).bytes, "t.csv: contains 4 usable rows, expected 8 or more")
    }

    @Test("values that are all alike have no thirds; huge ones are numbers, too")
    func values() throws {
        var (same, huge) = (SmallTable(rows: 40), SmallTable(rows: 40))
        for line in 2...41 {
            same = same.replacing(column: 8, ofLine: line, with: "200000")
            huge = huge.replacing(column: 8, ofLine: line, with: "\(line)e36")
        }
        try expectRefused(
            same.bytes,
            "t.csv: column 'median_house_value': one number is so frequent that thirds do not exist, expected values "
                + "that differ")
        let place = try Workplace(tool: "housing-train")
        try place.write(same.bytes, to: "same.csv")
        try place.write(huge.bytes, to: "huge.csv")
        for task in ["thirds", "regression"] {
            try place.succeed("--dataset", "huge.csv", "--task", task, "--hidden", "8", "--steps", "2")
            try place.succeed("predict", "huge.csv")
        }
        let outcome = try place.succeed(
            "--dataset", "same.csv", "--task", "regression", "--hidden", "8", "--steps", "2")
        #expect(outcome.output.hasPrefix("test error: root mean square 0.0000, mean absolute 0.0000 in $100,000\n"))
    }

    @Test("a column that a trained network needs and that is not there is named, with one that may be meant")
    func columns() throws {
        let place = try Workplace(tool: "housing-train")
        try place.write(SmallTable().bytes, to: "t.csv")
        try place.write(SmallTable().replacing(column: 7, ofLine: 1, with: "median_incme").bytes, to: "other.csv")
        try place.succeed("--dataset", "t.csv", "--steps", "2", "--run", "./r", "--quiet")
        let expected =
            "expected the columns longitude, latitude, housing_median_age, total_rooms, total_bedrooms, population, "
            + "households, median_income"
        try place.run("predict", "other.csv", "--run", "./r").expectRefusal(
            65, "other.csv: line 1: no column 'median_income'; is it 'median_incme'?, \(expected)")
    }

    @Test(
        "a wrong option ends with 64, one line, and a hint where one is near",
        arguments: [
            (
                ["--compare", "optimizer"],
                "unknown comparison 'optimizer', did you mean 'optimizers'? Known: optimizers, learning-rates"
            ),
            (
                ["--task", "regresion"],
                "unknown task 'regresion', did you mean 'regression'? Known: classes, thirds, regression"
            ),
            (
                ["--preset", "adm"],
                "unknown preset 'adm', did you mean 'adam'? Known: gd, mini-batch, adam, mini-batch-adam, waves"
            ),
            (
                ["--missing", "mean"],
                "unknown treatment of empty fields 'mean', did you mean 'median'? Known: median, drop"
            ),
            (
                ["--optimizer", "adan"],
                "unknown optimizer 'adan', did you mean 'adam'? Known: sgd, nesterov, adam, adamw, adamax, adagrad, rmsprop"
            ),
            (["--steps", "0"], "--steps 0: expected a whole number from 1 to 1,000,000,000"),
            (["--iterations", "0"], "--iterations 0: expected a whole number from 1 to 1,000,000,000"),
            (["--dropout", "1"], "--dropout 1: expected a number from 0 to 0.9"),
            (["--hidden", "20,x"], "--hidden 20,x: expected whole numbers from 1 to 65,536, separated by commas"),
            (["--hidden", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"], "--hidden 17 layers: expected 1 to 16 layers"),
            (["--momentum", "0.5", "--preset", "adam"], "--momentum: the optimizer adam has none"),
            (["--preset", "adam", "--task", "regression"], "--preset adam is for --task classes and thirds"),
            (
                ["--compare", "optimizers", "--lr", "1"],
                "--compare optimizers sets its own recipes, so --lr cannot be given"
            ),
            (
                ["--compare", "learning-rates", "--resume", "--task", "regression"],
                "--compare learning-rates sets its own recipes, so --task cannot be given"
            ),
            (
                ["--compare", "optimizers", "--runs", "3"],
                "--compare trains each model once, so --runs cannot be given"
            ),
            (["--compare", "optimizers", "--momentum", "0.5"], "--momentum: the optimizer adam has none"),
            (
                ["--patience", "3"],
                "--patience: there are no validation examples to compare epochs; --validation sets some aside"
            ),
            (
                ["--compare", "optimizers", "--patience", "3"],
                "--patience: there are no validation examples to compare epochs; --validation sets some aside"
            ),
            (
                ["--rates", "0.1"],
                "--rates: only --compare learning-rates takes several; --lr is the rate of one training"
            ),
            (
                ["--compare", "learning-rates", "--rates", "0.1,0.1"],
                "--rates 0.1,0.1: expected different numbers above 0, at most 1e38, separated by commas"
            ),
            (["--rows", "29"], "--rows 29: expected a whole number from 30 to 1,000,000,000"),
            (
                ["predcit", "x.csv"],
                "unknown command 'predcit', did you mean 'predict'? Known: train, evaluate, predict, compare, check-gradients"
            ),
        ])
    func usage(arguments: [String], line: String) throws {
        let place = try Workplace(tool: "housing-train")
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == 64)
        #expect(outcome.errorLine == line)
        #expect(place.names().isEmpty)
    }

    @Test("data sets, files and runs that are not there end with 66")
    func missing() throws {
        let place = try Workplace(tool: "housing-train")
        for (arguments, line) in [
            (["--dataset", "hosing"], "unknown data set 'hosing', did you mean 'housing'? Known: housing, coast"),
            (["--dataset", "no.csv"], "no file or folder 'no.csv'"),
            (["--resume"], "no run in runs/housing-train to continue"),
            (["--compare", "optimizers", "--resume"], "no run in runs/housing-train-compare to continue"),
            (["predict", "x.csv"], "no run in runs/housing-train: train a model first, or name one with --run"),
        ] {
            let outcome = try place.start(arguments).outcome()
            #expect(outcome.code == 66)
            #expect(outcome.errorLine == line)
        }
        let named = try place.run("--dataset", "housing")
        #expect(named.code == 66)
        #expect(named.errorLine?.hasPrefix("housing is not here. Looked for housing.csv in ") == true)
    }

    @Test("a continued run is refused by what an option changes, and by nothing else")
    func changes() throws {
        let place = try Workplace(tool: "housing-train")
        try place.write(SmallTable().bytes, to: "t.csv")
        try place.succeed(
            "--dataset", "t.csv", "--preset", "mini-batch-adam", "--validation", "0.2", "--steps", "6", "--run", "./r",
            "--quiet")
        let before = "--resume continues with the run's own settings; "
        for (options, line) in [
            (["--lr", "0.5"], "--lr cannot be changed (0.0001 in the run)"),
            (["--task", "regression"], "--task cannot be changed (thirds in the run)"),
            (["--preset", "adam"], "--batch-size cannot be changed (64 in the run)"),
            (["--dataset", "coast"], "--dataset cannot be changed (t.csv in the run)"),
            (["--missing", "drop"], "--missing cannot be changed (median in the run)"),
            (["--hidden", "8"], "--hidden cannot be changed ([20,20] in the run)"),
            (["--dropout", "0.1"], "--dropout cannot be changed (0 in the run)"),
            (["--rows", "60"], "--rows cannot be changed (none in the run)"),
            (["--validation", "0"], "--validation cannot be changed (0.2 in the run)"),
            (["--seed", "1"], "--seed cannot be changed (0 in the run)"),
        ] {
            let outcome = try place.start(["--resume", "--run", "./r"] + options).outcome()
            #expect(outcome.code == 64)
            #expect(outcome.errorLine == before + line)
        }
        // What is as it was is no change.
        try place.succeed(
            "--resume", "--run", "./r", "--preset", "mini-batch-adam", "--task", "thirds", "--lr", "0.0001",
            "--dataset", "t.csv", "--steps", "8", "--quiet")
    }

    @Test("a training whose loss explodes ends with 65 and advice, and can still be used")
    func divergence() throws {
        let place = try Workplace(tool: "housing-train")
        try place.write(SmallTable().bytes, to: "t.csv")
        let outcome = try place.run("--dataset", "t.csv", "--lr", "1e30", "--steps", "50", "--run", "./r", "--quiet")
        #expect(outcome.code == 65)
        #expect(outcome.errorLine?.hasPrefix("the training has diverged: the loss is ") == true)
        #expect(outcome.errorLine?.hasSuffix("; a smaller --lr may help") == true)
        #expect(outcome.output.isEmpty)
    }

    @Test("a place that cannot be written to ends with 73")
    func output() throws {
        let place = try Workplace(tool: "housing-train")
        try place.write(SmallTable().bytes, to: "t.csv")
        let outcome = try place.run("--dataset", "t.csv", "--steps", "1", "--run", "/proc/none/run", "--quiet")
        #expect(outcome.code == 73)
        #expect(outcome.errorLine?.contains("/proc/none") == true)
        let below = try place.run("--dataset", "t.csv", "--steps", "1", "--run", "./t.csv/run", "--quiet")
        #expect(below.code == 73)
    }

    @Test("predict: a file of other columns, and the run of another tool")
    func predict() throws {
        let place = try Workplace(tool: "housing-train")
        try place.write(SmallTable().bytes, to: "t.csv")
        try place.succeed("--dataset", "t.csv", "--steps", "2", "--run", "./r", "--quiet")
        try place.write(Array("age,rooms\n1,2\n".utf8), to: "other.csv")
        let columns = try place.run("predict", "other.csv", "--run", "./r")
        #expect(columns.code == 65)
        #expect(columns.errorLine?.hasPrefix("other.csv: line 1: no column 'longitude', expected the columns ") == true)
        #expect(columns.output.isEmpty)
        let foreign = Safetensors(metadata: ["kumiki.config": "{\"tool\":\"kmnist-train\"}"])
        try foreign.write(to: place.path("foreign.safetensors"))
        let run = try place.run("predict", "t.csv", "--run", "foreign.safetensors")
        #expect(run.code == 65)
        #expect(run.errorLine == "foreign.safetensors: was not written by housing-train")
    }
}
