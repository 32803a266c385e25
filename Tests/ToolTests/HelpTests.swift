import Testing

@Suite("kmnist-train: help and version") struct HelpTests {
    private func help(_ arguments: String...) throws -> String {
        let outcome = try Workplace().start(arguments).outcome()
        #expect(outcome.code == 0)
        #expect(outcome.messages.isEmpty)
        // The parser breaks lines to fit; words are what counts.
        return outcome.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    @Test("--help names the subcommands and says how to begin")
    func root() throws {
        let text = try help("--help")
        for line in [
            "Train, test and explain classifiers of small pictures.", "train (default) Train a model (the default).",
            "evaluate Test a trained model", "predict Name what pictures show.", "sweep Train with several values",
            "kmnist-train --model conv --epochs 3",
        ] {
            #expect(text.contains(line))
        }
    }

    @Test("train --help lists models, data sets, optimizers and defaults")
    func train() throws {
        let text = try help("train", "--help")
        for line in [
            "Model: conv, full, lin, dnn. (default: conv)", "Units of the hidden layer. (default: full 95, dnn 100)",
            "Data set: kmnist, mnist, fashion-mnist, strokes, or a folder.",
            "(default: kmnist where it is on this machine, else the built-in strokes)",
            "Passes over the training data. (default: 10; dnn 1)", "Examples in a step. (default: 64; dnn 1)",
            "Learning rate. (default: 0.01; dnn 0.1)",
            "Optimizer: sgd, nesterov, adam, adamw, adamax, adagrad, rmsprop. (default: sgd)",
            "Seed of all random numbers. (default: 0)", "--preset <name>", "--resume", "--dry-run", "--json", "--quiet",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }

    @Test("evaluate, predict and sweep explain themselves")
    func others() throws {
        #expect(try help("evaluate", "--help").contains("(default: the one it was trained on)"))
        #expect(try help("predict", "--help").contains("Any PNG or JPEG of any size"))
        let sweep = try help("sweep", "--help")
        #expect(sweep.contains("--hidden <n,n,…> Widths of the hidden layer."))
        #expect(sweep.contains("--lr <rate,rate,…> Learning rates."))
    }

    @Test("--version says the tool and its version, and nothing else")
    func version() throws {
        let text = try help("--version")
        #expect(text.wholeMatch(of: /kmnist-train \d+\.\d+\.\d+/) != nil)
    }
}
