import COneDNN
import Foundations

extension OneDNNEngine {
    /// result = a bᵀ by oneDNN's plain routine: unlike `matmul`, several threads may call it at once.
    ///
    /// - Shapes: a M × K, b N × K, result M × N; all float32.
    package static func multiply(_ a: Buffer, transposed b: Buffer, into result: Buffer) {
        let (rows, columns, inner) = (Int64(a.shape[0]), Int64(b.shape[0]), Int64(a.shape[1]))
        guard inner > 0 else { return result.stored(Float.self).update(repeating: 0, count: result.count) }
        let (ofA, ofB) = (a.rowMajorMemory, b.rowMajorMemory)
        let status = dnnl_sgemm(
            Int8(UInt8(ascii: "N")), Int8(UInt8(ascii: "T")), rows, columns, inner, 1, ofA.floats, inner, ofB.floats,
            inner, 0, result.stored(Float.self), columns)
        withExtendedLifetime((ofA, ofB, result)) {}
        Contract.require(status == dnnl_success, "multiply", "\(a.shape) by \(b.shape) is refused by oneDNN")
    }
}
