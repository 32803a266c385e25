import FoundationEssentials

/// A folder with a folder of pictures for each class; perhaps first divided into a training and a test folder.
public struct ClassFolders {
    public let path: String

    /// A picture's file and the number of its class.
    public struct LabelledFile: Equatable, Sendable {
        public let file: String
        public let label: Int32
    }

    /// Which files train and which test.
    public struct Listing: Equatable, Sendable {
        public let classNames: [String]
        public let training, test: [LabelledFile]
    }

    private static let trainingNames = ["train", "training"]
    private static let testNames = ["test", "testing"]

    /// The share of a class that is held back for testing where the folder has no division of its own.
    private static let testShare = 0.2

    private let divided: (training: String, test: String)?

    /// Nil where the folder does not look like one of pictures by class.
    public init?(_ path: String) {
        self.path = path
        let names = Self.entries(of: path)
        func folder(_ known: [String]) -> String? {
            names.first { known.contains($0.lowercased()) }.map { "\(path)/\($0)" }
        }
        divided = folder(Self.trainingNames).flatMap { training in folder(Self.testNames).map { (training, $0) } }
        let parent = divided?.training ?? path
        let hasPictures = Self.folders(in: parent).contains { folder in
            let files = Self.entries(of: folder)
            return files.contains(where: Self.isNamedLikePicture)
                || files.contains { Self.holdsPicture("\(folder)/\($0)") }
        }
        guard hasPictures else { return nil }
    }

    /// The classes in alphabetical order and their files.
    ///
    /// - Throws: `FileError` where a class has no pictures to train or to test with, or stands among the test classes
    ///   alone.
    public func listing() throws(FileError) -> Listing {
        let names = Self.folders(in: divided?.training ?? path).map(Self.lastComponent)
        if let divided,
            let stranger = Self.folders(in: divided.test).map(Self.lastComponent).first(where: { !names.contains($0) })
        {
            throw FileError(.badData, divided.test, "has a class '\(stranger)' that the training folder has not")
        }
        var training: [LabelledFile] = []
        var test: [LabelledFile] = []
        for (label, name) in names.enumerated() {
            let (forTraining, forTest) = try split(name)
            training += forTraining.map { LabelledFile(file: $0, label: Int32(label)) }
            test += forTest.map { LabelledFile(file: $0, label: Int32(label)) }
        }
        return Listing(classNames: names, training: training, test: test)
    }

    private func split(_ name: String) throws(FileError) -> (training: [String], test: [String]) {
        if let divided {
            return (try pictures(in: "\(divided.training)/\(name)"), try pictures(in: "\(divided.test)/\(name)"))
        }
        let all = try pictures(in: "\(path)/\(name)")
        guard all.count >= 2 else {
            throw FileError(
                .badData, "\(path)/\(name)", "holds a single picture", expected: "one to train and one to test with")
        }
        // A stream of the class's own: another class's pictures do not change this one's division.
        var random = RandomStream(seed: 0, name: .split(of: name))
        let order = random.permutation(of: all.count).map { all[Int($0)] }
        let held = max(1, Int(Double(all.count) * Self.testShare))
        return (Array(order.dropFirst(held)), Array(order.prefix(held)))
    }

    /// Files that are named like pictures, whatever they hold, and others that are pictures by their first bytes.
    private func pictures(in folder: String) throws(FileError) -> [String] {
        let files = Self.entries(of: folder).filter { name in
            Self.isNamedLikePicture(name) || Self.holdsPicture("\(folder)/\(name)")
        }
        if files.isEmpty { throw FileError(.badData, folder, "holds no pictures", expected: "PNG or JPEG files") }
        return files.map { "\(folder)/\($0)" }
    }

    private static func isNamedLikePicture(_ name: String) -> Bool {
        let name = name.lowercased()
        return [".png", ".jpg", ".jpeg"].contains(where: name.hasSuffix)
    }

    private static func holdsPicture(_ file: String) -> Bool {
        FileStamp(file) != nil
            && Picture.Format(signature: WholeFile.prefix(file, count: Picture.Format.signatureLength)) != nil
    }

    private static func entries(of folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    private static func folders(in folder: String) -> [String] {
        entries(of: folder).map { "\(folder)/\($0)" }.filter { path in
            var isFolder = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
        }
    }

    private static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

extension StreamName {
    /// The division of a class's pictures.
    static func split(of name: String) -> StreamName { StreamName("split.\(name)") }
}
