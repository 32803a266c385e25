import CommandLineSupport
import Core
import TabularModels

/// Finds and reads the table that the options mean, and says what it takes.
struct HousingReader {
    /// The set's name, folder or file; nil where the user named none.
    let dataset: String?
    /// The folder to look in first.
    let folder: String?
    let console: Console

    /// - Parameter features: how many inputs a row will have, to tell how much memory that takes.
    func read(features: Int) throws -> (source: HousingSource, table: Table) {
        let source = try HousingSource.find(dataset, in: folder)
        if dataset == nil, source == .builtIn {
            console.warning(
                "no --dataset, and housing.csv is not on this machine: using the built-in '\(InventedCoast.name)', "
                    + "drawn by Kumiki")
        }
        if case .file(let path, _) = source, let estimate = source.estimate {
            let memory = estimate.memory(columns: HousingColumns.names.count + 2, features: features)
            console.note("\(path): \(estimate.text), \(Readable.bytes(memory)) of memory")
        }
        return (source, try source.table())
    }
}
