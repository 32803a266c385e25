import Files
import Foundations

/// A folder with a folder of pictures for each class, on a disk or in an archive; perhaps first divided into parts for
/// training, validation and test.
public struct ClassFolders {
    public let tree: FileTree
    private let layout: FolderLayout

    /// A picture's file and the number of its class.
    public struct LabeledFile: Equatable, Sendable {
        public let file: BytePath
        public let label: Int32
    }

    /// The files for training, validation and test.
    public struct Listing: Equatable, Sendable {
        public var classNames: [String] = []
        public var training: [LabeledFile] = []
        /// Empty where the set has no validation part of its own.
        public var validation: [LabeledFile] = []
        public var test: [LabeledFile] = []
        public var leftOut = LeftOut()
        /// Notes besides the names of the folders.
        public var remarks: [String] = []
    }

    /// The share of a class that is held out for testing where the folder is not divided.
    private static let testShare = 0.2

    /// Nil where no folder in it contains pictures.
    ///
    /// - Throws: `FileError` where its folders can be read in several ways.
    public init?(_ tree: FileTree) throws(FileError) {
        guard let layout = try FolderLayout(tree) else { return nil }
        (self.tree, self.layout) = (tree, layout)
    }

    /// The classes in the order of their names, and their files, from all folders below the class's.
    ///
    /// - Parameter holdsOut: whether a fifth of each class is held out for testing where the set has no test part.
    /// - Throws: `FileError` where a class has no training pictures, or is only among the test classes.
    public func listing(holdingOut holdsOut: Bool = true) throws(FileError) -> Listing {
        var listing = Listing()
        (listing.leftOut, listing.remarks) = (layout.leftOut, layout.remarks)
        let folders = classes(in: layout.training)
        listing.classNames = folders.map(\.name.description)
        let divided = folders.compactMap(layout.parts(ofClass:))
        for (label, folder) in folders.enumerated() {
            func labeled(_ files: [BytePath]) -> [LabeledFile] {
                files.map { LabeledFile(file: $0, label: Int32(label)) }
            }
            if divided.count == folders.count, layout.test == nil {
                // Divided class by class.
                for (part, folder) in divided[label].sorted(by: { $0.value < $1.value }) {
                    let files = labeled(try pictures(in: folder, &listing.leftOut))
                    switch part {
                    case .training: listing.training += files
                    case .validation where divided[label][.test] != nil: listing.validation += files
                    case .validation, .test: listing.test += files
                    }
                }
                continue
            }
            let all = try pictures(in: folder, &listing.leftOut)
            guard layout.test == nil, holdsOut else {
                listing.training += labeled(all)
                continue
            }
            let (training, test) = try split(all, of: folder)
            listing.training += labeled(training)
            listing.test += labeled(test)
        }
        if layout.test == nil, holdsOut, divided.count < folders.count {
            listing.remarks.append("a fifth of each class is held out for testing")
        }
        listing.test += try part(layout.test, of: &listing)
        listing.validation += try part(layout.validation, of: &listing)
        return listing
    }

    /// The files of a part by the classes of the training part, without regard to case.
    private func part(_ folder: BytePath?, of listing: inout Listing) throws(FileError) -> [LabeledFile] {
        guard let folder else { return [] }
        var files: [[LabeledFile]] = listing.classNames.map { _ in [] }
        for inner in classes(in: folder) {
            guard let label = ClassNames.place(of: inner.name.description, in: listing.classNames) else {
                throw FileError(
                    .badData, tree.place(of: folder),
                    "has a class '\(inner.name)' that the training folder does not have",
                    expected: listing.classNames.prefix(20).map { "'\($0)'" }.joined(separator: ", "))
            }
            let found = PictureFiles(tree, below: inner)
            listing.leftOut.add(found.leftOut)
            files[label] += found.files.map { LabeledFile(file: $0, label: Int32(label)) }
        }
        let missing = files.indices.filter { files[$0].isEmpty }.map { "'\(listing.classNames[$0])'" }
        if !missing.isEmpty {
            listing.remarks.append("'\(folder.name)' has no pictures of \(missing.joined(separator: ", "))")
        }
        return files.flatMap(\.self)
    }

    private func classes(in folder: BytePath) -> [BytePath] {
        tree.entries(of: folder).filter(\.isFolder).map { folder.appending($0.name) }
            .filter { !layout.ignored.contains($0) }
    }

    private func split(
        _ all: [BytePath], of folder: BytePath
    ) throws(FileError) -> (training: [BytePath], test: [BytePath]) {
        guard all.count >= 2 else {
            throw FileError(
                .badData, tree.place(of: folder), "contains a single picture",
                expected: "one for training and one for testing")
        }
        // Each class has its own stream, so that another class's pictures do not change this one's division.
        var random = RandomStream(seed: 0, name: .split(of: folder.name.description))
        let order = random.permutation(of: all.count).map { all[Int($0)] }
        let held = max(1, Int(Double(all.count) * Self.testShare))
        return (Array(order.dropFirst(held)), Array(order.prefix(held)))
    }

    private func pictures(in folder: BytePath, _ leftOut: inout LeftOut) throws(FileError) -> [BytePath] {
        let found = PictureFiles(tree, below: folder)
        leftOut.add(found.leftOut)
        if found.files.isEmpty {
            let others = found.leftOut.groups.filter(\.matters).map { ", but \($0.count) \($0.reason)" }.joined()
            throw FileError(
                .badData, tree.place(of: folder), "contains no pictures", expected: "PNG or JPEG files\(others)")
        }
        return found.files
    }
}

extension StreamName {
    /// The division of a class's pictures.
    static func split(of name: String) -> StreamName { StreamName("split.\(name)") }
}
