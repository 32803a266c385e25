import Files

/// The purpose of a folder of pictures, by its name.
enum FolderPart: CaseIterable {
    case training, validation, test

    private var names: [String] {
        switch self {
        case .training: ["train", "training"]
        case .validation: ["val", "valid", "validation"]
        case .test: ["test", "testing"]
        }
    }

    /// The parts among some folders, by their usual names, such as `Training` and `seg_test`; empty where there is no
    /// training folder, or only one: then such a name is a class's.
    static func among(_ folders: [BytePath]) -> [FolderPart: BytePath]? {
        for isMatch in [isNamed, beginsOrEndsSo] {
            var found: [FolderPart: BytePath] = [:]
            for part in allCases {
                let matching = folders.filter { isMatch($0.name.description.lowercased(), part) }
                if matching.count == 1 { found[part] = matching[0] }
            }
            if found[.training] != nil, found.count > 1 { return found }
        }
        return nil
    }

    private static func isNamed(_ name: String, _ part: FolderPart) -> Bool { part.names.contains(name) }

    private static func beginsOrEndsSo(_ name: String, _ part: FolderPart) -> Bool {
        let words = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return [words.first, words.last].contains { $0.map(part.names.contains) ?? false }
    }
}
