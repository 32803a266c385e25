/// A data set as `--dataset` names it.
public struct DatasetEntry: Sendable {
    public let name: String
    public let summary: String
    public let classNames: [String]
    /// Its usual names as a folder under a data folder, its own name first.
    public let folders: [String]
    /// Where it officially comes from; nil for a set that is made.
    public let origin: String?
    /// Whether `kumiki fetch` gets it by its name.
    public let isFetched: Bool
    /// Draws or reads the set; nil for one whose IDX files are found in one of the folders.
    public let make: (@Sendable () throws -> ImageDataset)?

    /// A set whose IDX files people keep in one of `folders`.
    ///
    /// - Parameters:
    ///   - name: what `--dataset` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - classNames: by label.
    ///   - folders: under a data folder.
    ///   - origin: where to get it, for the error that it is missing.
    ///   - isFetched: whether `kumiki fetch` gets it by its name.
    public init(
        name: String, summary: String, classNames: [String], folders: [String], origin: String,
        isFetched: Bool = false
    ) {
        (self.name, self.summary, self.classNames) = (name, summary, classNames)
        (self.folders, self.origin, self.isFetched, make) = (folders, origin, isFetched, nil)
    }

    /// A set that a tool draws or reads in its own way. An error of `make` ends the tool as one line.
    ///
    /// - Parameters:
    ///   - name: what `--dataset` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - classNames: by label.
    ///   - make: the pictures under the entry's name; the same at each call.
    public init(
        name: String, summary: String, classNames: [String], make: @escaping @Sendable () throws -> ImageDataset
    ) {
        (self.name, self.summary, self.classNames) = (name, summary, classNames)
        (folders, origin, isFetched, self.make) = ([], nil, false, make)
    }

    public static let builtIn = "strokes"

    /// The sets that Kumiki knows, the default first.
    public static let all = [
        DatasetEntry(
            name: "kmnist", summary: "Kuzushiji-MNIST: ten characters of old Japanese script",
            classNames: StrokeCharacters.classNames, folders: ["kmnist", "KMNIST/raw", "KMNIST"],
            origin: "http://codh.rois.ac.jp/kmnist/ (ROIS-DS Center for Open Data in the Humanities)", isFetched: true),
        DatasetEntry(
            name: "mnist", summary: "handwritten digits", classNames: ImageDataset.digits,
            folders: ["mnist", "MNIST/raw", "MNIST"],
            origin: "http://yann.lecun.com/exdb/mnist/ (LeCun, Cortes, Burges)", isFetched: true),
        DatasetEntry(
            name: "fashion-mnist", summary: "ten kinds of clothing",
            classNames: [
                "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
            ], folders: ["fashion-mnist", "FashionMNIST/raw", "FashionMNIST"],
            origin: "https://github.com/zalandoresearch/fashion-mnist (Zalando Research)", isFetched: true),
        DatasetEntry(
            name: builtIn, summary: "the ten characters drawn by Kumiki, built in",
            classNames: StrokeCharacters.classNames
        ) { .strokes() },
    ]
}
