import Core

/// What a reader understood of a data set, in words and as JSON.
public struct DatasetNote {
    private let images: ImageDataset

    /// Classes that are listed with their counts; of more there is the range.
    private static let mostClasses = 12

    /// - Parameter images: the set as it was read.
    public init(_ images: ImageDataset) { self.images = images }

    private var digest: String { images.facts.digest ?? images.digest.description }

    private var counts: [Int] {
        var counts = [Int](repeating: 0, count: images.classNames.count)
        for label in images.training.labels { counts[Int(label)] += 1 }
        return counts
    }

    /// The set in a line, and a line for whatever else was understood.
    public var lines: [String] {
        let parts =
            [
                "\(Readable.count(images.training.count)) training",
                images.validation.map { "\(Readable.count($0.count)) validation" },
                images.test.count > 0 ? "\(Readable.count(images.test.count)) test" : nil,
            ].compactMap { $0 }
        let (counts, names) = (counts, images.classNames)
        var classes = "\(names.count) \(names.count == 1 ? "class" : "classes")"
        let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
        let isListed = names.count <= Self.mostClasses
        if least == most {
            classes += " of \(Readable.count(most))" + (isListed ? ": \(names.joined(separator: ", "))" : "")
        } else if isListed {
            classes += " (" + zip(names, counts).map { "\($0): \(Readable.count($1))" }.joined(separator: ", ") + ")"
        } else {
            classes += " of \(Readable.count(least)) to \(Readable.count(most))"
        }
        let line =
            "data: \(images.name), \(images.facts.format): \(parts.joined(separator: ", ")) pictures of "
            + "\(images.exampleShape[2])×\(images.exampleShape[1]) in \(classes); digest \(digest.prefix(8))"
        return [line] + images.facts.remarks.map { "data: \($0)" }
    }

    /// What was left out, a line for each reason.
    public var leftOut: [(line: String, matters: Bool)] {
        images.facts.leftOut.groups.map { group in
            ("left out: \(Readable.count(group.count)) \(group.reason); the first: \(group.first)", group.matters)
        }
    }

    /// The same for summaries.
    public var json: JSONValue {
        var object: JSONObject = ["source": .string(images.facts.place ?? images.name)]
        object["format"] = .string(images.facts.format)
        object["training_examples"] = .integer(images.training.count)
        object["validation_examples"] = images.validation.map { .integer($0.count) }
        object["test_examples"] = .integer(images.test.count)
        var classes: JSONObject = [:]
        for (name, count) in zip(images.classNames, counts) { classes[name] = .integer(count) }
        object["classes"] = .object(classes)
        if !images.facts.remarks.isEmpty { object["remarks"] = .array(images.facts.remarks.map { .string($0) }) }
        let groups = images.facts.leftOut.groups
        if !groups.isEmpty {
            object["left_out"] = .array(
                groups.map {
                    ["reason": .string($0.reason), "count": .integer($0.count), "first": .string($0.first)]
                })
        }
        object["digest"] = .string(digest)
        return .object(object)
    }
}

extension Console {
    /// Says what was read.
    public func describe(_ note: DatasetNote) {
        note.lines.forEach(self.note)
        for (line, matters) in note.leftOut { matters ? warning(line) : self.note(line) }
    }
}
