import ArgumentParser
import Core
import TabularModels

@main
struct HousingTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "housing-train", abstract: "Predict a column of a table from the others: house prices, or your own table.",
        discussion: """
            Reads the California housing table (housing.csv): eight numbers about each block group, and the median \
            value of its houses. Without that table it draws an invented coast. --dataset FILE reads any other table: \
            numbers and texts, separated by commas, semicolons or tabs, gzipped or not.

            housing-train                        low, medium or high, by gradient descent
            housing-train --preset adam          the same with Adam
            housing-train --compare optimizers   four ways of learning in one figure
            housing-train --task regression      the value itself
            housing-train --dataset iris.csv --target species
            housing-train evaluate               test the latest run
            housing-train predict rows.csv       predict with the latest run
            """,
        subcommands: [
            Train.self, Evaluate.self, Predict.self, CompareCommand<Housing>.self,
            CheckGradientsCommand<HousingOptions>.self,
        ], defaultSubcommand: Train.self)
}
