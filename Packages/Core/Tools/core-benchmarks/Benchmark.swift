import Core

/// The work of one run of an operation, for its rate.
enum Work: Sendable {
    case none
    /// Floating-point additions and multiplications.
    case operations(Double)
    /// Bytes read and written.
    case bytes(Double)

    /// GFLOP/s or GB/s.
    func rate(over seconds: Double) -> String {
        switch self {
        case .none: ""
        case .operations(let count): "\(Readable.decimal(count / seconds / 1e9, places: 1)) GFLOP/s"
        case .bytes(let count): "\(Readable.decimal(count / seconds / 1e9, places: 1)) GB/s"
        }
    }
}

/// Seconds for one run of an operation.
struct Timing {
    let median: Double
    /// The tenth percentile.
    let fastest: Double
}

/// An operation to be timed.
struct Benchmark: Sendable {
    let name: String
    /// The extents of its arguments, in words.
    let shape: String
    let work: Work
    /// The number of operations in one call of the body.
    let count: Int
    /// The target for the median, in seconds.
    let aim: Double?
    /// Prepares the data, outside the timing, and returns the body.
    let prepare: @Sendable () -> () -> Void

    init(
        _ name: String, _ shape: String, _ work: Work = .none, count: Int = 1, aim: Double? = nil,
        _ prepare: @escaping @Sendable () -> () -> Void
    ) {
        self.name = name
        self.shape = shape
        self.work = work
        self.count = count
        self.aim = aim
        self.prepare = prepare
    }

    private static let warmUp = Duration.milliseconds(50)
    private static let sample = Duration.microseconds(200)
    private static let samples = 101
    private static let mostTime = Duration.seconds(1)

    /// Warms up and takes up to 101 samples within a second, each long enough for the clock.
    func measure() -> Timing {
        let body = prepare()
        let clock = ContinuousClock()
        let start = clock.now
        var runs = 0
        repeat {
            body()
            runs += 1
        } while clock.now - start < Self.warmUp
        let perSample = max(1, Int((Self.sample / Self.warmUp) * Double(runs)))
        var times: [Double] = []
        let end = clock.now + Self.mostTime
        repeat {
            let time = clock.measure { for _ in 0..<perSample { body() } }
            times.append(time / .seconds(1) / Double(perSample * count))
        } while times.count < Self.samples && clock.now < end
        times.sort()
        return Timing(median: times[times.count / 2], fastest: times[times.count / 10])
    }
}
