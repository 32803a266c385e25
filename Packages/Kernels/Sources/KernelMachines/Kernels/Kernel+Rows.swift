import Core

extension Kernel {
    /// φ of rows, or the rows themselves.
    ///
    /// - Throws: `FitError` where a feature is not a finite number.
    func features(of points: KernelRows) throws(FitError) -> KernelRows {
        guard let featureMap else { return points }
        switch featureMap.mapped(points) {
        case .success(let rows): return rows
        case .failure(let error): throw .feature(error)
        }
    }

    /// The origin for points: the mean of dense points that are farther from zero than from each other, because
    /// differences of products would lose digits there; otherwise empty. Distances do not change, and neither does a
    /// problem with Σβ = 0 and a linear kernel.
    func center(of points: KernelRows) -> [Float] {
        guard [.rbf, .linear].contains(kind), points.count > 0, case .dense(let buffer) = points.numbers else {
            return []
        }
        let width = points.width
        // Some hundred rows are representative of all.
        let stride = max(1, points.count / 256)
        var (sums, squares, count) = ([Double](repeating: 0, count: width), 0.0, 0.0)
        buffer.withUnsafeNumbers(Float.self) { from in
            for row in Swift.stride(from: 0, to: points.count, by: stride) {
                for column in 0..<width {
                    let value = Double(from[row * width + column])
                    sums[column] += value
                    squares += value * value
                }
                count += 1
            }
        }
        let ofMeans = sums.reduce(0) { $0 + ($1 / count) * ($1 / count) }
        return ofMeans > 0.8 * squares / count ? sums.map { Float($0 / count) } : []
    }
}

extension KernelRows {
    /// The maximum size of rows that become dense because others are: 1 GB.
    private static let mostWidened = 1 << 28

    /// Two kinds of rows in one form: dense and equally wide where one of them is dense and both fit into memory,
    /// otherwise sparse.
    static func aligned(_ a: KernelRows, _ b: KernelRows) -> (KernelRows, KernelRows) {
        switch (a.numbers, b.numbers) {
        case (.dense, .dense) where a.width == b.width: return (a, b)
        case (.dense, .dense), (.dense, .sparse), (.sparse, .dense):
            let width = max(a.width, b.width)
            if let a = a.widened(to: width), let b = b.widened(to: width) { return (a, b) }
            return (a.sparse, b.sparse)
        default: return (a, b)
        }
    }

    /// The rows in dense form; nil where they would become too large.
    private func widened(to width: Int) -> KernelRows? {
        if case .dense = numbers, self.width == width { return self }
        return count * width <= Self.mostWidened ? dense(width: width) : nil
    }

    /// Sparse rows without their columns from `width` on; others as they are.
    func narrowed(to width: Int) -> KernelRows {
        guard width < self.width, case .sparse(let all) = numbers else { return self }
        var kept = Sparse()
        for number in 0..<count {
            for place in all.places(of: number) where all.columns[place] < width {
                kept.columns.append(all.columns[place])
                kept.values.append(all.values[place])
            }
            kept.starts.append(Int64(kept.values.count))
        }
        guard let exact else { return KernelRows(kept, width: width) }
        let numbers = all.columns.indices.filter { all.columns[$0] < width }.map { exact[$0] }
        return KernelRows(starts: kept.starts, columns: kept.columns, exact: numbers, width: width)
    }

    /// The rows in dense form, with `width` columns: further ones are left out.
    func dense(width: Int) -> KernelRows {
        if let exact { return KernelRows(denseRows(exact, width: width), width: width, areFew: areFew) }
        var all = [Float](repeating: 0, count: count * width)
        switch numbers {
        case .dense(let rows), .kernelValues(let rows, _):
            rows.withUnsafeNumbers(Float.self) { from in
                for number in 0..<count {
                    for column in 0..<min(self.width, width) {
                        all[number * width + column] = from[number * self.width + column]
                    }
                }
            }
        case .sparse(let rows):
            for number in 0..<count {
                for place in rows.places(of: number) where rows.columns[place] < width {
                    all[number * width + Int(rows.columns[place])] = rows.values[place]
                }
            }
        }
        return KernelRows(Tensor(all, shape: [count, width]).buffer)
    }

    /// The stored numbers of all rows in dense form, with `width` columns.
    private func denseRows(_ stored: [Double], width: Int) -> [Double] {
        var all = [Double](repeating: 0, count: count * width)
        for number in 0..<count {
            switch numbers {
            case .dense, .kernelValues:
                for column in 0..<min(self.width, width) {
                    all[number * width + column] = stored[number * self.width + column]
                }
            case .sparse(let rows):
                for place in rows.places(of: number) where rows.columns[place] < width {
                    all[number * width + Int(rows.columns[place])] = stored[place]
                }
            }
        }
        return all
    }

    /// The rows without their zeros.
    public var sparse: KernelRows {
        guard case .dense(let buffer) = numbers else { return self }
        var rows = Sparse()
        var numbers: [Double] = []
        buffer.withUnsafeNumbers(Float.self) { from in
            for number in 0..<count {
                for column in 0..<width where from[number * width + column] != 0 {
                    rows.columns.append(Int32(column))
                    rows.values.append(from[number * width + column])
                    if let exact { numbers.append(exact[number * width + column]) }
                }
                rows.starts.append(Int64(rows.values.count))
            }
        }
        guard exact != nil else { return KernelRows(rows, width: width) }
        return KernelRows(starts: rows.starts, columns: rows.columns, exact: numbers, width: width)
    }
}
