import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How the columns of a table become the inputs of a network: fitted only on training rows, stored with the model, and
/// applied to every other row in the same way.
///
/// A column of numbers becomes (x − mean) / deviation, or the same of log(1 + x); an empty field takes the median. A
/// column of texts becomes one input for each category, 1 for the row's own and 0 for the others. Coordinates can also
/// become waves: sines and cosines of random directions and lengths, without which a network cannot learn fine detail
/// (Rahimi, Recht 2007; Tancik et al. 2020).
public struct Preparation: Codable, Sendable, Equatable {
    /// The scale of a column of numbers before it is standardized.
    public enum Scale: String, Codable, Sendable {
        case linear
        /// log(1 + x), for sizes and counts that span decades; below zero −log(1 − x).
        case logarithmic
    }

    /// A column of numbers.
    public struct Number: Codable, Sendable, Equatable {
        public let name: String
        public let scale: Scale
        /// The median of the numbers that are present, in the table's own unit.
        public let median: Float
        /// The mean of the scaled numbers, with medians for the missing ones.
        public let mean: Float
        public let deviation: Float

        /// The input for a number; NaN means a missing one.
        public func standardized(_ x: Float) -> Float { (scaled(x.isNaN ? median : x) - mean) / deviation }

        private func scaled(_ x: Float) -> Float { Self.scaled(x, scale) }

        static func scaled(_ x: Float, _ scale: Scale) -> Float {
            switch scale {
            case .linear: x
            case .logarithmic: x < 0 ? -log1p(-x) : log1p(x)
            }
        }
    }

    /// A column of texts.
    public struct Text: Codable, Sendable, Equatable {
        public let name: String
        public let categories: [String]
    }

    /// Waves over some of the inputs: sin(2π f·x) and cos(2π f·x) for each frequency f.
    public struct Waves: Codable, Sendable, Equatable {
        /// The numbers of the inputs x, which are standardized.
        public let inputs: [Int]
        /// Each as long as `inputs`, in periods by standard deviation.
        public let frequencies: [[Float]]

        /// Frequencies of a normal distribution, from the stream "waves" of a seed.
        public init(over inputs: [Int], count: Int, deviation: Double = 1, seed: UInt64) {
            var random = RandomStream(seed: seed, name: .waves)
            self.inputs = inputs
            frequencies = (0..<count).map { _ in
                inputs.map { _ in Float(random.normal(standardDeviation: deviation)) }
            }
        }
    }

    public let numbers: [Number]
    public let texts: [Text]
    public let waves: Waves?

    /// The number of inputs of a row.
    public var width: Int {
        numbers.count + texts.reduce(0) { $0 + $1.categories.count } + 2 * (waves?.frequencies.count ?? 0)
    }

    /// Checks every number: a damaged file may contain anything.
    public func check() throws(SettingError) {
        let most = Float.greatestFiniteMagnitude
        for number in numbers {
            try Setting.require("\(number.name).median", number.median, in: -most...most)
            try Setting.require("\(number.name).mean", number.mean, in: -most...most)
            try Setting.require("\(number.name).deviation", number.deviation, in: Float.leastNonzeroMagnitude...most)
        }
        try Setting.require("width", width, in: 1...1_000_000)
        guard let waves else { return }
        try Setting.require(
            "waves.inputs", waves.inputs, waves.inputs.allSatisfy(numbers.indices.contains),
            expected: "numbers of columns, from 0 on")
        for frequency in waves.frequencies {
            try Setting.require(
                "waves.frequencies", frequency, frequency.count == waves.inputs.count,
                expected: "a number for each input")
            try Setting.require("waves.frequencies", all: frequency, in: -most...most)
        }
    }

    /// Fits to the training rows of a table.
    ///
    /// - Parameters:
    ///   - table: all rows, of which some are for training.
    ///   - numbers: columns of numbers and their scales.
    ///   - texts: columns of texts; those that the table does not have are left out.
    ///   - waves: over some of the numbers.
    ///   - rows: the training rows.
    public init(
        of table: Table, numbers: [(name: String, scale: Scale)], texts: [String] = [], waves: Waves? = nil,
        fittedOn rows: [Int32]
    ) {
        self.waves = waves
        self.numbers = numbers.map { name, scale in Self.fit(name, scale, table[name], rows) }
        self.texts = texts.compactMap { name in
            table.texts[name].map { column in
                let present = Set(rows.map { column.codes[Int($0)] })
                return Text(
                    name: name,
                    categories: column.names.indices.filter { present.contains(Int32($0)) }.map { column.names[$0] })
            }
        }
    }

    private static func fit(_ name: String, _ scale: Scale, _ column: [Float], _ rows: [Int32]) -> Number {
        let known = rows.lazy.map { column[Int($0)] }.filter { !$0.isNaN }.sorted()
        let middle = known.count / 2
        let median = known.isEmpty ? 0 : known.count % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2
        // Summed in float64: otherwise a column of ten million numbers would lose its last digits.
        var (sum, squares) = (0.0, 0.0)
        let center = Double(Number.scaled(median, scale))
        for row in rows {
            let x = column[Int(row)]
            let offset = x.isNaN ? 0 : Double(Number.scaled(x, scale)) - center
            sum += offset
            squares += offset * offset
        }
        let count = Double(max(1, rows.count))
        let variance = squares / count - (sum / count) * (sum / count)
        // A constant column stays 0.
        let deviation = variance > 1e-12 * max(1, center * center) ? Float(variance.squareRoot()) : 1
        return Number(
            name: name, scale: scale, median: median, mean: Float(center + sum / count), deviation: deviation)
    }

    /// The inputs of some rows of a table.
    ///
    /// - Shapes: N × `width`.
    public func inputs(_ table: Table, rows: [Int32]) -> Tensor {
        let width = width
        return Tensor(
            Buffer(shape: [rows.count, width], settingEach: Float.self) { to in
                guard let first = to.baseAddress else { return }
                write(table, to: first, rows: rows)
            })
    }

    private func write(_ table: Table, to: UnsafeMutablePointer<Float>, rows: [Int32]) {
        for (place, number) in numbers.enumerated() {
            let column = table[number.name]
            for (index, row) in rows.enumerated() { to[index * width + place] = number.standardized(column[Int(row)]) }
        }
        var place = numbers.count
        for text in texts {
            let codes = table.codes(text.name, among: text.categories)
            for (index, row) in rows.enumerated() {
                for category in text.categories.indices {
                    to[index * width + place + category] = codes[Int(row)] == Int32(category) ? 1 : 0
                }
            }
            place += text.categories.count
        }
        if let waves { write(waves, to: to, rows: rows.count, from: place) }
    }

    /// Fills the inputs from `place` on, which are computed from the first ones.
    private func write(_ waves: Waves, to: UnsafeMutablePointer<Float>, rows: Int, from place: Int) {
        for row in 0..<rows {
            let inputs = to + row * width
            for (index, frequency) in waves.frequencies.enumerated() {
                var phase = 0.0
                for (input, factor) in zip(waves.inputs, frequency) { phase += Double(inputs[input] * factor) }
                inputs[place + 2 * index] = Float(sin(2 * Double.pi * phase))
                inputs[place + 2 * index + 1] = Float(cos(2 * Double.pi * phase))
            }
        }
    }
}

extension StreamName {
    /// The frequencies of random Fourier features.
    static let waves = StreamName("waves")
}
