import Engine
import Files

/// Labeled pictures for training and for testing.
public struct ImageDataset: Sendable {
    /// Its name in results: a known name, or the folder.
    public let name: String
    public let classNames: [String]
    public let training: ByteExamples
    /// The set's own validation pictures, which choose the best epoch; nil where there are none.
    public let validation: ByteExamples?
    public let test: ByteExamples
    public var facts: DatasetFacts

    public init(
        name: String, classNames: [String], training: ByteExamples, validation: ByteExamples? = nil,
        test: ByteExamples, facts: DatasetFacts = DatasetFacts()
    ) {
        (self.name, self.classNames) = (name, classNames)
        (self.training, self.validation, self.test) = (training, validation, test)
        self.facts = facts
    }

    /// The shape of a picture, C × H × W.
    public var exampleShape: Shape { training.exampleShape }

    /// The side of the pictures in the classic sets, in pixels.
    public static let side = 28

    /// Class names where only numbers are known.
    public static let digits = (0..<10).map(String.init)

    /// A fingerprint of all pixels and labels, in their order, independent of the folder's name.
    public var digest: ContentDigest {
        let parts = [training, validation, test].compactMap { $0 }.map { part in
            let labels = part.labels.withUnsafeBytes { ContentDigest($0) }
            return "\(part.exampleShape) \(ContentDigest(part.bytes)) \(labels)"
        }
        return ContentDigest(parts.joined(separator: "\n").utf8)
    }

    /// The same set with its classes in the order of `names`, which may have more classes; they are matched by name
    /// without regard to case.
    ///
    /// - Throws: `UnknownClass` where the set has a class that is not in `names`.
    public func matching(_ names: [String]) throws(UnknownClass) -> ImageDataset {
        if names == classNames { return self }
        var places: [Int32] = []
        for name in classNames {
            guard let place = ClassNames.place(of: name, in: names) else { throw UnknownClass(name: name) }
            places.append(Int32(place))
        }
        func renumbered(_ examples: ByteExamples) -> ByteExamples {
            let wasOrdered = zip(examples.labels, examples.labels.dropFirst()).allSatisfy { $0 <= $1 }
            var result = examples
            result.labels = examples.labels.map { places[Int($0)] }
            // Folders are read class by class: in the order of their names in the other set.
            let order = result.labels.indices.sorted { (result.labels[$0], $0) < (result.labels[$1], $1) }
            return wasOrdered ? result.selecting(order.map { Int32($0) }) : result
        }
        return ImageDataset(
            name: name, classNames: names, training: renumbered(training), validation: validation.map(renumbered),
            test: renumbered(test), facts: facts)
    }

    /// The set with other training and validation examples.
    public func learning(from training: ByteExamples, validation: ByteExamples? = nil) -> ImageDataset {
        ImageDataset(
            name: name, classNames: classNames, training: training, validation: validation, test: test, facts: facts)
    }

    /// The built-in set of drawn characters.
    public static func strokes(
        seed: UInt64 = 0, training: Int = StrokeCharacters.Split.training.defaultCount,
        test: Int = StrokeCharacters.Split.test.defaultCount
    ) -> ImageDataset {
        func examples(_ count: Int, _ split: StrokeCharacters.Split) -> ByteExamples {
            let (pixels, labels) = StrokeCharacters.generate(count: count, seed: seed, split: split)
            return ByteExamples(bytes: pixels, exampleShape: [1, side, side], labels: labels.map(Int32.init))
        }
        return ImageDataset(
            name: "strokes", classNames: StrokeCharacters.classNames, training: examples(training, .training),
            test: examples(test, .test), facts: DatasetFacts(format: "characters drawn by Kumiki"))
    }
}

/// A class of one set that another set, or a model, does not have.
public struct UnknownClass: Error, Equatable {
    public let name: String
}
