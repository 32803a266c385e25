import Core

// A network's states and predictions along a string, as numbers: a row for each symbol.

extension CountingReading {
    /// A quantity along a string.
    typealias Column = (name: String, values: [Double])

    /// The letters of a cell's gates, in the order of `gates`: an LSTM's input, forget, candidate and output, a GRU's
    /// reset, update and candidate.
    private var gateLetters: [String] {
        guard let width = hidden.first?.count, let count = gates.first?.count, width > 0 else { return [] }
        return count == 4 * width ? ["i", "f", "g", "o"] : ["r", "z", "n"]
    }

    /// Hidden activations h1 …, cell states c1 …, gates such as i1 …, and the probability of each symbol.
    func columns(_ symbols: [String]) -> [Column] {
        func numbered(_ letter: String, _ rows: [[Double]], from start: Int, _ count: Int) -> [Column] {
            (0..<count).map { unit in ("\(letter)\(unit + 1)", rows.map { $0[start + unit] }) }
        }
        let width = hidden.first?.count ?? 0
        var columns = numbered("h", hidden, from: 0, width)
        if !cells.isEmpty { columns += numbered("c", cells, from: 0, width) }
        for (gate, letter) in gateLetters.enumerated() { columns += numbered(letter, gates, from: gate * width, width) }
        return columns
            + symbols.enumerated().map { number, symbol in ("P(\(symbol))", probabilities.map { $0[number] }) }
    }

    /// The numbers as CSV: position, symbol, the next one, whether the language determines it, states, gates,
    /// probabilities, and the squared error.
    func csv(_ symbols: [String]) -> String {
        let (columns, errors, next) = (columns(symbols), squaredErrors, string.next)
        var text = CSVTable.line(
            ["position", "read", "next", "determined"] + columns.map(\.name) + ["squared_error"])
        for place in 0..<string.count {
            text += CSVTable.line(
                [
                    "\(place + 1)", symbols[Int(string.symbols[place])], symbols[Int(next[place])],
                    string.determined.contains(place) ? "1" : "0",
                ] + columns.map { "\(Float($0.values[place]))" } + ["\(Float(errors[place]))"])
        }
        return text
    }

    /// The same numbers for a page: a slider over them, which color the string.
    func live(_ symbols: [String]) -> LiveStrips {
        let next = string.next
        return LiveStrips(
            tokens: string.symbols.map { symbols[Int($0)] },
            units: columns(symbols).map { column in
                LiveStrips.Unit(column.name, column.values, range: column.name.hasPrefix("P(") ? 0...1 : nil)
            },
            notes: (0..<string.count).map { place in
                let guess = predicted[place]
                let chance = Readable.percent(probabilities[place][guess], places: 0)
                let verdict = string.determined.contains(place) ? (isRight[place] ? ", right" : ", wrong") : ""
                return "predicts \(symbols[guess]) (\(chance))\(verdict), then comes \(symbols[Int(next[place])])"
            })
    }

    /// The same numbers as JSON, an object for each symbol.
    func json(_ symbols: [String]) -> JSONValue {
        let (columns, next) = (columns(symbols), string.next)
        return .array(
            (0..<string.count).map { place in
                var row: JSONObject = [
                    "position": .integer(place + 1), "read": .string(symbols[Int(string.symbols[place])]),
                    "next": .string(symbols[Int(next[place])]),
                    "determined": .bool(string.determined.contains(place)),
                ]
                for column in columns { row[column.name] = .number(column.values[place]) }
                return .object(row)
            })
    }
}
