import CommandLineSupport
import Core
import GraphModels

/// Reads the graph that the options mean, and says so where it is the built-in one by default.
struct GraphReader {
    /// The set's name or folder; nil where the user named none.
    let dataset: String?
    /// The folder to look in first.
    let folder: String?
    let console: Console

    /// The name that is meant.
    var name: String {
        dataset ?? (GraphSource.isHere("cora", in: DataFolders.roots(folder)) ? "cora" : "karate")
    }

    /// - Throws: what `GraphSource.read` throws.
    func read(_ partition: PlantedPartition) throws -> Graph {
        if dataset == nil, name == "karate" {
            console.warning(
                "no --dataset, and Cora is not on this machine: training on the built-in 'karate', Zachary's club of 34"
            )
        }
        return try GraphSource.read(name, in: DataFolders.roots(folder), partition: partition, seed: 0)
    }
}
