import Files

/// The layout of a folder with pictures by class: the folders for training, validation and test, and those that do not
/// belong to the set.
struct FolderLayout {
    /// The folder whose folders are the training classes.
    private(set) var training: BytePath
    /// The same for the other parts; nil where the set does not have them.
    private(set) var validation, test: BytePath?
    /// Folders with pictures that are not read.
    private(set) var leftOut = LeftOut()
    /// The folders that were left out.
    private(set) var ignored: Set<BytePath> = []
    /// Notes besides the names of the folders.
    private(set) var remarks: [String] = []
    private var tree: FileTree

    /// Nil where no folder below `folder` contains pictures.
    ///
    /// - Throws: `FileError` where the folders can be read in several ways.
    init?(_ tree: FileTree, _ folder: BytePath = BytePath(""), level: Int = 0) throws(FileError) {
        self.tree = tree
        training = folder
        let all = Self.pictureFolders(tree, folder)
        let folders = try withoutCopies(all, in: folder)
        if folders.isEmpty { return nil }
        if let parts = FolderPart.among(folders) {
            take(parts)
            for other in folders where !parts.values.contains(other) {
                leaveOut(other, "pictures in folders next to the parts of the set")
            }
            return
        }
        // A set within the folder, or several.
        let sets = folders.filter { FolderPart.among(Self.pictureFolders(tree, $0)) != nil && !isClass($0) }
        let isAlone = folders.count == 1 && !PictureFiles.exist(in: tree, directlyIn: folder)
        if !sets.isEmpty, !isAlone {
            throw FileError(
                .badData, tree.place(of: folder),
                "contains \(folders.map { "'\($0.name)'" }.joined(separator: ", ")), of which "
                    + "\(sets.map { "'\($0.name)'" }.joined(separator: " and ")) \(sets.count == 1 ? "is" : "are") divided into training and test "
                    + "pictures", expected: "one data set: name its folder")
        }
        guard isAlone, level < FileTree.mostLevels, !PictureFiles.exist(in: tree, directlyIn: folders[0]),
            let inner = try FolderLayout(tree, folders[0], level: level + 1),
            inner.test != nil || Self.pictureFolders(tree, inner.training).count > 1
        else { return }
        let outer = self
        self = inner
        leftOut.add(outer.leftOut)
        ignored.formUnion(outer.ignored)
        if level == 0 { remarks.insert("the set is one level down, in \(training)", at: 0) }
    }

    /// Whether a folder is a class that is divided into parts itself: its parts contain pictures, not classes.
    private func isClass(_ folder: BytePath) -> Bool {
        guard let parts = FolderPart.among(Self.pictureFolders(tree, folder)) else { return false }
        return parts.values.allSatisfy { PictureFiles.exist(in: tree, directlyIn: $0) }
    }

    /// The parts of a class that is divided itself; nil for any other.
    func parts(ofClass folder: BytePath) -> [FolderPart: BytePath]? {
        isClass(folder) ? FolderPart.among(Self.pictureFolders(tree, folder)) : nil
    }

    /// Whether a folder contains only two or more folders of pictures.
    private func holdsClasses(_ folder: BytePath) -> Bool {
        Self.pictureFolders(tree, folder).count > 1 && !PictureFiles.exist(in: tree, directlyIn: folder)
    }

    private mutating func take(_ parts: [FolderPart: BytePath]) {
        training = parts[.training].map(classes(of:)) ?? training
        (validation, test) = (parts[.validation].map(classes(of:)), parts[.test].map(classes(of:)))
        if let unlabeled = test, Self.pictureFolders(tree, unlabeled).isEmpty {
            leaveOut(unlabeled, "pictures without a class")
            test = nil
        }
        if test == nil, let other = validation {
            remarks.append("'\(other.name)' is the test part, because there is no other")
            (validation, test) = (nil, other)
        }
    }

    /// The folder of a part whose folders are the classes: below a single inner folder, as in train/train.
    private func classes(of part: BytePath) -> BytePath {
        let folders = Self.pictureFolders(tree, part)
        guard folders.count == 1, !PictureFiles.exist(in: tree, directlyIn: part), holdsClasses(folders[0]) else {
            return part
        }
        return folders[0]
    }

    private mutating func leaveOut(_ folder: BytePath, _ reason: String, matters: Bool = true) {
        ignored.insert(folder)
        let count = PictureFiles(tree, below: folder).files.count
        leftOut.add(reason, first: tree.place(of: folder), count: count, matters: matters)
    }

    // MARK: - A copy of the set inside itself

    /// The folders without those that repeat the others, as some archives have a copy of the set inside itself.
    ///
    /// - Throws: `FileError` where a folder has the classes of its neighbors with other pictures.
    private mutating func withoutCopies(_ folders: [BytePath], in parent: BytePath) throws(FileError) -> [BytePath] {
        var kept: [BytePath] = []
        for folder in folders {
            let inner = Self.pictureFolders(tree, folder)
            let others = folders.filter { $0 != folder }
            let twins = inner.compactMap { inside in
                others.first { $0.name.description.lowercased() == inside.name.description.lowercased() }
                    .map { (inside, $0) }
            }
            guard inner.count > 1, twins.count == inner.count, !PictureFiles.exist(in: tree, directlyIn: folder) else {
                kept.append(folder)
                continue
            }
            guard twins.allSatisfy({ contents(of: $0.0).isSubset(of: contents(of: $0.1)) }) else {
                throw FileError(
                    .badData, tree.place(of: parent),
                    "contains '\(twins[0].1.name)' and, in '\(folder.name)', the same folders again with other "
                        + "pictures",
                    expected: "one data set: name its folder")
            }
            leaveOut(folder, "pictures in a copy of the set inside itself", matters: false)
        }
        return kept
    }

    private struct Known: Hashable {
        let path: BytePath
        let size: Int64?
    }

    private func contents(of folder: BytePath) -> Set<Known> {
        Set(
            PictureFiles(tree, below: folder).files.map {
                Known(path: BytePath(bytes: Array($0.bytes.dropFirst(folder.bytes.count))), size: tree.stamp($0)?.size)
            })
    }

    /// The folders in a folder that have pictures somewhere.
    private static func pictureFolders(_ tree: FileTree, _ folder: BytePath) -> [BytePath] {
        tree.entries(of: folder).filter(\.isFolder).map { folder.appending($0.name) }
            .filter { PictureFiles.exist(in: tree, below: $0) }
    }
}
