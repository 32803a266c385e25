import Core
import FoundationEssentials

/// The header above the support vectors.
struct ModelFileHeader {
    var kernel: Kernel
    var labels: [Double]
    var vectorCounts: [Int]
    var rho: [Double]
    var probA, probB: [Double]?
}

/// Reads a model file line by line.
struct ModelFileReader {
    private let file: String
    private let bytes: [UInt8]
    private var position = 0
    private var number = 0

    init(_ bytes: [UInt8], file: String) { (self.bytes, self.file) = (bytes, file) }

    private mutating func nextLine() -> Range<Int>? {
        guard position < bytes.count else { return nil }
        number += 1
        let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
        defer { position = end + 1 }
        return position..<end
    }

    private func failure(_ problem: String, _ expected: String? = nil) -> FileError {
        FileError(.badData, file, at: .line(number), problem, expected: expected)
    }

    mutating func header() throws(FileError) -> ModelFileHeader {
        var values: [String: [String]] = [:]
        while true {
            guard let range = nextLine() else {
                guard number > 0 else {
                    throw FileError(.badData, file, "is empty", expected: "a model file of LIBSVM")
                }
                throw failure("ends within its header", "a line 'SV' and support vectors")
            }
            let words = String(decoding: bytes[range], as: UTF8.self)
                .split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
            guard let name = words.first else { continue }
            if name == "SV" { break }
            guard Self.known.contains(name) else {
                throw failure("'\(name.prefix(40))'", "a model file of LIBSVM: svm_type, kernel_type, … and then SV")
            }
            values[name] = Array(words.dropFirst())
            if name == "svm_type", !["c_svc", "nu_svc"].contains(words.dropFirst().first ?? "") {
                throw failure("svm_type \(words.dropFirst().first ?? "")", "a classifier: c_svc or nu_svc")
            }
        }
        return try header(values)
    }

    private static let known: Set = [
        "svm_type", "kernel_type", "degree", "gamma", "coef0", "nr_class", "total_sv", "rho", "label", "probA",
        "probB", "prob_density_marks", "nr_sv",
    ]

    private func header(_ values: [String: [String]]) throws(FileError) -> ModelFileHeader {
        func numbers(_ name: String, count: Int) throws(FileError) -> [Double] {
            guard let words = values[name] else { throw failure("no line '\(name)' above", "one in the header") }
            let numbers = words.map { Double($0) ?? .nan }
            guard numbers.count == count, numbers.allSatisfy(\.isFinite) else {
                throw failure(
                    "'\(name) \(words.joined(separator: " ").prefix(40))'", count == 1 ? "1 number" : "\(count) numbers"
                )
            }
            return numbers
        }
        func number(_ name: String, or missing: Double) throws(FileError) -> Double {
            values[name] == nil ? missing : try numbers(name, count: 1)[0]
        }
        guard values["svm_type"] != nil else { throw failure("no line 'svm_type' above", "one in the header") }
        let name = values["kernel_type"]?.first ?? ""
        guard let kind = Kernel.Kind(rawValue: name) else {
            throw failure("kernel_type '\(name.prefix(40))'", "linear, polynomial, rbf, sigmoid or precomputed")
        }
        let degree = try number("degree", or: 3)
        guard (1...1000).contains(degree), degree == degree.rounded() else {
            throw failure("degree \(degree)", "a whole number of 1 or more")
        }
        let classes = try numbers("nr_class", count: 1)[0]
        guard (2...10_000).contains(classes), classes == classes.rounded() else {
            throw failure("nr_class \(classes)", "two classes or more")
        }
        let (count, pairs) = (Int(classes), Int(classes) * (Int(classes) - 1) / 2)
        let labels = try numbers("label", count: count)
        let own = try numbers("nr_sv", count: count)
        guard own.allSatisfy({ $0 >= 0 && $0 <= 1e9 && $0 == $0.rounded() }), Set(labels).count == count else {
            throw failure("nr_sv or label", "whole numbers, and each label once")
        }
        let total = try numbers("total_sv", count: 1)[0]
        guard total == own.reduce(0, +) else {
            throw failure("total_sv \(total)", "the sum of nr_sv, \(own.reduce(0, +))")
        }
        let hasProbabilities = values["probA"] != nil
        return ModelFileHeader(
            kernel: Kernel(
                kind, gamma: try number("gamma", or: 1), coef0: try number("coef0", or: 0), degree: Int(degree)),
            labels: labels, vectorCounts: own.map { Int($0) }, rho: try numbers("rho", count: pairs),
            probA: hasProbabilities ? try numbers("probA", count: pairs) : nil,
            probB: hasProbabilities ? try numbers("probB", count: pairs) : nil)
    }

    mutating func vectors(
        _ header: ModelFileHeader
    ) throws(FileError) -> (lines: LIBSVMLineReader, coefficients: [[Double]]) {
        let (classes, total) = (header.labels.count, header.vectorCounts.reduce(0, +))
        var reader = LIBSVMLineReader(file: file)
        var coefficients: [[Double]] = []
        for count in header.vectorCounts {
            for _ in 0..<count {
                guard let range = nextLine() else {
                    throw failure("ends after \(coefficients.count) support vectors", "\(total) as in the header")
                }
                var row: [Double] = []
                row.reserveCapacity(classes - 1)
                let line = number
                let problem: FileError? = bytes.withUnsafeBufferPointer { bytes in
                    var rest = Slice(base: bytes, bounds: range)
                    // All except the last coefficient, which is in the place of a label in a file of examples.
                    while row.count < classes - 2 {
                        rest = rest.drop { $0 == 0x20 }
                        let word = rest.prefix { $0 != 0x20 }
                        guard let value = decimalNumber(word), value.isFinite else {
                            return FileError(
                                .badData, file, at: .line(line),
                                "coefficient '\(String(decoding: word.prefix(40), as: UTF8.self))'",
                                expected: "\(classes - 1) numbers before index:value")
                        }
                        row.append(value)
                        rest = rest[word.endIndex...]
                    }
                    return reader.take(rest, line: line)
                }
                if let problem { throw problem }
                guard reader.targets.count == coefficients.count + 1 else {
                    throw failure("an empty line", "support vector \(coefficients.count + 1) of \(total)")
                }
                row.append(reader.targets[coefficients.count])
                coefficients.append(row)
            }
        }
        return (reader, coefficients)
    }

    /// Support vectors that are known only by their numbers.
    func precomputed(_ reader: LIBSVMLineReader) throws(FileError) -> KernelRows {
        var places: [Int32] = []
        for row in reader.lines.indices {
            let own = reader.places(of: row)
            guard let first = own.first, reader.indices[first] == 0, reader.values[first] >= 1,
                reader.values[first] < 1e7
            else {
                throw FileError(
                    .badData, file, at: .line(reader.lines[row]), "no 0:n", expected: "the number of an example")
            }
            places.append(Int32(reader.values[first]) - 1)
        }
        // Their own values are never used.
        return KernelRows(kernelValues: Buffer(shape: [places.count, 0], type: .float32), places: places)
    }

    /// Kumiki's additions after the support vectors, if there are any.
    mutating func extras(classes: Int) throws(FileError) -> StoredMachine.Extras? {
        while let range = nextLine() {
            let mark = Array(StoredMachine.Extras.mark.utf8)
            guard bytes[range].starts(with: mark) else {
                if bytes[range].allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { continue }
                throw failure("a line after the last support vector", "as many as in the header")
            }
            guard
                let extras = try? JSONDecoder().decode(
                    StoredMachine.Extras.self, from: Data(bytes[range].dropFirst(mark.count))),
                extras.classes.map({ $0.count == classes && Set($0).count == classes }) ?? true,
                (0...(1 << 31)).contains(extras.featureCount ?? 0), (0...1).contains(extras.firstIndex ?? 1)
            else { throw failure("'\(StoredMachine.Extras.mark)…' is damaged", "the line that svm writes") }
            return extras
        }
        return nil
    }
}
