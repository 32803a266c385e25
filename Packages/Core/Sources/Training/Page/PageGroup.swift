import Foundations

/// Trainings that differ only in their seed: a run with `--runs`, or several runs with the same settings.
struct PageGroup {
    /// The numbers of one seed.
    struct Value {
        let seed: String
        let numbers: [String: Double]
    }

    /// Mean and deviation of the finite values.
    struct Statistics {
        let mean, deviation: Double
        let count: Int
        /// Whether every seed has a finite value.
        let isWhole: Bool

        /// With as many decimals as values have, where these show anything.
        func deviationText(_ metric: Metric) -> String {
            if metric.isFraction { return Readable.decimal(deviation * 100) + " %" }
            return (0.000_05..<1e6).contains(deviation)
                ? Readable.decimal(deviation, places: 4) : Readable.loss(deviation)
        }
    }

    let title: String
    let values: [Value]

    func statistics(_ metric: Metric) -> Statistics? {
        let known = values.compactMap { $0.numbers[metric.name] }.filter(\.isFinite)
        guard known.count > 1 else { return nil }
        let statistics = SampleStatistics(known)
        return Statistics(
            mean: statistics.mean, deviation: statistics.deviation, count: known.count,
            isWhole: known.count == values.count)
    }

    /// The groups in the order of their first runs, also those of a single seed.
    static func all(of layout: RunPageLayout) -> [PageGroup] {
        var order: [String] = []
        var members: [String: [Int]] = [:]
        for place in layout.readable where layout.runs[place].state == .finished {
            let kind = layout.settings.kinds[place]
            if members[kind] == nil { order.append(kind) }
            members[kind, default: []].append(place)
        }
        return order.map { kind in
            let places = members[kind] ?? []
            let values = places.flatMap { Self.values(of: layout.runs[$0]) }
            let names = places.map { layout.names[$0] }
            return PageGroup(title: names.quotedNames(most: 3), values: distinct(values))
        }
    }

    /// The same seed twice is one training.
    private static func distinct(_ values: [Value]) -> [Value] {
        var known: Set<String> = []
        return values.filter { known.insert($0.seed).inserted }
    }

    private static func values(of run: PageRun) -> [Value] {
        if case .array(let rows)? = run.summary["seeds"] {
            return rows.compactMap { row in
                guard case .object(let row) = row, let seed = row["seed"] else { return nil }
                return Value(seed: seed.text, numbers: numbers(of: row))
            }
        }
        return [Value(seed: run.settings["seed"] ?? "?", numbers: numbers(of: run.summary))]
    }

    private static func numbers(of object: JSONObject) -> [String: Double] {
        var numbers: [String: Double] = [:]
        for member in object.members { numbers[member.key] = object.number(member.key) }
        return numbers
    }
}
