import Core

/// The rows of a table that can be used for training, and why others are left out.
struct UsableRows {
    /// For each row the part of the target's values that it belongs to, so that splits have equal parts of each; −1
    /// where it is left out.
    private(set) var strata: [Int32]
    private(set) var leftOut: [DataFacts.LeftOut] = []
    private(set) var notes: [String] = []
    private let table: Table
    private let layout: TableLayout

    /// The rows whose target is known: values in the same tenth count as equal.
    init(_ table: Table, _ layout: TableLayout, _ task: TableTask) {
        (self.table, self.layout) = (table, layout)
        if layout.hasTextTarget {
            strata = table.texts[layout.target]?.codes ?? []
        } else if task == .classes {
            let values = table[layout.target]
            let places = Dictionary(
                uniqueKeysWithValues: Set(values.filter { !$0.isNaN }).sorted().enumerated().map { ($1, Int32($0)) })
            strata = values.map { places[$0] ?? -1 }
        } else {
            strata = StratifiedSplit.strata(of: table[layout.target], count: 10)
        }
        leave(strata.indices.filter { strata[$0] < 0 }, "without a \(layout.target)")
    }

    private mutating func leave(_ rows: [Int], _ reason: String) {
        guard let first = rows.first else { return }
        leftOut.append(
            DataFacts.LeftOut(rows.count, (rows.count == 1 ? "row " : "rows ") + reason, first: "row \(first + 1)"))
    }

    /// Treats rows with a missing feature.
    mutating func requireFeatures(_ missing: HousingData.Missing) {
        for name in layout.numbers {
            let column = table[name]
            let empty = column.indices.filter { column[$0].isNaN && strata[$0] >= 0 }
            guard !empty.isEmpty else { continue }
            switch missing {
            case .median:
                let noun = empty.count == 1 ? "field takes" : "fields take"
                notes.append(
                    "\(Readable.count(empty.count)) missing \(noun) the median of column \(name) (first: row \(empty[0] + 1))"
                )
            case .drop:
                for row in empty { strata[row] = -1 }
                leave(empty, "without a \(name)")
            }
        }
        for name in layout.texts {
            let empty = (table.texts[name]?.codes ?? []).indices.filter { table.texts[name]?.codes[$0] == -1 }
            guard !empty.isEmpty else { continue }
            switch missing {
            case .median:
                notes.append(
                    "\(Readable.count(empty.count, "missing field")) of column \(name) belong to none of its categories"
                )
            case .drop:
                let own = empty.filter { strata[$0] >= 0 }
                for row in own { strata[row] = -1 }
                leave(own, "without a \(name)")
            }
        }
    }

    /// Takes a representative sample.
    mutating func sample(_ rows: Int?, seed: UInt64) {
        let usable = strata.count { $0 >= 0 }
        guard let rows, rows < usable else { return }
        let sample = StratifiedSplit(
            strata: strata, testShare: Double(rows) / Double(usable), seed: seed, stream: .sample)
        for row in sample.training { strata[Int(row)] = -1 }
        notes.append("a sample of \(Readable.count(rows)) of the table's \(Readable.count(usable)) usable rows")
    }
}
