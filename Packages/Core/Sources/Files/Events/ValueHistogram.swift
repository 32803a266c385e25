/// How some numbers are distributed: counts in buckets whose limits grow by a tenth from 10⁻¹² on, to both sides of 0.
///
/// So are TensorFlow's and PyTorch's histograms: gradients of any size are resolved alike. Numbers that are not finite
/// are not counted.
///
/// Source: `tensorflow/core/lib/histogram/histogram.cc`.
public struct ValueHistogram: Equatable, Sendable {
    /// The smallest number; ∞ where there is none.
    public private(set) var smallest = Double.infinity
    /// The largest number; −∞ where there is none.
    public private(set) var largest = -Double.infinity
    public private(set) var count = 0
    public private(set) var sum = 0.0
    public private(set) var sumOfSquares = 0.0
    /// The counts of numbers from a limit to below the next one, by the limit's place, counted from 0.
    private var positive: [Int: Int] = [:]
    /// The same of the numbers below 0, by their magnitudes, from above a limit to the next one.
    private var negative: [Int: Int] = [:]

    /// 0, 10⁻¹², 1.1 · 10⁻¹², …, and a last one that no number reaches.
    private static let limits: [Double] = {
        var limits = [0.0]
        var limit = 1e-12
        while limit < 1e20 {
            limits.append(limit)
            limit *= 1.1
        }
        return limits + [.greatestFiniteMagnitude]
    }()

    /// The distribution of some numbers.
    public init(_ values: [Float]) { self.init(all: values) }

    /// The distribution of some numbers.
    public init(_ values: [Double]) { self.init(all: values) }

    private init<Number: BinaryFloatingPoint>(all values: [Number]) {
        var places = (positive: [Int](repeating: 0, count: Self.limits.count), negative: [Int]())
        places.negative = places.positive
        for value in values where value.isFinite {
            let number = Double(value)
            (smallest, largest) = (min(smallest, number), max(largest, number))
            count += 1
            sum += number
            sumOfSquares += number * number
            let place = Self.place(of: number.magnitude)
            if number >= 0 {
                places.positive[place] += 1
            } else {
                // −limit itself is the lower end of its bucket.
                places.negative[Self.limits[place] == -number ? place - 1 : place] += 1
            }
        }
        for (place, number) in places.positive.enumerated() where number > 0 { positive[place] = number }
        for (place, number) in places.negative.enumerated() where number > 0 { negative[place] = number }
    }

    /// The place of the last limit that is not above a magnitude.
    private static func place(of magnitude: Double) -> Int {
        limits.withUnsafeBufferPointer { limits in
            var (low, high) = (0, limits.count - 1)
            while high - low > 1 {
                let middle = (low + high) / 2
                if limits[middle] <= magnitude { low = middle } else { high = middle }
            }
            return low
        }
    }

    /// The buckets in order, each with its upper limit. An empty bucket stands before those whose neighbor below is
    /// empty, because its limit is their lower end.
    public var buckets: [(limit: Double, count: Int)] {
        let below = negative.sorted { $0.key > $1.key }.map { place, count in
            (lower: -Self.limits[place + 1], upper: place == 0 ? 0 : -Self.limits[place], count: count)
        }
        let above = positive.sorted { $0.key < $1.key }.map { place, count in
            (lower: Self.limits[place], upper: Self.limits[place + 1], count: count)
        }
        var buckets: [(limit: Double, count: Int)] = []
        for bucket in below + above {
            if buckets.last?.limit != bucket.lower { buckets.append((bucket.lower, 0)) }
            buckets.append((bucket.upper, bucket.count))
        }
        return buckets
    }
}
