import Files

/// The names of the classes of sets with numeric labels, by the set's exact name; never by a part of a folder's path.
enum KnownClasses {
    /// The names of the set `name`, without regard to case; nil for any other.
    static func names(of name: String) -> [String]? {
        let name = name.lowercased()
        if let known = DatasetEntry.all.first(where: { $0.name == name }) { return known.classNames }
        return emnist[name]
    }

    /// The names of the set with this usual path: `…/kmnist`, `…/FashionMNIST/raw`; nil for any other.
    static func names(ofFolder path: String) -> [String]? {
        let parts = path.lowercased().split(separator: "/").filter { $0 != "." }
        return DatasetEntry.all.first { entry in
            entry.folders.contains { folder in
                let own = folder.lowercased().split(separator: "/")
                return parts.count >= own.count && Array(parts.suffix(own.count)) == own
            }
        }?.classNames
    }

    /// Whether it is the name of one of EMNIST's six sets.
    static func isEMNIST(_ name: String) -> Bool { name.hasPrefix("emnist-") && emnist[name] != nil }

    private static let letters = (0..<26).map { String(UnicodeScalar(UInt8(ascii: "A") + UInt8($0))) }

    /// Source: Cohen et al., "EMNIST: an extension of MNIST to handwritten letters", 2017; in `balanced` and `bymerge`
    /// small letters that look like capitals are in the same class.
    private static let emnist = [
        "emnist-letters": letters,
        "emnist-balanced": ImageDataset.digits + letters + "abdefghnqrt".map(String.init),
        "emnist-bymerge": ImageDataset.digits + letters + "abdefghnqrt".map(String.init),
        "emnist-byclass": ImageDataset.digits + letters + letters.map { $0.lowercased() },
        "emnist-digits": ImageDataset.digits, "emnist-mnist": ImageDataset.digits, "qmnist": ImageDataset.digits,
    ]

    /// The names for labels of any other set, which are numbers: the ten digits, or more where each number up to the
    /// largest occurs in every part, so that a single wrong label does not make a class.
    static func numbers(for parts: [[Int32]]) -> [String] {
        let most = Int(parts.compactMap { $0.max() }.max() ?? 0)
        let isWhole = parts.allSatisfy { part in
            let occurring = Set(part)
            return occurring.count == most + 1 && occurring.min() == 0
        }
        return (0..<(isWhole ? max(10, most + 1) : 10)).map(String.init)
    }

    /// - Throws: `FileError` where a label is not the number of a class.
    static func check(_ labels: [Int32], classes: Int, file: String) throws(FileError) {
        if let wrong = labels.firstIndex(where: { !(0..<Int32(classes)).contains($0) }) {
            throw FileError(
                .badData, file, "label \(labels[wrong]) of example \(wrong + 1)", expected: "0 to \(classes - 1)")
        }
    }
}
