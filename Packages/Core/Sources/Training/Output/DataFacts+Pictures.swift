import Datasets
import Foundations

extension DataFacts {
    /// The facts of a data set of pictures.
    ///
    /// - Parameter images: the set as it was read.
    public init(_ images: ImageDataset) {
        var counts = images.classNames.map { ClassCount($0, 0) }
        for label in images.training.labels { counts[Int(label)].count += 1 }
        let parts = [("validation", images.validation?.count ?? 0), ("test", images.test.count)]
            .filter { $0.1 > 0 }.map { "\(Readable.count($1)) \($0)" }
        let size = images.exampleShape.suffix(2).reversed().map(String.init).joined(separator: "×")
        self.init(
            source: images.facts.place ?? images.name, format: "\(images.facts.format) of \(size) pixels",
            examples: images.training.count, noun: "training picture", classes: counts,
            leftOut: images.facts.leftOut.groups.map { LeftOut($0.count, $0.reason, first: $0.first) },
            notes: (parts.isEmpty ? [] : ["besides: \(parts.joined(separator: " and ")) pictures"])
                + images.facts.remarks,
            digest: images.facts.digest ?? images.digest.description)
    }
}

extension Console {
    /// Prints the facts of a data set; important ones are warnings.
    public func describe(_ images: ImageDataset) {
        describe(DataFacts(images))
        for group in images.facts.leftOut.groups where group.matters {
            warning("left out: \(Readable.count(group.count)) \(group.reason); the first: \(group.first)")
        }
    }
}
