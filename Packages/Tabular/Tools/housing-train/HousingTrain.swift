import ArgumentParser
import CommandLineSupport
import TabularModels

@main
struct HousingTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "housing-train", abstract: "Learn house prices from a table, and compare ways of learning.",
        discussion: """
            Reads the California housing table (housing.csv): eight numbers about each block group, and the median \
            value of its houses. Without that table it draws an invented coast.

            housing-train                        low, medium or high, by gradient descent
            housing-train --preset adam          the same with Adam
            housing-train --compare optimizers   four ways of learning in one figure
            housing-train --target regression    the value itself
            housing-train evaluate               test the latest run
            housing-train predict rows.csv       predict with the latest run
            """,
        subcommands: [
            Train.self, Evaluate.self, Predict.self, CompareCommand<Housing>.self,
            CheckGradientsCommand<HousingOptions>.self,
        ], defaultSubcommand: Train.self)
}
