import Foundations

/// How two shapes are broadcast against each other, as rows of a long inner loop.
///
/// Axes are matched from the last; an extent of 1 is repeated. Source: NumPy, "Broadcasting".
package struct Broadcast {
    /// The shape of the result.
    package let shape: Shape
    /// The length of a row, and whether each argument advances along it (1) or not (0).
    package let inner: Int
    package let innerStrideA: Int
    package let innerStrideB: Int

    private let outer: [(extent: Int, strideA: Int, strideB: Int)]

    /// Stops the program where the shapes do not fit.
    package init(_ a: Shape, _ b: Shape) {
        shape = Self.shape(of: a, b)
        var axes: [(extent: Int, strideA: Int, strideB: Int)] = []
        var (stepA, stepB) = (1, 1)
        for distance in 1...max(1, shape.count) {
            let (extentA, extentB) = (Self.extent(a, distance), Self.extent(b, distance))
            let extent = max(extentA, extentB)
            if extent != 1 || shape.isEmpty {
                let (strideA, strideB) = (extentA == 1 ? 0 : stepA, extentB == 1 ? 0 : stepB)
                if let last = axes.last, strideA == last.strideA * last.extent, strideB == last.strideB * last.extent {
                    axes[axes.count - 1].extent *= extent
                } else {
                    axes.append((extent, strideA, strideB))
                }
            }
            stepA *= extentA
            stepB *= extentB
        }
        let row = axes.first ?? (1, 0, 0)
        (inner, innerStrideA, innerStrideB) = (row.extent, row.strideA, row.strideB)
        outer = axes.dropFirst().reversed()
    }

    /// The number of rows of the result.
    package var outerCount: Int { shape.contains(0) ? 0 : outer.reduce(1) { $0 * $1.extent } }

    /// Calls `body` with each row's number and its offsets in both arguments.
    @inline(__always)
    package func forEachRow(in rows: Range<Int>, _ body: (_ row: Int, _ offsetA: Int, _ offsetB: Int) -> Void) {
        for row in rows {
            var (rest, offsetA, offsetB) = (row, 0, 0)
            for axis in outer.reversed() {
                let index = rest % axis.extent
                rest /= axis.extent
                offsetA += index * axis.strideA
                offsetB += index * axis.strideB
            }
            body(row, offsetA, offsetB)
        }
    }

    /// The shape of the result of broadcasting.
    package static func shape(of a: Shape, _ b: Shape) -> Shape {
        if a == b { return a }
        let rank = max(a.count, b.count)
        return (0..<rank).map { axis in
            let (x, y) = (extent(a, rank - axis), extent(b, rank - axis))
            Contract.require(x == y || x == 1 || y == 1, "broadcast", "shapes \(a) and \(b) do not fit")
            return x == 1 ? y : x
        }
    }

    /// The axes of `result` along which an argument of `shape` was repeated.
    package static func repeatedAxes(of shape: Shape, in result: Shape) -> [Int] {
        result.indices.filter { axis in
            extent(shape, result.count - axis) == 1 && (result[axis] != 1 || axis < result.count - shape.count)
        }
    }

    /// The extent of the axis `distance` from the end, 1 beyond the first.
    private static func extent(_ shape: Shape, _ distance: Int) -> Int {
        distance <= shape.count ? shape[shape.count - distance] : 1
    }
}
