import COneDNN
import Foundations

/// One compiled operation of oneDNN with the layouts of its arguments.
// Sendable although unchecked: it runs, and its addresses are set, only under the engine's lock.
final class OneDNNPrimitive: @unchecked Sendable {
    private let handle: UnsafeMutablePointer<onednn_primitive>
    private var addresses: [UnsafeMutableRawPointer?]
    /// The memory that the operation works in, in bytes. It comes from the pool: oneDNN's own belongs to the thread that
    /// compiled the operation, and another one may run it.
    private let scratchSize: Int

    /// The layouts of the requested arguments, in that order.
    let layouts: [OneDNNLayout]

    /// Takes ownership of `handle`; `arguments` are oneDNN's numbers of the arguments whose layouts are requested.
    init(
        _ handle: UnsafeMutablePointer<onednn_primitive>, arguments: [(number: Int32, shape: Shape)] = [],
        intern: (OneDNNLayout) -> OneDNNLayout = { $0 }
    ) {
        self.handle = handle
        addresses = Array(repeating: nil, count: Int(handle.pointee.count))
        scratchSize = handle.pointee.scratch_size
        layouts = arguments.compactMap { number, shape in
            onednn_primitive_layout(handle, number).map { intern(OneDNNLayout($0, shape: shape)) }
        }
        Contract.require(layouts.count == arguments.count, "oneDNN", "does not report its layouts")
    }

    deinit { onednn_primitive_free(handle) }

    /// Runs on these memories, in the order of the operation's compilation.
    func run(on stream: dnnl_stream_t, _ memories: [Memory]) {
        for (index, memory) in memories.enumerated() { addresses[index] = memory.address }
        let scratch = scratchSize > 0 ? Memory(byteCount: scratchSize) : nil
        if let scratch { addresses[addresses.count - 1] = scratch.address }
        // The last to hold an argument may be the array.
        let hasRun = withExtendedLifetime((memories, scratch)) { onednn_primitive_run(handle, stream, addresses) }
        Contract.require(hasRun, "oneDNN", "could not run an operation")
    }
}
