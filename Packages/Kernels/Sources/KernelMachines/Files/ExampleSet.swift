import Core

/// The examples of a file: a row of features and a target each.
public struct ExampleSet {
    public var points: KernelRows
    /// A number for each row: a class's, or the value to predict; NaN where a file has none.
    public var targets: [Double]
    /// The names of classes, where they differ from their numbers.
    public var classNames: [Double: String]
    /// Nil where features have only numbers.
    public var columns: CSVExamples.Columns?
    /// The index of the first feature of LIBSVM's text; nil for other files.
    public var firstIndex: Int?
    public let file: String
    /// The line of each row; empty for files without lines.
    public var lines: [Int]
    /// How the file is written, in words.
    public var format = "points drawn at random"
    /// Parts of the file that are not used.
    public var leftOut: [DataFacts.LeftOut] = []
    /// Notes on the file, one sentence each.
    public var notes: [String] = []

    public init(
        points: KernelRows, targets: [Double], classNames: [Double: String] = [:],
        columns: CSVExamples.Columns? = nil, file: String, lines: [Int] = []
    ) {
        (self.points, self.targets, self.classNames) = (points, targets, classNames)
        (self.columns, self.file, self.lines) = (columns, file, lines)
    }

    public var count: Int { targets.count }

    /// The indices of features of LIBSVM's text; nil for other files.
    public var indices: LIBSVMText.Indices? {
        firstIndex.map { LIBSVMText.Indices(first: $0, count: points.width) }
    }

    /// The label of a target.
    public func label(_ target: Double) -> ClassLabel {
        classNames[target].map { ClassLabel(target, name: $0) } ?? ClassLabel(target)
    }

    /// All classes, by their numbers, rising.
    public var labels: [ClassLabel] { Set(targets.filter { !$0.isNaN }).sorted().map(label) }

    /// The class of each row, as its index in `labels`; −1 for none of them.
    public func classes(among labels: [ClassLabel]) -> [Int] {
        var places: [String: Int] = [:]
        for (place, label) in labels.enumerated() { places[label.name] = place }
        return targets.map { $0.isNaN ? -1 : places[label($0).name] ?? -1 }
    }

    /// What the reader found in the file.
    public var facts: DataFacts {
        let labels = labels
        var counts = labels.map { _ in 0 }
        for place in classes(among: labels) where place >= 0 { counts[place] += 1 }
        return DataFacts(
            source: file, format: format, examples: count, features: columns?.features, target: columns?.target,
            classes: zip(labels, counts).map { DataFacts.ClassCount($0.name, $1) }, leftOut: leftOut, notes: notes,
            digest: digest.description)
    }

    /// Checks that the targets are classes and not measured values.
    ///
    /// - Throws: `FileError` where there are too many different numbers.
    public func requireClasses() throws(FileError) {
        let different = labels
        guard different.count > Self.mostPlainClasses, classNames.isEmpty else { return }
        let target = columns?.target.map { FileError.Place.item(kind: "column", name: $0) }
        let examples = different.prefix(3).map(\.name).joined(separator: ", ")
        throw FileError(
            .badData, file, at: target,
            "\(different.count) different numbers (\(examples), …), which seem to be values",
            expected: "classes; --target names another column, --task classes makes each number a class")
    }

    /// With more numbers the user must confirm that they are classes.
    public static let mostPlainClasses = 20

    /// A fingerprint of all points and classes.
    public var digest: ContentDigest {
        func part<Value>(_ values: [Value]) -> String { values.withUnsafeBytes { ContentDigest($0).description } }
        var parts = labels.map(\.name) + [part(classes(among: labels))]
        switch points.numbers {
        case .dense(let rows), .kernelValues(let rows, _):
            parts.append(rows.withUnsafeNumbers(Float.self) { ContentDigest(UnsafeRawBufferPointer($0)).description })
        case .sparse(let rows): parts += [part(rows.starts), part(rows.columns), part(rows.values)]
        }
        if case .kernelValues(_, let places) = points.numbers { parts.append(part(places)) }
        // Digits beyond float32.
        if points.hasDistantColumn, let exact = points.exact { parts.append(part(exact)) }
        return ContentDigest(parts.joined(separator: "\n").utf8)
    }

    /// The rows with these numbers, in this order.
    public func selecting(_ numbers: some Collection<Int>) -> ExampleSet {
        var set = self
        set.points = points.selecting(numbers)
        set.targets = numbers.map { targets[$0] }
        set.lines = lines.isEmpty ? [] : numbers.map { lines[$0] }
        return set
    }

    /// The first rows.
    public func prefix(_ count: Int?) -> ExampleSet {
        guard let count, count < self.count else { return self }
        return selecting(0..<count)
    }
}

extension KernelRows {
    /// Rows in the better form: dense where a sixth or more of all numbers is not zero, or there are few.
    static func suiting(_ sparse: KernelRows) -> KernelRows {
        let (all, overflows) = sparse.count.multipliedReportingOverflow(by: sparse.width)
        guard case .sparse(let rows) = sparse.numbers, !overflows, all <= 1 << 30,
            all <= 1 << 16 || 6 * rows.values.count >= all
        else { return sparse }
        return sparse.dense(width: sparse.width)
    }
}
