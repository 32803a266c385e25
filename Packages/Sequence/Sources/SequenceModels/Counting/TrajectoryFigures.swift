import Core

/// A network's states drawn as paths: they show where in state space it counts.
extension CountingFigures {
    /// Which of a network's states is drawn.
    public enum StateKind: String, Sendable {
        case hidden, cell

        func rows(of reading: CountingReading) -> [[Double]] { self == .hidden ? reading.hidden : reading.cells }
        var letter: String { self == .hidden ? "h" : "c" }
    }

    /// The states along some strings in the plane of the two units that move most, colored by the symbol just read.
    ///
    /// - Parameters:
    ///   - readings: a path for each.
    ///   - kind: hidden states or, of an LSTM, cell states.
    ///   - boundaries: where two symbols are equally probable, drawn among hidden states.
    public func plane(
        _ readings: [CountingReading], _ kind: StateKind, boundaries: [DecisionBoundary] = []
    ) -> ScatterPlot {
        let axes = Self.liveliest(2, kind, readings)
        var plot = plane(readings, kind, axes: axes, title: stateTitle(kind, readings))
        if kind == .hidden { plot.lines += boundaryLines(boundaries, readings, axes: axes) }
        return plot
    }

    func plane(
        _ readings: [CountingReading], _ kind: StateKind, axes: [Int?], title: String,
        range: ClosedRange<Double>? = nil,
        isSmall: Bool = false
    ) -> ScatterPlot {
        var groups = language.symbols.map { ScatterPlot.Group(isSmall ? "" : "after \($0)", xs: [], ys: []) }
        var lines: [ScatterPlot.Line] = []
        for (number, reading) in readings.enumerated() {
            let (xs, ys) = (Self.values(axes[0], kind, reading), Self.values(axes[1], kind, reading))
            let isLast = number == readings.count - 1
            for (phase, range) in phases(reading).enumerated() {
                // A segment belongs to the symbol that moved the state along it.
                let path = max(0, range.lowerBound - 1)..<range.upperBound
                lines.append(
                    .init(
                        xs: Array(xs[path]), ys: Array(ys[path]), color: Palette.color(phase).withAlpha(0.55),
                        width: 1.3))
                groups[phase].xs += xs[range]
                groups[phase].ys += ys[range]
                groups[phase].labels += range.map { place in
                    let isEnd = place == range.lowerBound || place == range.upperBound - 1
                    return isLast && isEnd && !isSmall ? label(phase, place - range.lowerBound + 1) : ""
                }
            }
        }
        return ScatterPlot(
            title, x: Axis(isSmall ? "" : name(axes[0], kind), range: axes[0] == nil ? nil : range),
            y: Axis(isSmall ? "" : name(axes[1], kind), range: range), groups: groups, lines: lines,
            size: isSmall ? Size(300, 300) : Size(Theme.width, 620))
    }

    /// The states along some strings in the space of the three units that move most; of two units and time where there
    /// are fewer than three.
    public func space(_ readings: [CountingReading], _ kind: StateKind) -> Trajectory3D {
        let axes = Self.liveliest(3, kind, readings)
        let paths = readings.enumerated().map { number, reading in
            let labels = phases(reading).enumerated().flatMap { phase, range in
                range.map { place in
                    let isEnd = place == range.lowerBound || place == range.upperBound - 1
                    return number == readings.count - 1 && isEnd ? label(phase, place - range.lowerBound + 1) : ""
                }
            }
            return Trajectory3D.Path(
                xs: Self.values(axes[0], kind, reading), ys: Self.values(axes[1], kind, reading),
                zs: Self.values(axes[2], kind, reading), groups: reading.string.symbols.map(Int.init), labels: labels)
        }
        return Trajectory3D(
            stateTitle(kind, readings), x: Axis(name(axes[0], kind)), y: Axis(name(axes[1], kind)),
            z: Axis(name(axes[2], kind)), paths: paths, groupNames: language.symbols.map { "after \($0)" })
    }

    /// A moment of a training: the epoch, the squared error then, and some strings as the network read them.
    public typealias Frame = (epoch: Int, squaredError: Double, readings: [CountingReading])

    /// The hidden states at several moments of a training, side by side on the same axes.
    public func filmStrip(_ frames: [Frame], columns: Int = 4) -> some Figure {
        let axes = Self.liveliest(2, .hidden, frames.last?.readings ?? [])
        let figures = frames.map { frame in
            plane(
                frame.readings, .hidden, axes: axes,
                title: "epoch \(frame.epoch), error \(NumberFormat.fixed(3).text(frame.squaredError))",
                range: -1.08...1.08,
                isSmall: true)
        }
        return Panels(
            figures,
            title: "\(title): hidden state while it learns, \(name(axes[0], .hidden)) by \(name(axes[1], .hidden))",
            columns: columns, width: 300 * Double(columns))
    }

    private func stateTitle(_ kind: StateKind, _ readings: [CountingReading]) -> String {
        let ns = readings.map { String($0.string.n) }.joined(separator: ", ")
        return "\(title): \(kind.rawValue) state, n = \(ns)"
    }

    /// The range of each symbol's run in a string.
    private func phases(_ reading: CountingReading) -> [Range<Int>] {
        var start = 0
        return language.repeats.map { repeats in
            defer { start += repeats * reading.string.n }
            return start..<(start + repeats * reading.string.n)
        }
    }

    private func label(_ phase: Int, _ place: Int) -> String { language.symbols[phase] + Self.lowered(place) }

    private func name(_ unit: Int?, _ kind: StateKind) -> String {
        unit.map { "\(kind.letter)\(Self.lowered($0 + 1))" } ?? "symbols read"
    }

    static func values(_ unit: Int?, _ kind: StateKind, _ reading: CountingReading) -> [Double] {
        guard let unit else { return reading.string.symbols.indices.map { Double($0 + 1) } }
        return kind.rows(of: reading).map { $0[unit] }
    }

    /// The units that together explain most of the movement: each next one has the largest variance that the units
    /// before it do not explain (Gram–Schmidt with pivoting). Nil, which means time, fills the rest.
    static func liveliest(_ count: Int, _ kind: StateKind, _ readings: [CountingReading]) -> [Int?] {
        let rows = readings.flatMap(kind.rows)
        func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        var columns = (0..<(rows.first?.count ?? 0)).map { unit in
            let column = rows.map { $0[unit] }
            let mean = column.reduce(0, +) / Double(column.count)
            return column.map { $0 - mean }
        }
        var chosen: [Int] = []
        while chosen.count < min(count, columns.count) {
            let left = columns.indices.filter { !chosen.contains($0) }
            guard
                let best = left.max(by: { product(columns[$0], columns[$0]) < product(columns[$1], columns[$1]) })
            else { break }
            chosen.append(best)
            let (direction, length) = (columns[best], product(columns[best], columns[best]))
            for unit in left where unit != best && length > 0 {
                let share = product(columns[unit], direction) / length
                columns[unit] = zip(columns[unit], direction).map { $0 - share * $1 }
            }
        }
        return [Int?](repeating: nil, count: max(0, count - chosen.count)) + chosen.sorted().map { $0 }
    }
}
