import Testing

@Suite("kmnist-train: what is typed wrong") struct UsageErrorTests {
    @Test(
        "is told in one line with a hint, and ends with 64",
        arguments: [
            (["--epochs", "-1"], "--epochs -1: expected a whole number from 1 to 1,000,000,000"),
            (["--epochs", "0"], "--epochs 0: expected a whole number from 1 to 1,000,000,000"),
            (
                ["--epochs", "9223372036854775807"],
                "--epochs 9223372036854775807: expected a whole number from 1 to 1,000,000,000"
            ),
            (
                ["--batch-size", "9223372036854775807"],
                "--batch-size 9223372036854775807: expected a whole number from 1 to 1,000,000,000"
            ),
            (["--model", "cnov"], "unknown model 'cnov', did you mean 'conv'? Known: conv, full, lin, dnn"),
            (["--lr", "nan"], "--lr nan: expected a number above 0, at most 1e38"),
            (["--lr", "-0.1"], "--lr -0.1: expected a number above 0, at most 1e38"),
            (["--momentum", "2"], "--momentum 2: expected a number from 0 to 1"),
            (["--run", ""], "--run '': expected a name or a folder"),
            (["--threads", "0"], "--threads 0: expected a whole number from 1 to 4,096"),
            (["--seed", "-1"], "--seed -1: expected a whole number from 0 to 18446744073709551615"),
            (["--bogus"], "Unknown option '--bogus'"),
            (
                ["predcit", "a.png", "--run", "b"],
                "unknown command 'predcit', did you mean 'predict'? Known: train, evaluate, predict, sweep, compare, check-gradients"
            ),
            (["predict"], "Missing expected argument '<files> ...'"),
            (
                ["sweep", "--hidden", "50,x"],
                "--hidden 50,x: expected whole numbers from 1 to 100,000, separated by commas"
            ),
            (["sweep", "--lr", "0.1,-1"], "--lr 0.1,-1: expected numbers above 0, at most 1e38, separated by commas"),
            (["sweep", "--lr", "0.1,"], "--lr 0.1,: expected numbers above 0, at most 1e38, separated by commas"),
            (["--validation", "0.95"], "--validation 0.95: expected a number from 0 to 0.9"),
            (["--preset", "fsat"], "unknown preset 'fsat', did you mean 'fast'? Known: fast"),
        ])
    func parsed(arguments: [String], line: String) throws {
        let outcome = try Workplace().start(arguments).outcome()
        #expect(outcome.code == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLine == line)
        #expect(outcome.messageLines.count == 2)
        #expect(outcome.messageLines.last?.hasPrefix("See 'kmnist-train ") == true)
    }

    @Test(
        "settings that do not fit together end with 64",
        arguments: [
            (["--model", "lin", "--hidden", "5"], "--hidden 5: model 'lin' has no hidden layer to widen"),
            (["sweep"], "a sweep needs a list of values: --hidden, --lr, --batch-size or --epochs"),
            (
                ["sweep", "--lr", "0.1,0.2", "--batch-size", "8,9", "--epochs", "1,2"],
                "a sweep varies one or two options; --lr, --batch-size and --epochs have several values"
            ),
            (["--momentum", "0.5", "--optimizer", "adam"], "--momentum: the optimizer adam has none"),
            (["--dataset", ""], "--dataset '': expected a name or a folder"),
            (["--data", ""], "--data '': expected a name or a folder"),
            (["sweep", "--model", "conv", "--hidden", "5"], "--hidden: model 'conv' has no hidden layer to widen"),
            (
                ["--dataset", "strokes", "--sync-batchnorm"],
                "--sync-batchnorm: expected --shards, or several ranks; without them, batches are normalized whole"
            ),
            (
                ["--dataset", "strokes", "--sync-batchnorm", "--shards", "2", "--model", "conv"],
                "--sync-batchnorm: conv has no batch normalization"
            ),
        ])
    func combined(arguments: [String], line: String) throws {
        let place = try Workplace()
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == 64)
        #expect(outcome.errorLine == line)
        #expect(place.names().isEmpty)
    }

    @Test("a data set or folder that is not here ends with 66")
    func missing() throws {
        let place = try Workplace()
        let typed = try place.run("--dataset", "mnsit")
        #expect(typed.code == 66)
        #expect(
            typed.errorLine
                == "unknown data set 'mnsit', did you mean 'mnist'? Known: kmnist, mnist, fashion-mnist, strokes")
        let folder = try place.run("--dataset", "./none")
        #expect(folder.code == 66)
        #expect(folder.errorLine == "no data set or folder './none'")
        let named = try place.run("--dataset", "mnist", "--data", "elsewhere")
        #expect(named.code == 66)
        let line = try #require(named.errorLine)
        #expect(line.hasPrefix("mnist is not here. Looked for train-images-idx3-ubyte (or .gz) in elsewhere/mnist, "))
        #expect(
            line.contains("elsewhere/MNIST/raw, ") && line.contains("/data/mnist, ") && line.contains("/kumiki/mnist"))
        #expect(
            line.hasSuffix(
                "; kumiki fetch mnist gets it from http://yann.lecun.com/exdb/mnist/ (LeCun, Cortes, Burges)"))
        #expect(place.names().isEmpty)
    }

    @Test("runs that are not there end with 66")
    func runs() throws {
        let place = try Workplace()
        #expect(try place.run("--resume").errorLine == "no run in runs/kmnist-train to continue")
        let resumed = try place.run("--resume", "--run", "none")
        #expect(resumed.code == 66)
        #expect(resumed.errorLine == "runs/kmnist-train/none: no run to continue, because it has no config.json")
        let swept = try place.run("sweep", "--resume")
        #expect(swept.code == 66)
        #expect(swept.errorLine == "no run in runs/kmnist-train-sweep to continue")
        let evaluated = try place.run("evaluate", "--run", "none")
        #expect(evaluated.code == 66)
        #expect(evaluated.errorLine == "runs/kmnist-train/none: no such run")
        let predicted = try place.run("predict", "x.png")
        #expect(predicted.code == 66)
        #expect(predicted.errorLine?.hasPrefix("no run in runs/kmnist-train: train a model first") == true)
        #expect(place.names().isEmpty)
    }
}
