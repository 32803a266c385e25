import Foundations

/// Moving numbers without computing: the same for every engine, over row-major memory and mostly by bytes.
extension ComputeEngine {
    public func concatenate(_ parts: [Buffer], axis: Int) -> Buffer {
        Contract.require(!parts.isEmpty, "concatenate", "no parts, expected at least one")
        let type = parts[0].type
        var shape = parts[0].shape
        shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
        let result = Buffer(shape: shape, type: type)
        let outer = shape[..<axis].reduce(1, *)
        let rowBytes = shape[axis...].reduce(type.size, *)
        let to = result.memory.address
        var start = 0
        for part in parts {
            Contract.require(part.type == type, "concatenate", "parts of \(type) and \(part.type), expected one type")
            let partBytes = part.shape[axis...].reduce(type.size, *)
            let from = part.rowMajorMemory.address
            for row in 0..<outer {
                (to + row * rowBytes + start).copyMemory(from: from + row * partBytes, byteCount: partBytes)
            }
            start += partBytes
        }
        return result
    }

    public func slice(_ x: Buffer, axis: Int, range: Range<Int>) -> Buffer {
        Contract.require(
            0 <= range.lowerBound && range.upperBound <= x.shape[axis], "slice",
            "\(range) of axis \(axis) of shape \(x.shape), expected a range within the axis")
        var shape = x.shape
        shape[axis] = range.count
        let result = Buffer(shape: shape, type: x.type)
        let outer = shape[..<axis].reduce(1, *)
        let cellBytes = shape[(axis + 1)...].reduce(x.type.size, *)
        let rowBytes = x.shape[axis] * cellBytes
        let sliceBytes = range.count * cellBytes
        let from = x.rowMajorMemory.address + range.lowerBound * cellBytes
        let to = result.memory.address
        for row in 0..<outer {
            (to + row * sliceBytes).copyMemory(from: from + row * rowBytes, byteCount: sliceBytes)
        }
        return result
    }

    public func gather(_ table: Buffer, indices: Buffer) -> Buffer {
        let rowShape = Shape(table.shape.dropFirst())
        let rowBytes = rowShape.reduce(table.type.size, *)
        let result = Buffer(shape: indices.shape + rowShape, type: table.type)
        let rows = ParallelInput(checkedRows(indices, of: table.shape[0], "gather"))
        let (from, to) = (ParallelInput(table.rowMajorMemory.bytes), ParallelOutput(result.memory.bytes))
        Parallel.ranges(indices.count, grain: Parallel.elementGrain * table.type.size / max(1, rowBytes)) { range in
            for i in range { (to + i * rowBytes).update(from: from + Int(rows[i]) * rowBytes, count: rowBytes) }
        }
        return result
    }

    public func scatterAdd(_ gradient: Buffer, indices: Buffer, count: Int) -> Buffer {
        switch gradient.type {
        case .float32: scatterAdd(gradient, indices: indices, count: count, as: Float.self)
        case .float64: scatterAdd(gradient, indices: indices, count: count, as: Double.self)
        case .int32: Contract.fail("scatterAdd", "gradient of int32, expected float32 or float64")
        }
    }

    private func scatterAdd<Scalar: TensorScalar>(
        _ gradient: Buffer, indices: Buffer, count: Int, as type: Scalar.Type
    ) -> Buffer {
        let rowShape = Shape(gradient.shape.dropFirst(indices.shape.count))
        let columns = rowShape.elementCount
        let result = Buffer(shape: [count] + rowShape, type: gradient.type)
        let from = gradient.rowMajor(type)
        let rows = checkedRows(indices, of: count, "scatterAdd")
        let to = result.rowMajor(type)
        to.update(repeating: 0, count: result.count)
        for i in 0..<indices.count {
            let (source, sum) = (from + i * columns, to + Int(rows[i]) * columns)
            for j in 0..<columns { sum[j] += source[j] }
        }
        return result
    }

    /// An index outside the table would access other memory, so it is checked even here.
    func checkedRows(_ indices: Buffer, of count: Int, _ operation: StaticString) -> UnsafePointer<Int32> {
        let rows = indices.rowMajor(Int32.self)
        for i in 0..<indices.count where !(0..<count).contains(Int(rows[i])) {
            Contract.fail(operation, "row \(rows[i]), expected one in 0 ..< \(count)")
        }
        return UnsafePointer(rows)
    }
}
