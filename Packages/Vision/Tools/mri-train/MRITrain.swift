import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

@main
struct MRITrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "mri-train", abstract: "Train, test and explain a classifier of magnetic resonance slices.",
        discussion: """
            Reads folders of class folders with PNG and JPEG pictures of any size (Training/glioma/…, Testing/glioma/…) \
            and makes them grey, 84×84 pixels. With nothing at hand it draws phantoms of its own. An experiment for \
            learning; nothing to judge a patient by.

            mri-train --dataset brain-tumor-mri/     train, and keep the run under runs/mri-train/
            mri-train evaluate --deduplicated        test without what also stands in the training folder
            mri-train predict slice.jpg              name what a picture shows, by the latest run
            """,
        subcommands: [Train.self, Evaluate.self, Predict.self], defaultSubcommand: Train.self)
}

/// What `--help` says of the defaults.
enum MRIDefaults: OptionDefaults {
    private static let recipe = MRIRecipe.standard.recipe

    static let datasets = SliceSets.names
    static let dataset = "\(datasets[0]) where it is on this machine, else the built-in \(Phantoms.name)"
    static let optimizers = OptimizerEntry.all.map(\.name)
    static let presetMeaning = "A recipe of ours"
    static var presets: [(name: String, summary: String)] { MRIRecipe.presets.map { ($0.name, $0.summary) } }
    static let schedule = recipe.schedule
    static let epochs = "\(recipe.epochs)"
    static let batchSize = "\(recipe.batchSize)"
    static let learningRate = "\(recipe.learningRate)"
    static let optimizer = recipe.optimizer
}

/// What `--help` says of the data of a model that is trained already.
enum TrainedDefaults: OptionDefaults {
    static let datasets = MRIDefaults.datasets
    static let dataset = "the one it was trained on"
}
