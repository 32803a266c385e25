import Core

extension StoredMachine {
    /// Reads a model file of LIBSVM or of this library.
    ///
    /// - Throws: `FileError` naming the line.
    public static func read(_ path: String) throws(FileError) -> StoredMachine {
        try StoredMachine(bytes: try WholeFile.read(path), file: path)
    }

    /// The machine in the bytes of a model file.
    ///
    /// - Throws: `FileError` naming the line.
    public init(bytes: [UInt8], file: String) throws(FileError) {
        if let other = OtherModelFormat(bytes) {
            throw FileError(.badData, file, "is \(other.name)", expected: "a model file of LIBSVM")
        }
        var reader = ModelFileReader(bytes, file: file)
        let header = try reader.header()
        let vectors = try reader.vectors(header)
        let extras = try reader.extras(classes: header.labels.count)
        let names = extras?.classes
        let labels = header.labels.enumerated().map { place, value in
            names.map { ClassLabel(Double(place), name: $0[place]) } ?? ClassLabel(value)
        }
        var kernel = header.kernel
        if let phi = extras?.phi {
            do {
                kernel.featureMap = try FeatureMap(phi, width: extras?.featureCount ?? 0)
            } catch {
                throw FileError(.badData, file, "φ: \(error.description)")
            }
        }
        let scaling = extras?.scaling ?? .none
        let hasFeatures = kernel.kind != .precomputed
        let firstIndex = hasFeatures && vectors.lines.lineOfZero != nil ? 0 : extras?.firstIndex ?? 1
        guard scaling.isSound, hasFeatures || scaling.kind == .none else {
            throw FileError(.badData, file, "contains an invalid scaling")
        }
        guard hasFeatures || kernel.featureMap == nil else {
            throw FileError(.badData, file, "contains both a φ and given kernel values")
        }
        let calibration = header.probA.map { a in
            zip(a, header.probB ?? []).map { PlattScaling(a: $0, b: $1) }
        }
        self.init(
            classifier: SupportVectorClassifier(
                kernel: kernel, labels: labels,
                vectors: hasFeatures ? vectors.lines.rows(from: firstIndex) : try reader.precomputed(vectors.lines),
                vectorCounts: header.vectorCounts,
                coefficients: vectors.coefficients, biases: header.rho.map { $0 == 0 ? 0 : -$0 },
                calibration: calibration),
            scaling: scaling,
            columns: extras?.features.map { CSVExamples.Columns(features: $0, target: extras?.target) },
            featureCount: extras?.featureCount ?? 0, firstIndex: firstIndex)
    }
}
