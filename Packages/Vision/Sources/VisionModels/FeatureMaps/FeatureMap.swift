import Core

/// What one filter found: a number for each place of its input.
public struct FeatureMap: Sendable {
    /// The filter's name, or its number.
    public let name: String
    public let height: Int
    public let width: Int
    /// Row by row, height × width.
    public let values: [Float]
    public let minimum: Float
    public let maximum: Float
    public let mean: Double
    /// The place of the largest number, the first of equal ones; nil where all are equal.
    public let strongest: Place?

    /// A cell of the map, counted from 0 in the upper left corner.
    public struct Place: Equatable, Sendable {
        public let row: Int
        public let column: Int
    }

    /// - Shapes: `values` [height × width], finite.
    public init(name: String, values: [Float], height: Int, width: Int) {
        self.name = name
        self.values = values
        self.height = height
        self.width = width
        var (smallest, largest, place, sum) = (values.first ?? 0, values.first ?? 0, 0, 0.0)
        for (index, value) in values.enumerated() {
            smallest = min(smallest, value)
            if value > largest { (largest, place) = (value, index) }
            sum += Double(value)
        }
        minimum = smallest
        maximum = largest
        mean = sum / Double(max(1, values.count))
        strongest = smallest < largest ? Place(row: place / width, column: place % width) : nil
    }

    /// A magnitude for full colors: one of a hundred numbers is beyond it, so that a few extreme numbers do not make
    /// the others pale.
    public var reach: Float {
        // For a large map, some ten thousand numbers are a good enough sample.
        let sample = stride(from: 0, to: values.count, by: values.count / 10_000 + 1).map { abs(values[$0]) }.sorted()
        let high = sample.isEmpty ? 0 : sample[(sample.count - 1) * 99 / 100]
        return high > 0 ? high : max(-minimum, maximum)
    }
}

/// What is done in a stage, step by step.
public enum FeatureStep: Sendable, Equatable {
    case convolution
    case rectifier(slope: Double)
    case pooling(Size2D)

    /// One word, for names of files.
    public var word: String {
        switch self {
        case .convolution: "convolution"
        case .rectifier(let slope): slope == 0 ? "relu" : "leaky-relu"
        case .pooling: "pooling"
        }
    }

    /// The step as readers see it.
    public var title: String {
        switch self {
        case .convolution: "convolution"
        case .rectifier(let slope): slope == 0 ? "ReLU" : "leaky ReLU"
        case .pooling(let window): "\(window.height)×\(window.width) max pooling"
        }
    }
}

/// The maps after one step.
public struct FeatureLayer: Sendable {
    public let step: FeatureStep
    public let maps: [FeatureMap]
    /// What a number of these maps sees of the picture.
    public let field: ReceptiveField

    public var height: Int { maps.first?.height ?? 0 }
    public var width: Int { maps.first?.width ?? 0 }

    /// The region of the picture that the strongest number of a map sees, without its padding.
    ///
    /// - Parameters:
    ///   - map: one of this layer.
    ///   - height: the picture's.
    ///   - width: the picture's.
    public func strongestRegion(of map: FeatureMap, height: Int, width: Int) -> PixelRegion? {
        map.strongest.map { field.region(row: $0.row, column: $0.column).clipped(height: height, width: width) }
    }
}
