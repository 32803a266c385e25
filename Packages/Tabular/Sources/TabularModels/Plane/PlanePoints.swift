import Core

/// Points of the plane in two classes.
public struct PlanePoints: Sendable, Equatable {
    public private(set) var xs, ys: [Double]
    /// 0 or 1 for each point.
    public private(set) var classes: [Int32]

    public init(xs: [Double] = [], ys: [Double] = [], classes: [Int32] = []) {
        Contract.require(
            xs.count == ys.count && xs.count == classes.count, "PlanePoints",
            "\(xs.count) xs, \(ys.count) ys and \(classes.count) classes")
        (self.xs, self.ys, self.classes) = (xs, ys, classes)
    }

    public var count: Int { xs.count }

    mutating func append(_ x: Double, _ y: Double, _ label: Int32) {
        xs.append(x)
        ys.append(y)
        classes.append(label)
    }

    /// The points with these numbers, in this order.
    public func selecting(_ numbers: some Sequence<Int>) -> PlanePoints {
        numbers.reduce(into: PlanePoints()) { $0.append(xs[$1], ys[$1], classes[$1]) }
    }

    /// The number of points of each class.
    public var classCounts: [Int] { [0, 1].map { label in classes.count { $0 == label } } }

    /// Removes a random `share` of each class, rounded down, for a test.
    ///
    /// - Parameters:
    ///   - share: 0 or more, below 1.
    ///   - random: what the test points are drawn by.
    public func split(testShare share: Double, random: inout RandomStream) -> (training: PlanePoints, test: PlanePoints)
    {
        var left = classCounts.map { Int(share * Double($0)) }
        var isTest = [Bool](repeating: false, count: count)
        for number in random.permutation(of: count).map(Int.init) where left[Int(classes[number])] > 0 {
            left[Int(classes[number])] -= 1
            isTest[number] = true
        }
        return (selecting(isTest.indices.filter { !isTest[$0] }), selecting(isTest.indices.filter { isTest[$0] }))
    }
}

/// How points become a network's inputs: (x − center) / scale, axis by axis.
public struct PlaneScaling: Codable, Sendable, Equatable {
    public var center: [Double]
    public var scale: [Double]

    /// The inputs are the points themselves.
    public static let none = PlaneScaling(center: [0, 0], scale: [1, 1])

    public init(center: [Double], scale: [Double]) {
        (self.center, self.scale) = (center, scale)
    }

    /// Mean 0 and standard deviation 1 along both axes.
    public init(standardizing points: PlanePoints) {
        let axes = [points.xs, points.ys].map { values -> (mean: Double, deviation: Double) in
            let count = Double(max(1, values.count))
            let mean = values.reduce(0) { $0 + $1 / count }
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }
            return (mean, variance > 0 ? variance.squareRoot() : 1)
        }
        self.init(center: axes.map(\.mean), scale: axes.map(\.deviation))
    }

    /// - Shapes: N × 2.
    func inputs(_ points: some Collection<(x: Double, y: Double)>) -> Tensor {
        let numbers = points.flatMap {
            [Float(($0.x - center[0]) / scale[0]), Float(($0.y - center[1]) / scale[1])]
        }
        return Tensor(numbers, shape: [points.count, 2])
    }
}

/// Points as inputs and labels of a training.
public struct PlaneExamples: ExampleSource {
    public let points: PlanePoints
    public let scaling: PlaneScaling

    public init(_ points: PlanePoints, scaling: PlaneScaling) {
        (self.points, self.scaling) = (points, scaling)
    }

    public var count: Int { points.count }

    public func batch(_ numbers: ArraySlice<Int32>) -> Batch {
        let chosen = numbers.map { (x: points.xs[Int($0)], y: points.ys[Int($0)]) }
        return Batch(
            inputs: scaling.inputs(chosen), labels: Tensor(numbers.map { points.classes[Int($0)] }))
    }
}
