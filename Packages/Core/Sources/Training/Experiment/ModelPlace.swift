import FoundationEssentials
import Foundations

/// The place of a trained model: the meaning of `--run` in the commands that use one.
public enum ModelPlace: Equatable, Sendable {
    case run(RunFolder)
    /// A single file of weights.
    case file(String)

    /// The folder or file of a name: a path where it has a slash, otherwise a run of one of some tools, or a file of
    /// this name in the current folder.
    ///
    /// - Throws: `ToolError` where there is none, or more than one.
    public init(_ name: String, tools: [String]) throws(ToolError) {
        var folders: [RunFolder] = []
        for folder in tools.map({ RunFolder.named(name, tool: $0) }) where !folders.contains(folder) {
            folders.append(folder)
        }
        let found = folders.filter { Self.isFolder($0.path) == true }.map(Self.run)
        let places = found + (Self.isFolder(name) == false ? [.file(name)] : [])
        switch places.count {
        case 1: self = places[0]
        case 0 where name.hasSuffix(".safetensors"): self = .file(name)  // Reading it reports that it is missing.
        case 0:
            let hint = Self.isFolder(name) == true ? "; for the folder, write ./\(name)" : ""
            guard folders.count > 1 else { throw .noInput("\(folders[0].path): no such run\(hint)") }
            throw .noInput("no run '\(name)' in \(tools.map { "runs/\($0)" }.joined(separator: " or "))\(hint)")
        default:
            throw .usage(
                "--run \(name): there is \(places.map(\.path).joined(separator: " and ")); name one by its path")
        }
    }

    /// Written with a slash, so that it cannot be a run's name.
    private var path: String {
        switch self {
        case .run(let folder): folder.path
        case .file(let name): name.contains("/") ? name : "./\(name)"
        }
    }

    /// Whether a path is a folder's; nil where it does not exist.
    private static func isFolder(_ path: String) -> Bool? {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) ? isFolder : nil
    }
}
