import Files

/// The picture files below a folder, and the other files.
struct PictureFiles {
    private(set) var files: [BytePath] = []
    private(set) var leftOut = LeftOut()
    private let tree: FileTree

    /// All pictures below `folder`, in the order of their paths, as torchvision's ImageFolder finds them: links are
    /// followed, and a folder that contains itself is read once.
    init(_ tree: FileTree, below folder: BytePath) {
        self.tree = tree
        var above: [[UInt64]] = []
        visit(folder, &above)
    }

    private mutating func visit(_ folder: BytePath, _ above: inout [[UInt64]]) {
        let identity = tree.identity(of: folder)
        if above.count >= FileTree.mostLevels || identity.map(above.contains) ?? false { return }
        above.append(identity ?? [])
        for entry in tree.entries(of: folder) {
            let path = folder.appending(entry.name)
            if entry.isFolder {
                visit(path, &above)
            } else if Self.isPicture(path, in: tree) {
                files.append(path)
            } else if let foreign = ForeignPicture(suffix: path.suffix) {
                leftOut.add(
                    "\(foreign.name) pictures (.\(path.suffix)), which are not read; \(ForeignPicture.advice)",
                    first: tree.place(of: path))
            } else {
                leftOut.add("files that are not pictures", first: tree.place(of: path), matters: false)
            }
        }
        above.removeLast()
    }

    /// A file with a picture's name, or a file that is a picture by its first bytes.
    private static func isPicture(_ file: BytePath, in tree: FileTree) -> Bool {
        if ["png", "jpg", "jpeg"].contains(file.suffix) { return true }
        return Picture.Format(signature: tree.prefix(file, count: Picture.Format.signatureLength)) != nil
    }

    /// Whether there is any picture below a folder, of a supported format or another.
    static func exist(in tree: FileTree, below folder: BytePath) -> Bool {
        var seen: Set<[UInt64]> = []
        return exist(in: tree, below: folder, levels: FileTree.mostLevels, &seen)
    }

    /// Whether a folder itself contains a picture.
    static func exist(in tree: FileTree, directlyIn folder: BytePath) -> Bool {
        var seen: Set<[UInt64]> = []
        return exist(in: tree, below: folder, levels: 0, &seen)
    }

    private static func exist(
        in tree: FileTree, below folder: BytePath, levels: Int, _ seen: inout Set<[UInt64]>
    ) -> Bool {
        if let identity = tree.identity(of: folder), !seen.insert(identity).inserted { return false }
        let entries = tree.entries(of: folder)
        for entry in entries where !entry.isFolder {
            let file = folder.appending(entry.name)
            if ForeignPicture(suffix: file.suffix) != nil || isPicture(file, in: tree) { return true }
        }
        guard levels > 0 else { return false }
        for entry in entries where entry.isFolder {
            if exist(in: tree, below: folder.appending(entry.name), levels: levels - 1, &seen) { return true }
        }
        return false
    }
}
