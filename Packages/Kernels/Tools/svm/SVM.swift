import ArgumentParser
import CommandLineSupport

@main
struct SVM: Tool {
    static let configuration = CommandConfiguration.tool(
        "svm", abstract: "Support vector machines: train, predict, explore, and search their settings.",
        discussion: """
            Examples are LIBSVM text (label index:value …), CSV files with a column for the class, or IDX images; models are \
            LIBSVM's own files.

            svm explore                                          lessons on kernels, γ and C, drawn from nothing
            svm explore points.csv                               the same on points of your own
            svm train --dataset mnist --kernel rbf --gamma 0.02 -C 5
            svm train --dataset table.csv --features 'x1*x2, x1^2' --kernel linear
            svm predict table.csv --output predictions.txt       with the latest run's model
            svm grid --dataset table.csv --scale standard        C and γ by cross-validation
            """,
        subcommands: [Train.self, Predict.self, Explore.self, Grid.self], defaultSubcommand: Train.self)

    static let name = "svm"
}
