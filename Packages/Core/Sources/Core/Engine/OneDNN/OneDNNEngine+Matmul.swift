import COneDNN
import CoreLoops

extension OneDNNEngine {
    public func matmul(
        _ a: Buffer, _ b: Buffer, transposingA: Bool, transposingB: Bool, bias: Buffer?, rectifier: Rectifier?
    ) -> Buffer {
        let product = Product(a, b, transposingA: transposingA, transposingB: transposingB)
        let result = Buffer(shape: product.shape, type: .float32)
        // oneDNN divides by extents, so it must not see one of zero: a sum over nothing is zero.
        if result.count == 0 { return result }
        if product.inner == 0 {
            result.stored(Float.self).update(repeating: 0, count: result.count)
            return finished(result, bias: bias, rectifier: rectifier)
        }
        return Parallel.alone(if: product.isSmall) {
            multiplied(a, b, product, bias: bias, rectifier: rectifier, into: result)
        }
    }

    private func multiplied(
        _ a: Buffer, _ b: Buffer, _ product: Product, bias: Buffer?, rectifier: Rectifier?, into result: Buffer
    ) -> Buffer {
        // A single row runs several times faster through the plain routine. A lone product gains nothing from a
        // primitive, which offers fusion, except where B is transposed: there it is a quarter faster.
        let isLone = bias == nil && rectifier == nil && !product.transposingB
        if product.batch == nil && (product.rows == 1 || isLone) {
            multiply(a, b, product, into: result)
            return finished(result, bias: bias, rectifier: rectifier)
        }
        let primitive = matmulPrimitive(product, hasBias: bias != nil, rectifier: rectifier)
        var arguments = [a.rowMajorMemory.address, b.rowMajorMemory.address]
        if let bias { arguments.append(bias.rowMajorMemory.address) }
        arguments.append(result.memory.address)
        run(primitive, arguments)
        return result
    }

    /// The sizes of one product, C of rows × columns from an inner extent, perhaps many times over.
    private struct Product {
        let batch: Int?
        let rows: Int
        let columns: Int
        let inner: Int
        let transposingA: Bool
        let transposingB: Bool

        init(_ a: Buffer, _ b: Buffer, transposingA: Bool, transposingB: Bool) {
            let (aRows, aColumns) = (a.shape[a.shape.count - 2], a.shape[a.shape.count - 1])
            let (bRows, bColumns) = (b.shape[b.shape.count - 2], b.shape[b.shape.count - 1])
            batch = a.shape.count == 3 ? a.shape[0] : nil
            rows = transposingA ? aColumns : aRows
            inner = transposingA ? aRows : aColumns
            columns = transposingB ? bRows : bColumns
            self.transposingA = transposingA
            self.transposingB = transposingB
        }

        var shape: Shape { batch.map { [$0, rows, columns] } ?? [rows, columns] }

        /// Fewer multiplications than two threads gain from: some microseconds of one.
        var isSmall: Bool { (batch ?? 1) * rows * columns * inner < 1 << 17 }

        /// A matrix layout, transposed where the memory holds columns one after the other.
        func layout(_ rows: Int, _ columns: Int, transposed: Bool) -> UnsafeMutablePointer<onednn_layout>? {
            let dims = (batch.map { [$0] } ?? []) + [rows, columns]
            let strides = (batch.map { _ in [rows * columns] } ?? []) + (transposed ? [1, rows] : [columns, 1])
            return onednn_layout_create(Int32(dims.count), dims.map(Int64.init), strides.map { Int64(max(1, $0)) })
        }
    }

    private func multiply(_ a: Buffer, _ b: Buffer, _ product: Product, into result: Buffer) {
        let transpose = Int8(UInt8(ascii: "T"))
        let plain = Int8(UInt8(ascii: "N"))
        let status = dnnl_sgemm(
            product.transposingA ? transpose : plain, product.transposingB ? transpose : plain, Int64(product.rows),
            Int64(product.columns), Int64(product.inner), 1, a.rowMajor(Float.self), Int64(a.shape[1]),
            b.rowMajor(Float.self), Int64(b.shape[1]), 0, result.stored(Float.self), Int64(product.columns))
        Contract.require(status == dnnl_success, "matmul", "\(a.shape) by \(b.shape) is refused by oneDNN")
    }

    /// Adds a bias and rectifies in place.
    private func finished(_ result: Buffer, bias: Buffer?, rectifier: Rectifier?) -> Buffer {
        var result = result
        if let bias { result = binary(.add, result, bias) }
        if let rectifier { result = unary(rectifier.operation, result) }
        return result
    }

    private func matmulPrimitive(_ product: Product, hasBias: Bool, rectifier: Rectifier?) -> OneDNNPrimitive {
        let key = PrimitiveKey.matmul(
            batch: product.batch ?? 0, rows: product.rows, columns: product.columns, inner: product.inner,
            transposingA: product.transposingA, transposingB: product.transposingB, hasBias: hasBias,
            slope: rectifier?.slope)
        return primitive(for: key) {
            let a = product.layout(product.rows, product.inner, transposed: product.transposingA)
            let b = product.layout(product.inner, product.columns, transposed: product.transposingB)
            let c = product.layout(product.rows, product.columns, transposed: false)
            let biasDims = (product.batch.map { _ in [Int64(1)] } ?? []) + [1, Int64(product.columns)]
            let biasStrides = biasDims.map { _ in Int64(product.columns) }.dropLast() + [1]
            let bias = hasBias ? onednn_layout_create(Int32(biasDims.count), biasDims, Array(biasStrides)) : nil
            defer { [a, b, c, bias].forEach(onednn_layout_free) }
            return onednn_matmul_create(processor, a, b, bias, c, onednn_rectifier(rectifier)).map {
                OneDNNPrimitive($0)
            }
        }
    }
}
