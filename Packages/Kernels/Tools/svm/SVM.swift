import ArgumentParser
import Core

@main
struct SVM: Tool {
    static let configuration = CommandConfiguration.tool(
        "svm", abstract: "Support vector machines: train, predict, explore, search for C and γ, show kernel matrices.",
        discussion: """
            Examples are LIBSVM text (label index:value …), CSV files with a column for the class, or IDX images; models are \
            LIBSVM's own files.

            svm explore                        lessons on kernels, γ and C
            svm explore points.csv             the same on your own points
            svm train --dataset mnist --gamma 0.02 -C 5
            svm train --dataset table.csv --kernel linear --features 'x1*x2, x1^2'
            svm train --dataset moons --runs 10 --validation 0.2
            svm predict table.csv              with the latest run's model
            svm grid --dataset table.csv       C and γ by cross-validation
            svm kernel --dataset table.csv     the kernel matrix and its eigenvalues
            """,
        subcommands: [Train.self, Predict.self, Explore.self, Grid.self, KernelCommand.self],
        defaultSubcommand: Train.self)

    static let name = "svm"
}
