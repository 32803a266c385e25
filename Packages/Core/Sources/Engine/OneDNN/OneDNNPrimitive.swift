import COneDNN
import Foundations

/// One compiled operation of oneDNN with the layouts of its arguments.
final class OneDNNPrimitive {
    private let handle: UnsafeMutablePointer<onednn_primitive>
    private var addresses: [UnsafeMutableRawPointer?]

    /// The layouts of the arguments that were asked for, in that order.
    let layouts: [OneDNNLayout]

    /// Takes ownership of `handle`; `arguments` are oneDNN's numbers of the arguments whose layouts are wanted.
    init(
        _ handle: UnsafeMutablePointer<onednn_primitive>, arguments: [(number: Int32, shape: Shape)] = [],
        intern: (OneDNNLayout) -> OneDNNLayout = { $0 }
    ) {
        self.handle = handle
        addresses = Array(repeating: nil, count: Int(handle.pointee.count))
        layouts = arguments.compactMap { number, shape in
            onednn_primitive_layout(handle, number).map { intern(OneDNNLayout($0, shape: shape)) }
        }
        Contract.require(layouts.count == arguments.count, "oneDNN", "does not tell the layouts it wants")
    }

    deinit { onednn_primitive_free(handle) }

    /// Runs on these memories, in the order in which the operation was compiled.
    func run(on stream: dnnl_stream_t, _ memories: [UnsafeMutableRawPointer]) {
        for (index, memory) in memories.enumerated() { addresses[index] = memory }
        Contract.require(onednn_primitive_run(handle, stream, addresses), "oneDNN", "could not run an operation")
    }
}
