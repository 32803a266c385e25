/// A data set as `--dataset` names it.
public struct DatasetEntry: Sendable {
    public let name: String
    public let summary: String
    public let classNames: [String]
    /// Its usual names as a folder under a data folder, its own name first.
    public let folders: [String]
    /// Where it officially comes from; nil for the built-in set.
    public let origin: String?

    public static let builtIn = "strokes"

    public static let all = [
        DatasetEntry(
            name: "kmnist", summary: "Kuzushiji-MNIST: ten characters of old Japanese script",
            classNames: StrokeCharacters.classNames, folders: ["kmnist", "KMNIST/raw", "KMNIST"],
            origin: "http://codh.rois.ac.jp/kmnist/ (ROIS-DS Center for Open Data in the Humanities)"),
        DatasetEntry(
            name: "mnist", summary: "handwritten digits", classNames: ImageDataset.digits,
            folders: ["mnist", "MNIST/raw", "MNIST"],
            origin: "http://yann.lecun.com/exdb/mnist/ (LeCun, Cortes, Burges)"),
        DatasetEntry(
            name: "fashion-mnist", summary: "ten kinds of clothing",
            classNames: [
                "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
            ], folders: ["fashion-mnist", "FashionMNIST/raw", "FashionMNIST"],
            origin: "https://github.com/zalandoresearch/fashion-mnist (Zalando Research)"),
        DatasetEntry(
            name: builtIn, summary: "the ten characters drawn by Kumiki, built in",
            classNames: StrokeCharacters.classNames, folders: [], origin: nil),
    ]
}
