extension ReferenceEngine {
    /// The position of a maximum without a cell: all cells are rectified to 0.
    private static let noPosition: UInt8 = 255

    public func maxPool2D(_ input: Buffer, geometry: PoolingGeometry) -> (output: Buffer, positions: PoolingPositions) {
        inPrecision(
            of: input.type, "maxPool2D",
            float32: { maxPool(input, geometry, as: Float.self) },
            float64: { maxPool(input, geometry, as: Double.self) })
    }

    private func maxPool<Scalar: ReferenceScalar>(
        _ input: Buffer, _ geometry: PoolingGeometry, as type: Scalar.Type
    ) -> (output: Buffer, positions: PoolingPositions) {
        let result = Buffer(shape: geometry.output, type: input.type)
        let positions = PoolingPositions(byteCount: result.count)
        let (x, best) = (input.rowMajor(type), result.rowMajor(type))
        best.update(repeating: geometry.rectifies ? 0 : -.infinity, count: result.count)
        positions.bytes.update(repeating: Self.noPosition, count: result.count)
        forEachWindowCell(of: geometry) { output, input, position in
            if x[input] > best[output] || x[input].isNaN {
                best[output] = x[input]
                positions.bytes[output] = position
            }
        }
        return (result, positions)
    }

    public func maxPool2DGradient(
        _ gradient: Buffer, positions: PoolingPositions, geometry: PoolingGeometry
    ) -> Buffer {
        inPrecision(
            of: gradient.type, "maxPool2DGradient",
            float32: { maxPoolGradient(gradient, positions, geometry, as: Float.self) },
            float64: { maxPoolGradient(gradient, positions, geometry, as: Double.self) })
    }

    private func maxPoolGradient<Scalar: ReferenceScalar>(
        _ gradient: Buffer, _ positions: PoolingPositions, _ geometry: PoolingGeometry, as type: Scalar.Type
    ) -> Buffer {
        let d = gradient.rowMajor(type)
        let sums = ReferenceSums(count: geometry.input.elementCount)
        forEachWindowCell(of: geometry) { output, input, position in
            if positions.bytes[output] == position { sums[input] += Double(d[output]) }
        }
        return sums.rounded(to: geometry.input, as: type)
    }

    /// Calls `body` for every output cell and every cell of the input that its window covers, padding left out.
    @inline(__always)
    private func forEachWindowCell(
        of geometry: PoolingGeometry, _ body: (_ output: Int, _ input: Int, _ position: UInt8) -> Void
    ) {
        let (height, width) = (geometry.input[2], geometry.input[3])
        let shape = geometry.output
        var output = 0
        for plane in 0..<shape[0] * shape[1] {
            for row in 0..<shape[2] {
                for column in 0..<shape[3] {
                    for i in 0..<geometry.kernelSize.height {
                        let h = row * geometry.stride.height - geometry.padding.height + i
                        if h < 0 || h >= height { continue }
                        for j in 0..<geometry.kernelSize.width {
                            let w = column * geometry.stride.width - geometry.padding.width + j
                            if w < 0 || w >= width { continue }
                            body(output, (plane * height + h) * width + w, UInt8(i * geometry.kernelSize.width + j))
                        }
                    }
                    output += 1
                }
            }
        }
    }

    // MARK: Adaptive average

    public func averagePool2D(_ input: Buffer, to size: Size2D) -> Buffer {
        inPrecision(
            of: input.type, "averagePool2D",
            float32: { averagePool(input, size, as: Float.self) },
            float64: { averagePool(input, size, as: Double.self) })
    }

    private func averagePool<Scalar: ReferenceScalar>(
        _ input: Buffer, _ size: Size2D, as type: Scalar.Type
    ) -> Buffer {
        let x = input.rowMajor(type)
        let shape = [input.shape[0], input.shape[1], size.height, size.width]
        let sums = ReferenceSums(count: shape.elementCount)
        forEachMeanTerm(from: input.shape, to: size) { output, input, cells in
            sums[output] += Double(x[input]) / Double(cells)
        }
        return sums.rounded(to: shape, as: type)
    }

    public func averagePool2DGradient(_ gradient: Buffer, inputShape: Shape) -> Buffer {
        inPrecision(
            of: gradient.type, "averagePool2DGradient",
            float32: { averagePoolGradient(gradient, inputShape, as: Float.self) },
            float64: { averagePoolGradient(gradient, inputShape, as: Double.self) })
    }

    private func averagePoolGradient<Scalar: ReferenceScalar>(
        _ gradient: Buffer, _ inputShape: Shape, as type: Scalar.Type
    ) -> Buffer {
        let d = gradient.rowMajor(type)
        let sums = ReferenceSums(count: inputShape.elementCount)
        forEachMeanTerm(from: inputShape, to: Size2D(gradient.shape[2], gradient.shape[3])) { output, input, cells in
            sums[input] += Double(d[output]) / Double(cells)
        }
        return sums.rounded(to: inputShape, as: type)
    }

    /// Calls `body` for every output cell and every cell of its window, with the number of the window's cells.
    @inline(__always)
    private func forEachMeanTerm(
        from shape: Shape, to size: Size2D, _ body: (_ output: Int, _ input: Int, _ cells: Int) -> Void
    ) {
        let (height, width) = (shape[2], shape[3])
        var output = 0
        for plane in 0..<shape[0] * shape[1] {
            for row in 0..<size.height {
                let rows = adaptiveWindow(row, of: size.height, over: height)
                for column in 0..<size.width {
                    let columns = adaptiveWindow(column, of: size.width, over: width)
                    for h in rows {
                        for w in columns {
                            body(output, (plane * height + h) * width + w, rows.count * columns.count)
                        }
                    }
                    output += 1
                }
            }
        }
    }

    /// ⌊i extent / count⌋ ..< ⌈(i + 1) extent / count⌉
    private func adaptiveWindow(_ i: Int, of count: Int, over extent: Int) -> Range<Int> {
        i * extent / count..<((i + 1) * extent + count - 1) / count
    }
}
