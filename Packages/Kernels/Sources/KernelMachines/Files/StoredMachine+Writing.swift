import Core
import FoundationEssentials

extension StoredMachine {
    /// The machine as a model file of LIBSVM, which its `svm-predict` reads. If the machine scales or maps features,
    /// `svm-predict` needs examples that are already scaled or mapped.
    public var libsvmText: String {
        let (kernel, labels) = (classifier.kernel, classifier.labels)
        var lines = ["svm_type c_svc", "kernel_type \(kernel.kind.rawValue)"]
        if kernel.kind == .polynomial { lines.append("degree \(kernel.degree)") }
        if [.polynomial, .rbf, .sigmoid].contains(kernel.kind) { lines.append("gamma \(kernel.gamma)") }
        if [.polynomial, .sigmoid].contains(kernel.kind) { lines.append("coef0 \(kernel.coef0)") }
        func list(_ name: String, _ values: some Sequence<some CustomStringConvertible>) -> String {
            ([name] + values.map(\.description)).joined(separator: " ")
        }
        lines.append("nr_class \(labels.count)")
        lines.append("total_sv \(classifier.vectors.count)")
        // LIBSVM subtracts ρ; here b is added.
        lines.append(list("rho", classifier.biases.map { $0 == 0 ? 0 : -$0 }))
        let hasOwnNumbers = extras.classes == nil
        lines.append(list("label", labels.enumerated().map { hasOwnNumbers ? Int($1.value) : $0 }))
        if let calibration = classifier.calibration {
            lines.append(list("probA", calibration.map(\.a)))
            lines.append(list("probB", calibration.map(\.b)))
        }
        lines.append(list("nr_sv", classifier.vectorCounts))
        lines.append("SV")
        let vectors = classifier.needsFloat64 ? classifier.vectors : classifier.vectors.rounded
        for (number, coefficients) in classifier.coefficients.enumerated() {
            let own = coefficients.map(\.description).joined(separator: " ")
            lines.append(LIBSVMText.line(own, vectors, number, first: firstIndex))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if let json = try? encoder.encode(extras), json.count > 2 {
            lines.append(Extras.mark + String(decoding: json, as: UTF8.self))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Writes the model file.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public func write(to path: String) throws(FileError) {
        try AtomicFile.write(Array(libsvmText.utf8), to: path)
    }
}
