import Core
import FoundationEssentials

/// A data set that experiments need.
public struct NeededData: Decodable, Sendable {
    /// Its name in the table, and in the list of data sets where `kumiki fetch` gets it.
    public let name: String
    /// Its usual files or folders under a data folder, besides those of the list of data sets.
    public let places: [String]?
    /// How to get it, where `kumiki fetch` does not.
    public let how: String?

    /// A data set that is on this machine.
    struct Found: Equatable {
        /// The data folder that contains it.
        let root: String
        /// Its file or folder.
        let path: String
        /// A digest of its names and bytes.
        let digest: String
    }

    /// Where the set is: in the first folder that has it; nil where none has.
    ///
    /// - Throws: `FileError` where one of its files cannot be read.
    func found(in roots: [String], _ catalog: Catalog) throws(FileError) -> Found? {
        let entry = catalog.entries.first { $0.name == name }
        for root in roots {
            if let entry, let folder = entry.place(in: [root]) {
                let names = entry.files.flatMap(\.keptNames).map { name in
                    // Tools read a packed file as well as the same one unpacked.
                    FileStamp("\(folder)/\(name)") == nil && name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
                }
                let path = names.count == 1 ? "\(folder)/\(names[0])" : folder
                return Found(root: root, path: path, digest: try DataDigest.of(names, in: folder))
            }
            for place in places ?? [] where FileManager.default.fileExists(atPath: "\(root)/\(place)") {
                let path = "\(root)/\(place)"
                return Found(root: root, path: path, digest: try DataDigest.of(path))
            }
        }
        return nil
    }

    /// What to do where it is missing.
    func advice(_ catalog: Catalog) -> String {
        if catalog.entries.contains(where: { $0.name == name }) { return "kumiki fetch \(name) gets it" }
        return how ?? "it is not in a data folder"
    }
}

/// Digests of data sets: of names and bytes, so that a moved or copied set is the same one.
enum DataDigest {
    /// The digest of a file, or of all files of a folder.
    static func of(_ path: String) throws(FileError) -> String {
        if FileStamp(path) != nil { return ContentDigest(try WholeFile.read(path)).description }
        let tree = FileTree(folder: path)
        var names: [BytePath] = []
        var folders = [(path: BytePath(""), level: 0)]
        while let (folder, level) = folders.popLast() {
            for entry in tree.entries(of: folder) {
                let place = folder.appending(entry.name)
                if !entry.isFolder {
                    names.append(place)
                } else if level < FileTree.mostLevels {
                    folders.append((place, level + 1))
                }
            }
        }
        var lines: [UInt8] = []
        for name in names.sorted() { lines += name.bytes + Array(" \(ContentDigest(try tree.read(name)))\n".utf8) }
        return ContentDigest(lines).description
    }

    /// The digest of some files of a folder.
    static func of(_ names: [String], in folder: String) throws(FileError) -> String {
        var lines: [UInt8] = []
        for name in names.sorted() {
            lines += Array("\(name) \(ContentDigest(try WholeFile.read("\(folder)/\(name)")))\n".utf8)
        }
        return ContentDigest(lines).description
    }
}
