import CommandLineSupport
import Core
import VisionModels

/// Reads the set that the options mean, and says so where it is the built-in one by default.
struct DataReader {
    /// The set's name or folder; nil where the user named none.
    let dataset: String?
    /// The folder to look in first.
    let folder: String?
    let console: Console

    func dataset(limit: Int?) throws -> ImageDataset {
        let finder = DatasetFinder(folder)
        let dataset: ImageDataset
        if let name = self.dataset {
            dataset = try known(name, finder)
        } else {
            dataset = try finder.preferredDataset()
            if dataset.name == DatasetEntry.builtIn {
                console.warning(
                    "no --dataset, and KMNIST is not on this machine: training on the built-in 'strokes', drawn by Kumiki"
                )
            }
        }
        guard let limit, limit < dataset.training.count else { return dataset }
        return ImageDataset(
            name: dataset.name, classNames: dataset.classNames, training: dataset.training.prefix(limit),
            test: dataset.test)
    }

    private func known(_ name: String, _ finder: DatasetFinder) throws -> ImageDataset {
        do {
            return try finder.dataset(name)
        } catch DatasetError.unknown(let name) where !name.contains("/") {
            throw ToolError.noInput(
                Suggestions.message(unknown: name, kind: "data set", known: VisionDefaults.datasets))
        }
    }
}
