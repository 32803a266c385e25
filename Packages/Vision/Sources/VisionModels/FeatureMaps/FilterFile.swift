import Core

/// Reads the user's own filters: safetensors, NumPy's `.npz` and `.npy`, or a text that can be written by hand
/// (`FilterText`). A file's format is recognized by its contents.
public enum FilterFile {
    /// The maximum number of stages in a file.
    static let mostStages = 12
    /// The maximum number of filters in a stage.
    static let mostFilters = 512
    /// The maximum number of rows and columns of a filter.
    static let widest = 99
    /// The largest file to read, in bytes: far more than a text within the limits above needs.
    private static let sizeLimit = 256 << 20

    /// The stages of a file, each with ReLU and 2×2 max pooling.
    ///
    /// Arrays are called `stage1.weight` [O, I, kH, kW], `stage1.bias` [O] where there is one, `stage2.weight` and so
    /// on; a lone `.npy` array is `stage1.weight`. The first stage reads 1 map (gray) or 3 (red, green, blue).
    ///
    /// - Throws: `FileError` where the file cannot be read, is damaged, or its filters do not fit each other.
    public static func read(_ path: String) throws(FileError) -> [FeatureStage] {
        let bytes = try WholeFile.read(path, limit: sizeLimit)
        guard !bytes.isEmpty else { throw FileError(.badData, path, "an empty file", expected: "filters") }
        let stages = try stages(bytes, path)
        var maps: Int?
        for (index, stage) in stages.enumerated() {
            try check(stage, number: index + 1, after: maps, path)
            maps = stage.shape[0]
        }
        return stages.enumerated().map { index, stage in
            FeatureStage(
                "stage \(index + 1)", weight: Tensor(stage.weights, shape: stage.shape),
                bias: stage.bias.map { Tensor($0) }, filterNames: stage.names)
        }
    }

    /// A stage as a file describes it.
    struct Contents: Equatable {
        var weights: [Float]
        /// O × I × kH × kW.
        var shape: [Int]
        var bias: [Float]?
        var names: [String]?
    }

    private static func stages(_ bytes: [UInt8], _ path: String) throws(FileError) -> [Contents] {
        if bytes.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) {
            let array = try FileArray(npy: bytes, file: path)
            return try stages(names: ["stage1.weight"], path) { _ throws(FileError) in array }
        }
        if bytes.starts(with: [0x50, 0x4B]) {
            let archive = try NumPyArchive(bytes, file: path, limit: sizeLimit)
            return try stages(names: archive.names, path) { name throws(FileError) in try archive.array(name) }
        }
        // A safetensors file begins with the length of its header, which begins with a brace.
        if path.hasSuffix(".safetensors") || (bytes.count > 8 && bytes[8] == UInt8(ascii: "{") && bytes[7] == 0) {
            let file = try Safetensors(bytes: bytes, file: path)
            return try stages(names: file.tensors.keys.sorted(), path) { name throws(FileError) in
                try file.tensor(name, from: path)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
            throw FileError(
                .badData, path, at: .byte(0), "is not a file of filters",
                expected: "safetensors, .npz, .npy, or a text such as 'filter vertical' and rows of numbers")
        }
        return try FilterText.read(text, file: path)
    }

    private static func stages(
        names: [String], _ path: String, array: (String) throws(FileError) -> FileArray
    ) throws(FileError) -> [Contents] {
        var stages: [Contents] = []
        var left = Set(names)
        while stages.isEmpty || left.contains("stage\(stages.count + 1).weight") {
            let name = "stage\(stages.count + 1)"
            let weight = try array("\(name).weight")
            left.remove("\(name).weight")
            var stage = Contents(weights: weight.floats(), shape: weight.shape)
            if left.remove("\(name).bias") != nil {
                let bias = try array("\(name).bias")
                guard bias.shape == Array(weight.shape.prefix(1)) else {
                    throw FileError(
                        .badData, path, at: .item(kind: "array", name: "\(name).bias"), "shape \(bias.shape)",
                        expected: "\(Array(weight.shape.prefix(1))), a number for each filter")
                }
                stage.bias = bias.floats()
            }
            stages.append(stage)
        }
        if let other = left.sorted().first {
            throw FileError(
                .badData, path, at: .item(kind: "array", name: other), "belongs to no stage",
                expected: "stage1.weight, stage1.bias, stage2.weight and so on, without gaps")
        }
        return stages
    }

    /// - Parameter maps: how many maps the stage before makes; nil for the first stage.
    private static func check(_ stage: Contents, number: Int, after maps: Int?, _ path: String) throws(FileError) {
        func failure(_ problem: String, _ expected: String) -> FileError {
            FileError(.badData, path, at: .item(kind: "stage", name: "\(number)"), problem, expected: expected)
        }
        let shape = stage.shape
        guard number <= mostStages else { throw failure("one stage too many", "at most \(mostStages)") }
        guard shape.count == 4, (1...mostFilters).contains(shape[0]), shape[1] >= 1,
            (1...widest).contains(shape[2]), (1...widest).contains(shape[3])
        else {
            throw failure(
                "filters of shape \(shape)",
                "[filters, maps, height, width] of at most [\(mostFilters), …, \(widest), \(widest)]")
        }
        if let maps, shape[1] != maps {
            throw failure(
                "filters that read \(shape[1]) maps",
                "\(maps), because stage \(number - 1) has \(maps) filter\(maps == 1 ? "" : "s")")
        }
        if maps == nil, shape[1] != 1, shape[1] != 3 {
            throw failure("filters that read \(shape[1]) maps", "1 for a gray picture, or 3 for red, green and blue")
        }
        guard (stage.weights + (stage.bias ?? [])).allSatisfy(\.isFinite) else {
            throw failure("a weight that is infinite or not a number", "finite numbers")
        }
    }
}
