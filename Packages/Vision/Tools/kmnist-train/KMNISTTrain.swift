import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

@main
struct KMNISTTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "kmnist-train", abstract: "Train, test and explain classifiers of small pictures.",
        discussion: """
            Reads MNIST, Kuzushiji-MNIST, Fashion-MNIST, any folder of IDX files or NumPy archives, or a folder of \
            pictures (PNG or JPEG) for each class. With nothing at hand it draws its own characters.

            kmnist-train --model conv --epochs 3     train, and keep the run under runs/kmnist-train/
            kmnist-train predict picture.png         name what a picture shows, by the latest run
            """,
        subcommands: [Train.self, Evaluate.self, Predict.self, Sweep.self], defaultSubcommand: Train.self)
}

/// What `--help` says of the defaults.
enum VisionDefaults: OptionDefaults {
    static let models = ModelEntry.all.map(\.name)
    static let datasets = DatasetEntry.all.map(\.name)
    static let dataset = "\(datasets[0]) where it is on this machine, else the built-in \(DatasetEntry.builtIn)"
    static let optimizers = ["sgd", "nesterov", "adam", "adamw", "adamax", "adagrad", "rmsprop"]
    static let presetMeaning = "A model and recipe of ours"
    static var presets: [(name: String, summary: String)] { PresetEntry.all.map { ($0.name, $0.summary) } }
    static var epochs: String { of { "\($0.epochs)" } }
    static var batchSize: String { of { "\($0.batchSize)" } }
    static var learningRate: String { of { "\($0.learningRate)" } }
    static var optimizer: String { of { $0.optimizer } }

    private static func of(_ value: (Recipe) -> String) -> String {
        perEntry(ModelEntry.all, name: \.name) { value($0.recipe) }
    }
}

/// What `--help` says of the data of a model that is trained already.
enum TrainedDefaults: OptionDefaults {
    static let datasets = VisionDefaults.datasets
    static let dataset = "the one it was trained on"
}
