import Core

/// A classifier with all preparation of its examples, as in a model file.
public struct StoredMachine {
    public var classifier: SupportVectorClassifier
    public var scaling: FeatureScaling
    /// Columns of a CSV file; nil where features have only numbers.
    public var columns: CSVExamples.Columns?
    /// The number of features before φ; 0 where it is unknown.
    public var featureCount: Int
    /// The index of the first feature in LIBSVM's texts: 1, or 0.
    public var firstIndex: Int

    public init(
        classifier: SupportVectorClassifier, scaling: FeatureScaling = .none, columns: CSVExamples.Columns? = nil,
        featureCount: Int = 0, firstIndex: Int = 1
    ) {
        (self.classifier, self.scaling, self.columns) = (classifier, scaling, columns)
        (self.featureCount, self.firstIndex) = (featureCount, firstIndex)
    }

    /// The indices of features in LIBSVM's texts.
    public var indices: LIBSVMText.Indices {
        LIBSVMText.Indices(first: firstIndex, count: featureCount > 0 ? featureCount : nil)
    }

    /// f of every pair for each example, with features as in files.
    ///
    /// - Throws: `FitError` where φ of an example is not a finite number, or there are too many to scale.
    public func decisions(_ points: KernelRows) throws(FitError) -> [[Double]] {
        try classifier.decisions(try scaling.applied(to: points))
    }

    /// The parts that LIBSVM's format does not have; they are in a comment after the support vectors, which LIBSVM does
    /// not read.
    struct Extras: Codable {
        var classes: [String]?
        var features: [String]?
        var target: String?
        var featureCount: Int?
        /// Nil for 1.
        var firstIndex: Int?
        var phi: String?
        var scaling: FeatureScaling?

        static let mark = "# kumiki "
    }

    var extras: Extras {
        let labels = classifier.labels
        return Extras(
            classes: labels.allSatisfy { $0 == ClassLabel($0.value) && Int32(exactly: $0.value) != nil }
                ? nil : labels.map(\.name), features: columns?.features, target: columns?.target,
            featureCount: featureCount > 0 ? featureCount : nil, firstIndex: firstIndex == 1 ? nil : firstIndex,
            phi: classifier.kernel.featureMap?.text,
            scaling: scaling.kind == .none ? nil : scaling)
    }
}
