import Testing

@Suite("kmnist-train: help") struct HelpTests {
    @Test("--help names the subcommands and says how to begin")
    func root() throws {
        try expectHelp(
            "kmnist-train",
            says: [
                "Train, test and explain classifiers of small pictures.",
                "train (default) Train a model (the default).", "evaluate Test a trained model",
                "predict Name what pictures show.", "sweep Train with several values",
                "kmnist-train --model conv --epochs 3",
            ])
    }

    @Test("train --help lists models, data sets, optimizers and defaults")
    func train() throws {
        try expectHelp(
            "kmnist-train", "train",
            says: trainingOptions + [
                "Model: conv, full, lin, dnn. (default: conv)",
                "Units of the hidden layer. (default: full 95, dnn 100)",
                "Data set: kmnist, mnist, fashion-mnist, strokes, or a folder.",
                "(default: kmnist where it is on this machine, else the built-in strokes)",
                "Passes over the training data. (default: 10; dnn 1)", "Examples in a step. (default: 64; dnn 1)",
                "Learning rate. (default: 0.01; dnn 0.1)",
                "Optimizer: sgd, nesterov, adam, adamw, adamax, adagrad, rmsprop. (default: sgd)",
                "Seed of all random numbers. (default: 0)", "--preset <name>",
            ])
    }

    @Test("evaluate, predict and sweep explain themselves")
    func others() throws {
        try expectHelp("kmnist-train", "evaluate", says: ["(default: the one it was trained on)"])
        try expectHelp("kmnist-train", "predict", says: ["Any PNG or JPEG of any size"])
        try expectHelp(
            "kmnist-train", "sweep",
            says: ["--hidden <n,n,…> Widths of the hidden layer.", "--lr <rate,rate,…> Learning rates."])
    }
}
