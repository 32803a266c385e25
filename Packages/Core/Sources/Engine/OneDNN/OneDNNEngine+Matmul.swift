import COneDNN
import CoreLoops
import Foundations

extension OneDNNEngine {
    public func matmul(
        _ a: Buffer, _ b: Buffer, transposingA: Bool, transposingB: Bool, bias: Buffer?, rectifier: Rectifier?
    ) -> Buffer {
        let product = MatrixProduct(a, b, transposingA: transposingA, transposingB: transposingB)
        let result = Buffer(shape: product.shape, type: .float32)
        // oneDNN divides by extents, so an extent must not be zero: a sum without terms is zero.
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
        _ a: Buffer, _ b: Buffer, _ product: MatrixProduct, bias: Buffer?, rectifier: Rectifier?, into result: Buffer
    ) -> Buffer {
        // A single row runs several times faster through the plain routine. A product without fusion is not faster as a
        // primitive, except where B is transposed: there it is a quarter faster.
        let isLone = bias == nil && rectifier == nil && !product.transposingB
        if product.batch == nil && (product.rows == 1 || isLone) {
            multiply(a, b, product, into: result)
            return finished(result, bias: bias, rectifier: rectifier)
        }
        let primitive = matmulPrimitive(product, hasBias: bias != nil, rectifier: rectifier)
        var arguments = [a.rowMajorMemory, b.rowMajorMemory]
        if let bias { arguments.append(bias.rowMajorMemory) }
        arguments.append(result.memory)
        run(primitive, arguments)
        return result
    }

    private func multiply(_ a: Buffer, _ b: Buffer, _ product: MatrixProduct, into result: Buffer) {
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

    func matmulPrimitive(
        _ product: MatrixProduct, hasBias: Bool = false, rectifier: Rectifier? = nil
    ) -> OneDNNPrimitive {
        primitive(for: .matmul(product, hasBias: hasBias, slope: rectifier?.slope)) {
            let layouts = product.makeLayouts()
            let biasDims = (product.batch.map { _ in [Int64(1)] } ?? []) + [1, Int64(product.columns)]
            let biasStrides = biasDims.map { _ in Int64(product.columns) }.dropLast() + [1]
            let bias = hasBias ? onednn_layout_create(Int32(biasDims.count), biasDims, Array(biasStrides)) : nil
            defer { (layouts + [bias]).forEach(onednn_layout_free) }
            let rectifier = onednn_rectifier(rectifier)
            return onednn_matmul_create(processor, layouts[0], layouts[1], bias, layouts[2], rectifier).map {
                OneDNNPrimitive($0)
            }
        }
    }
}
