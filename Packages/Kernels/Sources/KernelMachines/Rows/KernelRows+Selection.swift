import Core

extension KernelRows {
    /// The rows with these numbers, in this order.
    public func selecting(_ chosen: some Collection<Int>) -> KernelRows {
        switch numbers {
        case .dense(let rows):
            return KernelRows(Self.gathered(rows, chosen), exact: gatheredExact(chosen), areFew: areFew)
        case .kernelValues(let values, let places):
            return KernelRows(kernelValues: Self.gathered(values, chosen), places: chosen.map { places[$0] })
        case .sparse(let rows):
            var kept = Sparse()
            for number in chosen {
                let places = rows.places(of: number)
                kept.columns += rows.columns[places]
                kept.values += rows.values[places]
                kept.starts.append(Int64(kept.values.count))
            }
            return KernelRows(kept, exact: gatheredExact(chosen), width: width)
        }
    }

    private func gatheredExact(_ chosen: some Collection<Int>) -> [Double]? {
        exact.map { exact in chosen.flatMap { exact[places(of: $0)] } }
    }

    /// Given kernel values of these rows with the known points in `others`, N × M row by row.
    func gatherValues(with others: KernelRows, into result: Buffer) {
        guard case .kernelValues(let values, _) = numbers, case .kernelValues(_, let places) = others.numbers else {
            Contract.fail("kernelMatrix", "given kernel values on only one side")
        }
        checkPlaces(places)
        let (from, to) = (values.rowMajor(Float.self), result.stored(Float.self))
        for row in 0..<count {
            for (column, place) in places.enumerated() {
                to[row * places.count + column] = place < 0 ? 0 : from[row * width + Int(place)]
            }
        }
    }

    /// Whether all of these known points have a value in every row.
    func checkPlaces(_ places: [Int32]) {
        Contract.require(
            places.allSatisfy { $0 < width }, "KernelRows",
            "place \(places.max() ?? -1) in rows of \(width) given kernel values")
    }

    /// Whether the kernel of two kinds of rows is defined: given values need given values.
    static func check(_ a: KernelRows, _ b: KernelRows, _ function: KernelFunction) {
        let areGiven = [a, b].map { rows in if case .kernelValues = rows.numbers { true } else { false } }
        Contract.require(
            areGiven.allSatisfy { $0 == (function == .precomputed) }, "kernelMatrix",
            "\(function) of rows of which \(areGiven.count { $0 }) of 2 are given kernel values")
    }

    /// All rows of several parts of one kind, one part after the other.
    public static func joined(_ parts: [KernelRows]) -> KernelRows {
        guard let first = parts.first, parts.count > 1 else { return parts.first ?? KernelRows(Sparse(), width: 0) }
        switch first.numbers {
        case .dense:
            return KernelRows(stacked(parts), exact: joinedExact(parts), areFew: parts.allSatisfy(\.areFew))
        case .kernelValues:
            let places = parts.flatMap { part in
                if case .kernelValues(_, let places) = part.numbers { places } else { [Int32]() }
            }
            return KernelRows(kernelValues: stacked(parts), places: places)
        case .sparse:
            var all = Sparse()
            for case .sparse(let rows) in parts.map(\.numbers) {
                let start = Int64(all.values.count)
                all.starts += rows.starts.dropFirst().map { $0 + start }
                all.columns += rows.columns
                all.values += rows.values
            }
            return KernelRows(all, exact: joinedExact(parts), width: parts.map(\.width).max() ?? 0)
        }
    }

    private static func joinedExact(_ parts: [KernelRows]) -> [Double]? {
        parts.allSatisfy { $0.exact != nil } ? parts.flatMap { $0.exact ?? [] } : nil
    }

    private static func stacked(_ parts: [KernelRows]) -> Buffer {
        let width = parts[0].width
        let result = Buffer(shape: [parts.reduce(0) { $0 + $1.count }, width], type: .float32)
        var to = result.stored(Float.self)
        for part in parts {
            switch part.numbers {
            case .dense(let rows), .kernelValues(let rows, _):
                Contract.require(part.width == width, "KernelRows", "rows of \(part.width) and rows of \(width)")
                to.update(from: rows.rowMajor(Float.self), count: rows.count)
                to += rows.count
            case .sparse: Contract.fail("KernelRows", "one part is dense and another sparse")
            }
        }
        return result
    }

    /// Dense rows relative to a center; others without change. Distances do not change, and are computed more exactly
    /// where rows are far from zero.
    ///
    /// - Shapes: D.
    public func centered(on center: [Float]) -> KernelRows {
        guard case .dense(let rows) = numbers, center.count == width else { return self }
        let result = Buffer(shape: rows.shape, type: .float32)
        let (from, to) = (rows.rowMajor(Float.self), result.stored(Float.self))
        for row in 0..<count {
            for column in 0..<width { to[row * width + column] = from[row * width + column] - center[column] }
        }
        let differences = exact.map { $0.enumerated().map { $1 - Double(center[$0 % width]) } }
        return KernelRows(result, exact: differences, areFew: areFew)
    }

    private static func gathered(_ rows: Buffer, _ chosen: some Collection<Int>) -> Buffer {
        let width = rows.shape[1]
        let result = Buffer(shape: [chosen.count, width], type: .float32)
        let (from, to) = (rows.rowMajor(Float.self), result.stored(Float.self))
        for (place, number) in chosen.enumerated() {
            (to + place * width).update(from: from + number * width, count: width)
        }
        return result
    }
}
