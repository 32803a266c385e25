import Testing

@Suite("Help of the generative tools") struct GANHelpTests {
    @Test("gan-train names its options and defaults")
    func train() throws {
        try expectHelp(
            "gan-train", "train",
            says: trainingOptions + [
                "Model: gan (two perceptrons), dcgan (convolutions and batch normalization), cgan (dcgan conditioned "
                    + "on the class). (default: gan)", "Passes over the training data. (default: 200)",
                "Examples in a step. (default: 100)", "Learning rate. (default: 0.002; gan 0.0002)",
                "--lr-generator <rate>",
                "--lr-discriminator <rate>", "(default: --lr if given, otherwise 0.0005; gan 0.0002)",
                "--label-smoothing <s>", "--average <d>", "--size <pixels>",
                "--grid-epochs <n,n>",
                "mnist if it is on this machine, otherwise the built-in strokes", "--beta1 <b>", "--schedule <name>",
                "--clip-norm <x>", "--validation <share>", "--runs <n>", "--patience <n>",
            ])
    }

    @Test("gan-grid names its options")
    func grid() throws {
        try expectHelp(
            "gan-grid",
            says: [
                "--epoch <n>", "--epochs <n,n>", "--interpolate", "--class <name>", "--seed <n>", "--rows <n>",
                "--columns <n>", "--scale <n>", "--plain", "--train", "--output <file>", "--run <name>", "--json",
            ])
    }
}
